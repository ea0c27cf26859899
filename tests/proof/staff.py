"""Staff at a counter: they call people over a line that loses, delays and repeats, as a kiosk's does."""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec

from kiosk.contract.calling import (
    CallAnswer,
    ChangeRequest,
    CounterAnswer,
    NextRequest,
    RecallRequest,
    TransferRequest,
)
from kiosk.sync.answers import NoReplyError, Reply
from tests.proof.central import Central, Sent
from tests.proof.hall import Hall
from tests.proof.network import FOREIGN, Wire
from tests.proof.virtual import Named, VirtualLoop

PATIENCE_SECONDS: Final = 2.0
"""After which staff believe that no answer comes."""

LONGEST: Final = 65536


class Deed(Named):
    """What staff do with whoever was called."""

    RECALL = "recall"
    SERVE = "serve"
    DONE = "done"
    NO_SHOW = "no-show"
    PARK = "park"
    TRANSFER = "transfer"


WITH_SOMEBODY: Final = (Deed.SERVE, Deed.DONE, Deed.TRANSFER)
"""What is not done with a label that nobody holds."""

STAYING: Final = (Deed.RECALL, Deed.SERVE)


class CounterWire(Wire):
    """A counter's line; the hall hears what reaches the server, and what it answers, whoever reads that."""

    def __init__(self, loop: VirtualLoop, central: Central, hall: Hall) -> None:
        super().__init__(loop, 0, central)
        self._hall = hall

    async def _ask(self, sent: Sent) -> Reply | None:
        asked = self._hall.asked(sent, self._central.rows())
        reply = None
        try:
            reply = await super()._ask(sent)
        finally:
            self._hall.answered(asked, reply)
        return reply


class Staff:
    """Whoever works at a counter; ``comes`` tells whether somebody has the paper that was called.

    When an answer does not come, or is no plain yes, they ask the server whom the counter has.
    """

    def __init__(self, counter: str, wire: CounterWire, comes: Callable[[CallAnswer], bool]) -> None:
        self.counter = counter
        self.wire = wire
        self._comes = comes
        self._sure = True
        self._present: CallAnswer | None = None

    async def whom(self) -> CallAnswer | None:
        """Return whom the counter has, as far as staff know."""
        if not self._sure and (reply := await self._exchange("GET", "")):
            self._present = msgspec.json.decode(reply.body, type=CounterAnswer).present
        return self._present

    async def next(self, service: str | None = None) -> bool:
        """Call the next person, of one service or of the whole agency; false if nobody is known to wait."""
        reply = await self._exchange("POST", "/next", NextRequest([service] if service else None))
        if reply:
            self._present = _call(reply) if reply.body else None
        return not self._sure or self._present is not None

    async def call_back(self, label: str) -> None:
        """Call back somebody who was set aside or did not come."""
        if reply := await self._exchange("POST", "/recall", RecallRequest(label)):
            self._present = _call(reply)

    async def deal(self, deed: Deed, service: str = "") -> None:
        """Do something with whoever is there; ``service`` is where a person is sent on to."""
        if (present := self._present) is None:
            return
        if deed in WITH_SOMEBODY and not self._comes(present):
            deed = Deed.NO_SHOW
        body: msgspec.Struct = ChangeRequest(present.ticket_id)
        if deed is Deed.TRANSFER:
            body = TransferRequest(service, present.ticket_id)
        elif deed is Deed.RECALL:
            body = RecallRequest()
        if reply := await self._exchange("POST", f"/{deed}", body):
            self._present = _call(reply) if deed in STAYING else None

    async def _exchange(self, method: str, verb: str, body: msgspec.Struct | None = None) -> Reply | None:
        """Return the answer, if it is there in time and says that it was done."""
        path = f"/v1/counters/{self.counter}{verb}"
        content = msgspec.json.encode(body) if body else None
        self._sure = False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                reply = await self.wire.exchange(method, path, {}, content, LONGEST)
        except (TimeoutError, NoReplyError):
            return None
        self._sure = reply is not FOREIGN and reply.status in (200, 204)
        return reply if self._sure else None


def _call(reply: Reply) -> CallAnswer:
    return msgspec.json.decode(reply.body, type=CallAnswer)
