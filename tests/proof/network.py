"""A network that loses, delays, repeats and cuts whatever it carries."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import msgspec
from httpx_sse import ServerSentEvent

from kiosk.contract.bodies import EventsAnswer, EventsRequest
from kiosk.contract.problems import ProblemType
from kiosk.domain.ticket import EventKind
from kiosk.sync.answers import NoReplyError, Reply
from kiosk.sync.transport import SILENCE_SECONDS, Transport
from tests.proof.central import Central, Sent
from tests.proof.virtual import Named, VirtualLoop

LATENCY_SECONDS = 0.005


class Weather(Named):
    """How a kiosk's line is for as long as nobody changes it."""

    GOOD = "good"
    CUT = "cut"  # what is sent vanishes
    REFUSED = "refused"  # nobody listens there, and that is known at once


class Fate(Named):
    """What becomes of one request."""

    LOST = "lost"
    REFUSED = "refused"
    LATE = "late"  # at the server after the press was answered
    VERY_LATE = "very late"  # and after every other request that the kiosk knows of
    ANSWER_LATE = "answer late"  # after the second try was sent
    ANSWER_LOST = "answer lost"
    ANSWER_CUT = "answer cut"
    TWICE = "twice"
    TWICE_LATE = "twice late"
    FOREIGN = "foreign"  # a captive portal answers instead of the server


FOREIGN = Reply(200, b"<html>Please log in</html>")
THERE: Mapping[Fate | None, float] = {Fate.LATE: 0.9, Fate.VERY_LATE: 45.0}
BACK: Mapping[Fate | None, float] = {Fate.ANSWER_LATE: 0.5}
AGAIN: Mapping[Fate | None, float] = {Fate.TWICE: 0.001, Fate.TWICE_LATE: 20.0}
"""Seconds on the way beyond the usual, and after which a copy follows."""


class Wire(Transport):
    """One kiosk's line, in place of its connections; ``fates`` are those of the next requests."""

    def __init__(self, loop: VirtualLoop, kiosk: int, central: Central) -> None:
        self._loop = loop
        self._kiosk = kiosk
        self._central = central
        self._under_way: set[asyncio.Task[None]] = set()
        self._carried: deque[Sent] = deque(maxlen=20)
        self.weather = Weather.GOOD
        self.fates: deque[Fate] = deque()
        self.forgettable: set[int] = set()
        """Voids of tickets that the server says it never heard of: the kiosk may forget them."""

    async def exchange(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, longest: int
    ) -> Reply:
        sent = Sent(self._kiosk, method, path, dict(headers), body or b"")
        answer: asyncio.Future[Reply] = self._loop.create_future()
        fate = self.fates.popleft() if self.fates else None
        self._carried.append(sent)
        self._spawn(sent, fate, answer)
        return await answer

    async def events(self, path: str, headers: Mapping[str, str]) -> AsyncGenerator[ServerSentEvent, None]:
        sent = Sent(self._kiosk, "GET", path, dict(headers), b"")
        if self.weather is Weather.REFUSED or not self._central.up:
            raise NoReplyError("refused")
        async with aclosing(self._central.stream(sent)) as chunks:
            while True:
                chunk = await self._heard(chunks)
                if told := _event(chunk):
                    yield told

    async def close(self) -> None:
        pass

    def echo(self, age: int) -> None:
        """Let a copy of an earlier request, the ``age``-th last, arrive at the server once more."""
        if age < len(self._carried):
            self._spawn(self._carried[-1 - age], None, self._loop.create_future())

    def hush(self) -> None:
        """Forget what is still under way."""
        for task in self._under_way:
            task.cancel()

    def _spawn(self, sent: Sent, fate: Fate | None, answer: asyncio.Future[Reply]) -> None:
        task = self._loop.create_task(self._carry(sent, fate, answer))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _carry(self, sent: Sent, fate: Fate | None, answer: asyncio.Future[Reply]) -> None:
        await asyncio.sleep(LATENCY_SECONDS + THERE.get(fate, 0))
        if self.weather is Weather.CUT or fate is Fate.LOST:
            return
        if self.weather is Weather.REFUSED or fate is Fate.REFUSED or not self._central.up:
            _fail(answer, "refused")
            return
        if (again := AGAIN.get(fate)) is not None:
            self._loop.call_later(again, self._spawn, sent, None, self._loop.create_future())
        reply = FOREIGN if fate is Fate.FOREIGN else await self._ask(sent)
        await asyncio.sleep(LATENCY_SECONDS + BACK.get(fate, 0))
        if reply is None or fate is Fate.ANSWER_CUT:
            _fail(answer, "cut")
        elif self.weather is Weather.GOOD and fate is not Fate.ANSWER_LOST and not answer.done():
            answer.set_result(reply)

    async def _ask(self, sent: Sent) -> Reply | None:
        """Return what the server answers, whether or not it arrives; ``None`` if it dies meanwhile."""
        reply = await self._central.answer(sent)
        if reply:
            self._note(sent, reply)
        return reply

    def _note(self, sent: Sent, reply: Reply) -> None:
        if sent.path == "/v1/events" and reply.status == 200:
            rows = msgspec.json.decode(sent.body, type=EventsRequest).events
            voids = {row.seq for row in rows if row.kind is EventKind.VOIDED}
            refused = msgspec.json.decode(reply.body, type=EventsAnswer).refused
            unknown = {each.seq for each in refused if each.problem.type == ProblemType.UNKNOWN_TICKET}
            self.forgettable |= voids & unknown

    async def _heard(self, chunks: AsyncGenerator[bytes, None]) -> bytes:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                chunk = await anext(chunks)
                if self.weather is not Weather.GOOD:  # what was lost once does not come any more
                    await asyncio.Event().wait()
                return chunk
        except TimeoutError:
            raise NoReplyError("silence") from None
        except StopAsyncIteration:
            raise NoReplyError("the server went away") from None


def _fail(answer: asyncio.Future[Reply], why: str) -> None:
    if not answer.done():
        answer.set_exception(NoReplyError(why))
        answer.exception()  # nobody may be waiting any more


def _event(chunk: bytes) -> ServerSentEvent | None:
    """Read one event of a stream; the server writes each in one piece, and two never matter here."""
    fields = dict(line.split(": ", 1) for line in chunk.decode().splitlines() if line and line[0] != ":")
    return ServerSentEvent(fields["event"], fields["data"], fields.get("id")) if "event" in fields else None
