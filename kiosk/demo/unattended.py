"""Visits that make themselves, on the real window and by touch, and their report."""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.app.controller import Issues
from kiosk.app.issuing import Issued, IssueProgress, IssueResult
from kiosk.app.model import Model, Screen, screen_of
from kiosk.demo.answers import Answer
from kiosk.demo.embedded import EmbeddedServer
from kiosk.domain.places import (
    Holding,
    PaperDone,
    Printing,
    Refused,
    Welcome,
)
from kiosk.domain.route import Way
from kiosk.domain.ticket import Outcome, Press
from kiosk.ui.finger import Finger, NothingToTouchError
from kiosk.wiring import Kiosk

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 120.0
"""Longer than a held ticket lives."""
SCREEN_SECONDS = 10.0
"""Longer than any screen takes to follow a touch, and shorter than an idle visit lasts."""

ON_SCREEN = frozenset({"not_sent"})


class Observer:
    """Stands before issuing and keeps how every press ended."""

    def __init__(self) -> None:
        self._issues: Issues | None = None
        self.results: dict[UUID, IssueResult] = {}

    def watch(self, issues: Issues) -> Issues:
        """Stand before ``issues``."""
        self._issues = issues
        return self

    async def issue(
        self, press: Press, tell: Callable[[IssueProgress], None], way: Way | None = None
    ) -> IssueResult:
        """Pass a press on and keep its result."""
        assert self._issues is not None
        self.results[press.ticket_id] = result = await self._issues.issue(press, tell, way)
        return result


