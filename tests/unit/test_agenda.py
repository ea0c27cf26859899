"""When something is open: hours of some level, holidays, closures, and what is found by looking ahead."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from kiosk.domain.agenda import HORIZON, Agenda, Stretch
from kiosk.domain.calendar import Calendar, Closure, Holiday
from kiosk.domain.hours import Span, WeekHours, week_of
from kiosk.domain.text import Text

ZONES = [ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura")]
WIB = ZONES[0]
WORDS = Text.plain("Libur")
START = datetime(2026, 1, 1, tzinfo=WIB)
MORNING, AFTERNOON = Span(time(8), time(11, 30)), Span(time(13, 30), time(15))
WEEK = week_of([[MORNING, AFTERNOON]] * 5 + [[], []])
NEVER = week_of([[]] * 7)


def agenda(
    week: WeekHours = WEEK,
    holidays: tuple[Holiday, ...] = (),
    closures: tuple[Closure, ...] = (),
    zone: ZoneInfo = WIB,
) -> Agenda:
    return Agenda(zone, Calendar(holidays), (SimpleNamespace(hours=week, season_hours={}),), closures)


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=WIB)


def test_what_never_opens_has_neither_a_next_nor_a_last_opening() -> None:
    assert agenda(NEVER).first_open(START) is None
    assert agenda(NEVER).last_open(START) is None


def test_an_opening_is_found_up_to_the_horizon_and_not_after_it() -> None:
    monday = at("2026-01-05 00:00")
    mondays = week_of([[MORNING], [], [], [], [], [], []])
    for weeks, opens in ((8, "2026-03-02 08:00"), (9, None)):
        closure = Closure(WORDS, monday, monday + timedelta(weeks=weeks))
        assert agenda(mondays, closures=(closure,)).first_open(monday) == (at(opens) if opens else None)
    assert timedelta(weeks=8) <= HORIZON < timedelta(weeks=9)


def test_a_closure_leaves_what_lies_before_and_after_it() -> None:
    closure = Closure(WORDS, at("2026-01-05 09:00"), at("2026-01-05 14:00"))
    assert agenda(closures=(closure,)).on(date(2026, 1, 5)) == (
        Stretch(at("2026-01-05 08:00"), at("2026-01-05 09:00")),
        Stretch(at("2026-01-05 14:00"), at("2026-01-05 15:00")),
    )


def test_the_holiday_that_stands_first_gives_the_day_its_name() -> None:
    day = date(2026, 5, 14)
    first, second = Holiday(Text.plain("A"), day, day), Holiday(Text.plain("B"), day, day)
    assert agenda(holidays=(first, second)).holiday_on(day) == Text.plain("A")


def _day(edges: list[int]) -> list[Span]:
    """Make spans of half hours; some of them touch."""
    times = [time(*divmod(30 * each, 60)) for each in sorted(edges)]
    return [Span(start, end) for start, end in zip(times[::2], times[1::2], strict=False) if start < end]


minutes = some.integers(0, 24 * 60 - 1)
days = some.lists(some.integers(0, 47), max_size=6).map(_day)
weeks = some.lists(days, min_size=7, max_size=7).map(week_of)
moments = some.integers(0, 60 * 24 * 60).map(lambda after: START + timedelta(minutes=after))
closures = some.builds(
    lambda since, length: Closure(WORDS, since, since + timedelta(minutes=length)),
    moments,
    some.integers(1, 5 * 24 * 60),
)
holidays = some.builds(
    lambda after, length: Holiday(
        WORDS, START.date() + timedelta(days=after), START.date() + timedelta(days=after + length)
    ),
    some.integers(0, 60),
    some.integers(0, 5),
)
agendas = some.builds(
    agenda,
    weeks,
    some.lists(holidays, max_size=3).map(tuple),
    some.lists(closures, max_size=3).map(tuple),
    some.sampled_from(ZONES),
)


@given(agendas, moments)
def test_what_is_found_ahead_and_behind_is_the_edge_of_being_open(here: Agenda, now: datetime) -> None:
    instant = timedelta(microseconds=1)
    opens, closed = here.first_open(now), here.last_open(now)
    if stretch := here.at(now):
        assert opens == now
        assert here.at(stretch.start)
        assert here.at(stretch.start - instant) is None
        assert here.at(stretch.end) is None
        return
    if opens:
        assert now < opens
        assert here.at(opens)
        assert here.at(opens - instant) is None
    if closed:
        assert closed <= now
        assert here.at(closed) is None
        assert here.at(closed - instant)


@given(agendas, moments)
def test_a_day_is_in_order_and_leaves_out_holidays_and_closures(here: Agenda, now: datetime) -> None:
    day = here.day(now)
    stretches = here.on(day)
    assert all(one.end < other.start for one, other in pairwise(stretches))
    assert not (stretches and here.calendar.holiday_on(day))
    for stretch in stretches:
        assert all(each.until <= stretch.start or stretch.end <= each.since for each in here.closures)


@given(agendas, moments, minutes)
def test_numbers_given_early_are_for_the_days_first_opening(here: Agenda, now: datetime, lead: int) -> None:
    opens = time(*divmod(lead, 60))
    early = here.before_opening(now, opens)
    if early is None:
        return
    opening = here.first_open(now)
    assert here.at(now) is None
    assert opening is not None
    assert opening in early
    assert opens <= now.astimezone(here.zone).time()
    assert here.at(early.end) is None
