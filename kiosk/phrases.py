"""Sentences that are put together: dates, hours, money, and the state of a service."""

from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.availability import Availability, State
from kiosk.domain.hours import Span
from kiosk.words import Words


class Mark(StrEnum):
    """The shape that stands beside a state, so that colour and words are never alone."""

    OPEN = "open"
    PREPARING = "preparing"
    CLOSED = "closed"
    LATER = "later"


def clock_time(words: Words, language: str, moment: datetime) -> str:
    """Write the time of day; ``moment`` is already in the mall's zone."""
    return words.say(language, "date.time", hour=moment.hour, minute=moment.minute)


def long_date(words: Words, language: str, day: date) -> str:
    """Write a date with its weekday."""
    return words.say(
        language, "date.long", weekday=weekday(words, language, day), **_parts(words, language, day)
    )


def short_date(words: Words, language: str, day: date) -> str:
    """Write a date without its weekday."""
    return words.say(language, "date.short", **_parts(words, language, day))


def weekday(words: Words, language: str, day: date) -> str:
    """Name the weekday."""
    return words.say(language, f"date.weekday.{day.weekday()}")


def hours_of_day(words: Words, language: str, spans: tuple[Span, ...]) -> str:
    """Write a day's opening hours, or nothing for a day without any."""
    joint = f" {words.say(language, 'welcome.and')} "
    return joint.join(
        words.say(
            language,
            "date.span",
            start=words.say(language, "date.time", hour=span.start.hour, minute=span.start.minute),
            end=words.say(language, "date.time", hour=span.end.hour, minute=span.end.minute),
        )
        for span in spans
    )


def opening(words: Words, language: str, at: datetime, now: datetime) -> str:
    """Say when something opens; both moments are in the mall's zone."""
    time = clock_time(words, language, at)
    if at.date() == now.date():
        return words.say(language, "state.opens_today", time=time)
    return words.say(language, "state.opens_on", weekday=weekday(words, language, at.date()), time=time)


def money(words: Words, language: str, amount: int) -> str:
    """Write an amount in whole units of the mall's currency."""
    grouped = f"{amount:,}".replace(",", words.say(language, "money.thousands"))
    return words.say(language, "money.amount", amount=grouped)


def mark_of(availability: Availability) -> Mark:
    """Return the shape that stands for a state."""
    match availability.state:
        case State.OPEN | State.INTAKE_ONLY | State.PICKUP_ONLY | State.CONSULT_ONLY:
            return Mark.OPEN
        case State.PREPARING:
            return Mark.PREPARING
        case State.CLOSED if availability.next_open and not availability.reason:
            return Mark.LATER
        case _:
            return Mark.CLOSED


def state_sentence(
    words: Words, language: str, availability: Availability, now: datetime, waiting: int | None
) -> str:
    """Say in one line what a service can do; ``now`` is in the mall's zone, ``waiting`` counts people."""
    reason = availability.reason.in_language(language) if availability.reason else ""
    match availability.state:
        case State.OPEN:
            return _open_sentence(words, language, availability, now, waiting)
        case State.CLOSED if availability.next_open and not reason:
            return opening(words, language, availability.next_open.astimezone(now.tzinfo), now)
        case State.PREPARING | State.CLOSED if reason:
            return _with_reason(words, language, availability.state, reason)
        case state:
            return words.say(language, f"state.{state}") + (f": {reason}" if reason else "")


def _open_sentence(
    words: Words, language: str, availability: Availability, now: datetime, waiting: int | None
) -> str:
    starts = availability.serving_from
    if starts and starts > now:
        time = clock_time(words, language, starts.astimezone(now.tzinfo))
        return words.say(language, "state.serving_from", time=time)
    if waiting is None:
        return words.say(language, "state.open")
    if waiting == 0:
        return words.say(language, "state.open_none")
    return words.say(language, "state.open_waiting", n=waiting)


def _with_reason(words: Words, language: str, state: State, reason: str) -> str:
    """Say a state and its reason; a reason that begins with the state's own word needs no other."""
    if reason.casefold().startswith(words.say(language, f"state.{state}").casefold()):
        return reason
    return words.say(language, f"state.{state}_why", reason=reason)


def _parts(words: Words, language: str, day: date) -> dict[str, object]:
    return {"day": day.day, "month": words.say(language, f"date.month.{day.month}"), "year": day.year}