@dataclass(slots=True)
class Record:
    """One line of the report; times are milliseconds."""

    service: str
    agency: str
    language: str
    priority: bool
    ticket_id: str | None = None
    label: str | None = None
    outcome: str = "refused"
    online: bool = False
    taps: int = 0
    ms: dict[str, Any] = field(default_factory=lambda: {"touch_to_screen": []})
    paper: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    def as_line(self) -> str:
        """Return the record as one line of JSON."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False)


class Unattended:
    """Makes visits one after another. ``screens`` is where pictures go; ``None`` takes none."""

    def __init__(
        self,
        kiosk: Kiosk,
        observer: Observer,
        report: Path,
        screens: Path | None,
        server: EmbeddedServer | None,
    ) -> None:
        self._kiosk = kiosk
        self._observer = observer
        self._report = report
        self._screens = screens
        self._server = server
        self._finger = Finger(kiosk.window.quick)
        self._changed = asyncio.Event()
        self._pictures = 0
        self._looks: object = None
        self._screen_at = 0.0
        kiosk.controller.subscribe(self._note)
        if screens:
            screens.mkdir(parents=True, exist_ok=True)

    async def visit(self, answer: Answer) -> tuple[Record, list[str]]:
        """Make one visit; return its record and what was not as expected."""
        await self._prepare(answer)
        model = self._kiosk.controller.model
        language = answer.language or model.visit.default_language
        service = self._catalogue().services.get(answer.service)
        record = Record(answer.service, service.agency if service else "", language, answer.priority)
        self._finger.taps = 0
        faults = await self._try_to_walk(answer, record)
        record.taps = self._finger.taps
        with self._report.open("a", encoding="utf-8") as lines:
            lines.write(record.as_line() + "\n")
        await self._leave()
        return record, faults + differences(answer, record)

    def close(self) -> None:
        """Let go of the window."""
        self._finger.lift()

    async def _prepare(self, answer: Answer) -> None:
        if answer.server and self._server:
            if answer.server == "killed":
                await self._server.kill()
            else:
                await self._server.start()
                await self._until(lambda model: model.line.up)

    async def _try_to_walk(self, answer: Answer, record: Record) -> list[str]:
        """Go the way to a ticket; return what stood in it."""
        if not record.agency:
            return [f"there is no service {answer.service!r}"]
        try:
            await self._walk(answer, record)
        except (NothingToTouchError, TimeoutError) as error:
            here = screen_of(self._kiosk.controller.model).value
            return [f"the visit stuck on {here}: {str(error) or 'the screen did not follow'}"]
        return []

    async def _walk(self, answer: Answer, record: Record) -> None:
        await self._show("welcome", record)
        offered = {each.code for each in self._catalogue().mall.languages}
        start = f"language:{record.language}" if record.language in offered else "welcome"
        await self._go(start, Screen.AGENCIES, record)
        await self._go(f"agency:{record.agency}", Screen.SERVICES, record)
        await self._go(f"service:{answer.service}", Screen.SERVICE, record)
        button = "take:priority" if answer.priority else "take"
        if answer.take == "nothing" or not self._finger.sees(button):
            return
        await self._take(button, answer, record)

    async def _take(self, button: str, answer: Answer, record: Record) -> None:
        left = await self._finger.touch(button)
        await self._until(lambda model: isinstance(model.visit.place, Holding | Refused))
        place = self._kiosk.controller.model.visit.place
        await self._see(left, record)
        if isinstance(place, Refused):
            await self._show("refused", record)
            return
        assert isinstance(place, Holding)
        record.ticket_id = str(place.ticket.press.ticket_id)
        record.label, record.online = place.ticket.label, place.ticket.online
        may_be_held = answer.expect.outcome == Outcome.HELD
        await self._until(lambda model: _paper_ended(model) or (may_be_held and _paper_held(model)))
        await self._finger.frame_after(self._screen_at)
        await self._show("ticket", record)
        if _paper_held(self._kiosk.controller.model):
            record.outcome = Outcome.HELD.value
            return
        result = self._observer.results.pop(place.ticket.press.ticket_id)
        assert isinstance(result, Issued)
        outcome = result.result.outcome.value
        record.outcome = "on_screen" if outcome in ON_SCREEN and result.result.first_byte is None else outcome
        record.paper = list(result.result.files)
        record.ms["touch_to_first_byte"] = _ms(left, result.result.first_byte)
        record.ms["touch_to_done"] = _ms(left, result.result.done)

    async def _go(self, item: str, screen: Screen, record: Record) -> None:
        left = await self._finger.touch(item)
        await self._until(lambda model: screen_of(model) is screen, SCREEN_SECONDS)
        await self._see(left, record)
        await self._show(screen.value, record)

    async def _see(self, left: float, record: Record) -> None:
        """Note how long after the touch the screen that it led to was painted."""
        painted = await self._finger.frame_after(max(left, self._screen_at))
        record.ms["touch_to_screen"].append(_ms(left, painted))

    async def _leave(self) -> None:
        for button in ("done", "again", "home"):
            if self._finger.sees(button):
                left = await self._finger.touch(button)
                await self._until(lambda model: isinstance(model.visit.place, Welcome))
                await self._finger.frame_after(left)
                return
        await self._until(lambda model: isinstance(model.visit.place, Welcome))

    async def _show(self, name: str, record: Record) -> None:
        if self._screens is None:
            return
        self._pictures += 1
        file = self._screens / f"{self._pictures:03d}-{name}.png"
        await self._finger.picture(file)
        record.screens.append(str(file))

    async def _until(self, holds: Callable[[Model], bool], seconds: float = PATIENCE_SECONDS) -> None:
        async with asyncio.timeout(seconds):
            while not holds(self._kiosk.controller.model):
                self._changed.clear()
                await self._changed.wait()

    def _note(self, model: Model) -> None:
        looks = (screen_of(model), model.visit.place)
        if looks != self._looks:
            self._looks, self._screen_at = looks, time.monotonic()
        self._changed.set()

    def _catalogue(self) -> Any:
        return self._kiosk.controller.model.catalogue


def differences(answer: Answer, record: Record) -> list[str]:
    """Return how a visit ended otherwise than expected, one sentence each."""
    wrong = []
    if answer.expect.outcome is not None and answer.expect.outcome != record.outcome:
        wrong.append(f"expected the outcome {answer.expect.outcome}, but it was {record.outcome}")
    pattern = answer.expect.label
    if pattern is not None and not pattern.search(record.label or ""):
        wrong.append(f"expected a label like {pattern.pattern!r}, but it was {record.label!r}")
    return wrong


def _paper_ended(model: Model) -> bool:
    place = model.visit.place
    return isinstance(place, Holding) and isinstance(place.paper, PaperDone)


def _paper_held(model: Model) -> bool:
    place = model.visit.place
    return isinstance(place, Holding) and isinstance(place.paper, Printing) and place.paper.held is not None


def _ms(start: float, end: float | None) -> float | None:
    return None if end is None else round((end - start) * 1000, 1)
