"""Visits that make themselves, on the real window and by touch, and their report."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from kiosk.app.controller import Issues
from kiosk.app.issuing import Issued, IssueProgress, IssueResult
from kiosk.app.model import Model, Screen, screen_of
from kiosk.demo.answers import Answer
from kiosk.demo.embedded import EmbeddedServer
from kiosk.demo.records import Record, differences
from kiosk.demo.staff import Staff
from kiosk.demo.steps import Steps, milliseconds
from kiosk.demo.telling import tell_of_papers
from kiosk.domain.places import Holding, PaperDone, Printing, Refused, Wayfinding, WayPaper, Welcome
from kiosk.domain.route import Way
from kiosk.domain.ticket import Outcome, Press
from kiosk.ui.finger import NothingToTouchError
from kiosk.wiring import Kiosk

log = logging.getLogger(__name__)

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


class Unattended:
    """Makes visits one after another. ``screens`` is where pictures go; ``None`` takes none."""

    def __init__(
        self,
        kiosk: Kiosk,
        observer: Observer,
        report: Path,
        screens: Path | None,
        server: EmbeddedServer | None,
        staff: Staff,
    ) -> None:
        self._kiosk = kiosk
        self._observer = observer
        self._report = report
        self._server = server
        self._staff = staff
        self._steps = Steps(kiosk, screens)

    async def visit(self, answer: Answer) -> tuple[Record, list[str]]:
        """Make one visit; return its record and what was not as expected."""
        model = self._kiosk.controller.model
        language = answer.language or model.visit.default_language
        service = self._catalogue().services.get(answer.service)
        record = Record(answer.service, service.agency if service else "", language, answer.priority)
        faults = await self._try_to_prepare(answer)
        self._steps.finger.taps = 0
        faults += await self._try_to_walk(answer, record)
        record.taps = self._steps.finger.taps
        with self._report.open("a", encoding="utf-8") as lines:
            lines.write(record.as_line() + "\n")
        await self._leave()
        return record, faults + differences(answer, record)

    def close(self) -> None:
        """Let go of the window."""
        self._steps.finger.lift()

    async def _try_to_prepare(self, answer: Answer) -> list[str]:
        """Do to the server what the visit wants, and let staff speak; return what failed."""
        if answer.server == "killed" and self._server:
            await self._server.kill()
        elif answer.server and self._server:
            await self._server.start()
            await self._steps.until(lambda model: model.line.up)
        return await self._staff.say(answer.staff, self._steps)

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
        steps = self._steps
        await steps.show("welcome", record)
        offered = {each.code for each in self._catalogue().mall.languages}
        start = f"language:{record.language}" if record.language in offered else "welcome"
        await steps.go(start, Screen.AGENCIES, record)
        await steps.go(f"agency:{record.agency}", Screen.SERVICES, record)
        await steps.go(f"service:{answer.service}", Screen.SERVICE, record)
        if answer.holdings is not None:
            await tell_of_papers(steps, answer.holdings, record)
        if answer.take == "checklist":
            await self._print_way(record)
        elif answer.take != "nothing" and (button := self._button(answer)):
            await self._take(button, answer, record)

    def _button(self, answer: Answer) -> str | None:
        """Return what gives the number that the citizen wants; ``None`` if it is not on the screen."""
        place = self._steps.model.visit.place
        wanted = "take"
        if isinstance(place, Wayfinding):
            first = bool(place.way.stops) and place.way.stops[0].service == answer.service
            wanted = "way:take" if first or answer.take == "first_stop" else "way:original"
        priority = f"{wanted}:priority"
        if answer.priority and self._steps.finger.sees(priority):
            return priority
        return wanted if self._steps.finger.sees(wanted) else None

    async def _print_way(self, record: Record) -> None:
        await self._steps.lead("way:print", _way_paper_ended, record, seconds=120.0)
        await self._steps.settle()
        await self._steps.show("way-printed", record)
        outcome = _end_of_way_paper(self._steps.model)
        assert outcome
        record.outcome = outcome.value

    async def _take(self, button: str, answer: Answer, record: Record) -> None:
        steps = self._steps
        left = await steps.lead(
            button, lambda model: isinstance(model.visit.place, Holding | Refused), record, seconds=120.0
        )
        place = steps.model.visit.place
        if isinstance(place, Refused):
            await steps.show("refused", record)
            return
        assert isinstance(place, Holding)
        record.ticket_id = str(place.ticket.press.ticket_id)
        record.label, record.online = place.ticket.label, place.ticket.online
        may_be_held = answer.expect.outcome == Outcome.HELD
        await steps.until(lambda model: _paper_ended(model) or (may_be_held and _paper_held(model)))
        await steps.settle()
        await steps.show("ticket", record)
        if _paper_held(steps.model):
            record.outcome = Outcome.HELD.value
            return
        result = self._observer.results.pop(place.ticket.press.ticket_id)
        assert isinstance(result, Issued)
        outcome = result.result.outcome.value
        record.outcome = "on_screen" if outcome in ON_SCREEN and result.result.first_byte is None else outcome
        record.paper = list(result.result.files)
        record.ms["touch_to_first_byte"] = milliseconds(left, result.result.first_byte)
        record.ms["touch_to_done"] = milliseconds(left, result.result.done)

    async def _leave(self) -> None:
        for button in ("done", "again", "home"):
            if self._steps.finger.sees(button):
                left = await self._steps.finger.touch(button)
                await self._steps.until(lambda model: isinstance(model.visit.place, Welcome))
                await self._steps.finger.frame_after(left)
                return
        await self._steps.until(lambda model: isinstance(model.visit.place, Welcome))

    def _catalogue(self) -> Any:
        return self._kiosk.controller.model.catalogue


def _paper_ended(model: Model) -> bool:
    place = model.visit.place
    return isinstance(place, Holding) and isinstance(place.paper, PaperDone)


def _paper_held(model: Model) -> bool:
    place = model.visit.place
    return isinstance(place, Holding) and isinstance(place.paper, Printing) and place.paper.held is not None


def _way_paper_ended(model: Model) -> bool:
    return _end_of_way_paper(model) is not None


def _end_of_way_paper(model: Model) -> Outcome | None:
    match model.visit.place:
        case Wayfinding(print=WayPaper(paper=PaperDone(outcome))):
            return outcome
        case _:
            return None
