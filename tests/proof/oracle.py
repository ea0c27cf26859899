"""What citizens know: every press, every number that was seen, every paper that was held.

The oracle believes nobody's records. What it hears of it judges at once; ``complaints`` names the
invariant that is broken, and by what.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, pairwise
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from kiosk.app.issuing import Cause
from kiosk.domain.hours import service_day
from kiosk.domain.numbering import parse_label
from kiosk.domain.ticket import Press, TicketState
from kiosk.journal.rows import DeadLetter
from kiosk.server.admission import YEARS
from kiosk.server.store import Record

IN_QUEUE: Final = (TicketState.NUMBERED, TicketState.WAITING)
"""The states of who waits to be called."""


@dataclass(slots=True)
class Citizen:
    """One who pressed: when, at which kiosk, whether it believed in its line, and what came of it.

    ``at`` and ``answered`` are virtual seconds. ``order`` counts all that happens in the mall.
    ``label`` is the first number that was seen, at ``seen``; ``disk_failed`` tells that there may be
    none, because the kiosk could not write it down.
    """

    press: Press
    kiosk: int
    at: float
    order: int
    line_up: bool = False
    answered: float | None = None
    kiosk_died: bool = False
    disk_failed: bool = False
    label: str | None = None
    seen: int = 0


@dataclass(slots=True)
class Oracle:
    """Keeps what was seen in a mall in ``zone``; ``quotas`` are the agency and its daily quota by service."""

    zone: ZoneInfo
    quotas: Mapping[str, tuple[str, int]]
    citizens: dict[UUID, Citizen] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    _holders: dict[tuple[date, str], UUID] = field(default_factory=dict)
    _papers: Counter[UUID] = field(default_factory=Counter)
    _numbers: dict[tuple[date, str, int | None], list[Citizen]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _used: Counter[tuple[date, str]] = field(default_factory=Counter)
    _order: "count[int]" = field(default_factory=count)

    def complain(self, invariant: str, words: str) -> None:
        """Keep that an invariant is broken, and by what."""
        if (complaint := f"{invariant}: {words}") not in self.complaints:
            self.complaints.append(complaint)

    def pressed(
        self, press: Press, kiosk: int, at: float, true_at: datetime | None, within: timedelta
    ) -> None:
        """Hear that a citizen pressed; ``true_at`` is given if the kiosk can know it, ``within`` so much."""
        self.citizens[press.ticket_id] = Citizen(press, kiosk, at, next(self._order))
        if true_at and abs(press.pressed_at - true_at) > within:
            self.complain("I2", f"a press of {true_at} is recorded as one of {press.pressed_at}")

    def asked(self, ticket_id: UUID) -> None:
        """Hear that the kiosk believed in its line, and may wait for the server."""
        self.citizens[ticket_id].line_up = True

    def waiting_at(self, kiosk: int) -> list[Citizen]:
        """Return who waits at a kiosk for an answer to their press."""
        here = (each for each in self.citizens.values() if each.kiosk == kiosk)
        return [each for each in here if each.answered is None and not each.kiosk_died]

    def answered(self, ticket_id: UUID, at: float) -> None:
        """Hear that the kiosk showed the citizen anything but "please wait"."""
        self.citizens[ticket_id].answered = at

    def went_dark(self, kiosk: int) -> None:
        """Hear that a kiosk died: whoever waited there for a number has none and goes away."""
        for citizen in self.waiting_at(kiosk):
            citizen.kiosk_died = True

    def disk_failed(self, kiosk: int) -> None:
        """Hear that a kiosk could not write: whoever waits there may get no number."""
        for citizen in self.waiting_at(kiosk):
            citizen.disk_failed = True

    def turned_away(self, ticket_id: UUID, cause: str) -> None:
        """Hear that a citizen was told that there is no number; no service is ever shut but by its quota."""
        citizen = self.citizens[ticket_id]
        by_quota = citizen.press.service in self.quotas and cause in (Cause.QUOTA, Cause.UNAVAILABLE)
        if not citizen.disk_failed and not by_quota:
            self.complain("I6", f"a press at kiosk {citizen.kiosk} was refused a number: {cause}")

    def saw(self, ticket_id: UUID, label: str) -> None:
        """Hear that somebody may have read a number, on a screen or a paper."""
        citizen = self.citizens[ticket_id]
        if citizen.label == label:
            return
        if citizen.label is not None:
            self.complain("I1", f"{ticket_id} is {citizen.label} and {label}")
        citizen.label, citizen.seen = label, next(self._order)
        day = service_day(citizen.press.pressed_at, self.zone)
        if (other := self._holders.setdefault((day, label), ticket_id)) != ticket_id:
            self.complain("I1", f"{label} of {day} is given to {other} and {ticket_id}")
        self._use_quota(day, citizen.press.service)
        self._count_on(citizen, day, label)

    def paper(self, ticket_id: UUID, label: str, copy: int) -> None:
        """Hear that a paper has begun to come out."""
        self._papers[ticket_id] += copy == 0
        if self._papers[ticket_id] > 1:
            self.complain("I3", f"{label} is printed again and does not say that it is a copy")
        self.saw(ticket_id, label)

    def booked(self, day: date, service: str) -> None:
        """Hear that somebody holds a booking."""
        self._use_quota(day, service)

    def _use_quota(self, day: date, service: str) -> None:
        """I4: no more people hold a number or a booking than the quota of the agency has for the day."""
        if service not in self.quotas:
            return
        agency, most = self.quotas[service]
        self._used[day, agency] += 1
        if self._used[day, agency] > most:
            self.complain("I4", f"{self._used[day, agency]} hold a number of {agency} for {day}, not {most}")

    def holders(self) -> list[Citizen]:
        """Return all who may hold a number."""
        return [each for each in self.citizens.values() if each.label is not None]

    def judge_waiting(self, now: float, deadline: float, slack: float) -> None:
        """I6: nobody waits for an answer longer than the deadline, and not at all if the line was down."""
        for each in self.citizens.values():
            allowed = (deadline if each.line_up else 0.0) + slack
            ended = now if each.answered is None else each.answered
            if not each.kiosk_died and ended - each.at > allowed:
                self.complain("I6", f"a press at kiosk {each.kiosk} waited {ended - each.at:.3f} s")

    def judge_server(self, rows: list[Record]) -> None:
        """I1, I2: what the server has at any time is true, as far as it has it."""
        labels = Counter((row.day, row.label) for row in rows)
        for (day, label), times in labels.items():
            if times > 1:
                self.complain("I1", f"the server has {label} of {day} {times} times")
        for row in rows:
            citizen = self.citizens.get(row.press.ticket_id)
            if citizen is None or row.press != citizen.press:
                self.complain("I2", f"the server tells of {row.label} what never was: {row.press}")
            elif citizen.label and row.state is TicketState.VOIDED:
                self.complain("I2", f"{citizen.label} is held by a citizen, and void on the server")

    def judge_end(self, rows: list[Record], letters: list[DeadLetter], called: Set[tuple[UUID, str]]) -> None:
        """I2, I5, I7: at rest all who may hold a number are in the queue, in the order of their presses.

        Those whose label was called are not. What a kiosk told while its clock was out of all reason is a
        dead letter instead.
        """
        by_id = {row.press.ticket_id: row for row in rows}
        absurd = {each.event.ticket_id for each in letters if _is_absurd(each)}
        for letter in letters:
            if letter.event.ticket_id not in absurd:
                self.complain("I7", f"the server refuses {letter}")
        for each in self.holders():
            row = by_id.get(each.press.ticket_id)
            waits = row and (row.state is TicketState.WAITING or (row.press.ticket_id, row.label) in called)
            if not (row and row.label == each.label and waits) and each.press.ticket_id not in absurd:
                self.complain("I2", f"{each.label} is held by a citizen; the server has {row}")
        for row in rows:
            known = self.citizens[row.press.ticket_id]
            # A kiosk that died with a paper under way keeps its place for whoever may have taken it.
            seen = known.label is not None or known.kiosk_died or row.press.ticket_id in absurd
            if not seen and row.state is TicketState.WAITING:
                self.complain("I2", f"{row.label} waits on the server, and nobody holds it")
        self._judge_order(rows)

    def _judge_order(self, rows: list[Record]) -> None:
        places = {row.press.ticket_id: place for place, row in enumerate(rows)}
        lines = defaultdict(list)
        for each in self.holders():
            day = service_day(each.press.pressed_at, self.zone)
            lines[day, each.press.service, each.press.ticket_class].append(each)
        for line in lines.values():
            here = [each for each in line if each.press.ticket_id in places]
            here.sort(key=lambda each: places[each.press.ticket_id])
            for before, after in pairwise(here):
                if before.press.pressed_at > after.press.pressed_at:
                    self.complain("I5", f"{before.label} stands before {after.label}, who pressed earlier")

    def _count_on(self, citizen: Citizen, day: date, words: str) -> None:
        """I8: who presses after a number was seen gets a higher one of the same giver's."""
        label = parse_label(words)
        if label is None:
            self.complain("I8", f"{words} is no label")
            return
        given = self._numbers[day, label.series, label.kiosk]
        for other in given:
            known = parse_label(other.label or "")
            if known and other.seen < citizen.order and known.number >= label.number:
                self.complain("I8", f"after {other.label} comes {words}")
        given.append(citizen)

    def judge_places(self, rows: list[Record], ahead: Mapping[UUID, int]) -> None:
        """I5: ahead of a ticket are those of its queue who pressed earlier and still wait, nobody else."""
        before: Counter[tuple[date, str]] = Counter()
        for row in sorted(rows, key=lambda row: (row.press.pressed_at, row.press.ticket_id)):
            queue = row.day, row.standing
            if ahead[row.press.ticket_id] != before[queue]:
                told = f"{ahead[row.press.ticket_id]} stand before the {before[queue] + 1}th, {row}"
                self.complain("I5", told)
            before[queue] += row.state in IN_QUEUE


def _is_absurd(letter: DeadLetter) -> bool:
    times = (letter.event.at, letter.event.pressed_at)
    return any(time is not None and time.year not in YEARS for time in times)
