"""The technician's page in words: facts of the kiosk, today's tickets, what the server refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kiosk.app.inspection import Inspection, LetterLine, TicketLine
from kiosk.app.model import Model
from kiosk.domain.technician import Chore, NewRoll, PrintTrial, Reprint, SeeTo
from kiosk.domain.ticket import Outcome
from kiosk.phrases import clock_time, short_date
from kiosk.printing.advice import advice
from kiosk.printing.condition import Condition
from kiosk.ui.views.stage import local_now
from kiosk.words import Words


@dataclass(frozen=True, slots=True)
class FactRow:
    """Something of the kiosk, its name and what it is; what is ``bad`` asks for a person."""

    symbol: str
    name: str
    value: str
    bad: bool = False


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A ticket of today by its label; ``ready`` tells that it can be printed once more."""

    place: int
    ticket: str
    service: str
    words: str
    ready: bool


@dataclass(frozen=True, slots=True)
class LetterRow:
    """Something that the server refused."""

    seq: int
    title: str
    problem: str


@dataclass(frozen=True, slots=True)
class Page:
    """Writes what an inspection found, in the language of the visit."""

    words: Words
    model: Model
    found: Inspection

    def tell(self, key: str, **values: object) -> str:
        """Say one of the page's words."""
        return self.words.say(self.model.visit.adjustments.language, f"technician.{key}", **values)

    def advised(self, condition: Condition) -> tuple[str, str]:
        """Tell what is seen of the printer, and what to do."""
        return advice(condition).told(self.words, self.model.visit.adjustments.language)

    def when(self, moment: datetime) -> str:
        """Write a time of today, or the date and the time of another day."""
        now, language = local_now(self.model), self.model.visit.adjustments.language
        local = moment.astimezone(now.tzinfo)
        time = clock_time(self.words, language, local)
        if local.date() == now.date():
            return time
        return self.tell("date_time", date=short_date(self.words, language, local.date()), time=time)

    def outcome(self, outcome: Outcome | None) -> str:
        """Name what became of a paper."""
        return self.tell(f"outcome.{outcome.value if outcome else 'under_way'}")

    def facts(self) -> Iterator[FactRow]:
        """Yield what is to be known of the kiosk."""
        about = self.found.about
        yield self._line()
        if self.found.read:
            yield self._outbox()
        else:
            yield FactRow("document", self.tell("journal"), self.tell("journal_unread"), bad=True)
        yield self._clock()
        if self.found.read:
            yield FactRow("document", self.tell("catalogue"), self._catalogue())
        yield FactRow("info", self.tell("kiosk"), " ".join(filter(None, (str(about.number), about.name))))
        yield FactRow("verified", self.tell("version"), about.version)
        if about.server:
            yield FactRow("place", self.tell("server"), about.server)

    def tickets(self) -> Iterator[CopyRow]:
        """Yield today's last tickets, newest first."""
        for place, each in enumerate(self.found.tickets):
            yield CopyRow(
                place, each.label, self._service(each), self._became(each), each.outcome is not None
            )

    def heading(self) -> str:
        """Name today's tickets, or say that there are none."""
        if not self.found.read:
            return ""
        return self.tell("tickets" if self.found.tickets else "tickets_none")

    def letters(self) -> Iterator[LetterRow]:
        """Yield what the server refused, the oldest first."""
        for each in self.found.letters:
            yield LetterRow(each.seq, self._title(each), each.problem)

    def roll(self) -> str:
        """Tell how much of the roll is used."""
        return self.tell("roll", n=round(self.found.paper_mm / 1000)) if self.found.read else ""

    def trial(self) -> str:
        """Tell of the last test paper."""
        trial = self.found.trial
        if trial is None:
            return self.tell("trial_none") if self.found.read else ""
        return self.tell("trial_last", time=self.when(trial.at), outcome=self.outcome(trial.outcome))

    def _line(self) -> FactRow:
        name, since = self.tell("line"), self.found.line_since
        if not self.found.about.server:
            return FactRow("line-up", name, self.tell("line_none"))
        up = self.model.line.up
        if since is None:
            return FactRow("line-cut", name, self.tell("line_never"), bad=True)
        key = "line_up" if up else "line_down"
        return FactRow("line-up" if up else "line-cut", name, self.tell(key, time=self.when(since)), not up)

    def _outbox(self) -> FactRow:
        name, oldest = self.tell("outbox"), self.found.oldest_unsent
        if oldest is None:
            return FactRow("up", name, self.tell("outbox_empty"))
        return FactRow("up", name, self.tell("outbox_some", n=self.found.outbox, time=self.when(oldest)))

    def _clock(self) -> FactRow:
        name, offset = self.tell("clock"), self.found.clock_offset_ms
        if not self.found.clock_confirmed:
            return FactRow("clock", name, self.tell("clock_doubtful"), bad=True)
        if offset is None:
            return FactRow("clock", name, self.tell("clock_machine"))
        seconds = round(offset / 1000)
        key = "clock_exact" if seconds == 0 else "clock_fast" if seconds > 0 else "clock_slow"
        return FactRow("clock", name, self.tell(key, n=abs(seconds)))

    def _catalogue(self) -> str:
        at = self.found.catalogue_at
        return self.tell("catalogue_file") if at is None else self.tell("catalogue_at", time=self.when(at))

    def _service(self, ticket: TicketLine) -> str:
        services = self.model.catalogue.services if self.model.catalogue else {}
        known = services.get(ticket.service)
        return known.name.in_language(self.model.visit.adjustments.language) if known else ticket.service

    def _became(self, ticket: TicketLine) -> str:
        told = f"{self.when(ticket.at)}, {self.outcome(ticket.outcome)}"
        return f"{told}, {self.tell('copies', n=ticket.copies)}" if ticket.copies else told

    def _title(self, letter: LetterLine) -> str:
        return ", ".join(filter(None, (letter.label, self.when(letter.at))))


def chore_name(chore: Chore) -> str:
    """Return the last part of the keys of what is said of a chore."""
    match chore:
        case PrintTrial():
            return "trial"
        case NewRoll():
            return "new_roll"
        case Reprint():
            return "reprint"
        case SeeTo():
            return "see_to"
        case other:
            assert_never(other)
