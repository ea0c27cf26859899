"""Sentences that are put together: dates, hours, money, and the state of a service."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from kiosk.domain.agenda import Stretch
from kiosk.domain.availability import Availability, State
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


def hours_of_day(words: Words, language: str, stretches: tuple[Stretch, ...]) -> str:
    """Write a day's opening hours, or nothing for a day without any; they are in the mall's zone."""
    joint = f" {words.say(language, 'welcome.and')} "
    return joint.join(
        words.say(
            language,
            "date.span",
            start=clock_time(words, language, each.start),
            end=clock_time(words, language, each.end),
        )
        for each in stretches
    )


def opening(words: Words, language: str, at: datetime, now: datetime) -> str:
    """Say when something opens; both moments are in the mall's zone."""
    return _opening(words, language, "opens", at, now)


def _opening(words: Words, language: str, verb: str, at: datetime, now: datetime) -> str:
    """Say the time, and the day if it is another one: its name, or its date from a week on."""
    time = clock_time(words, language, at)
    if at.date() == now.date():
        return words.say(language, f"state.{verb}_today", time=time)
    if at.date() - now.date() < timedelta(days=7):
        return words.say(language, f"state.{verb}_on", weekday=weekday(words, language, at.date()), time=time)
    return words.say(language, f"state.{verb}_later", date=short_date(words, language, at.date()), time=time)


def money(words: Words, language: str, amount: int) -> str:
    """Write an amount in whole units of the mall's currency."""
    grouped = f"{amount:,}".replace(",", words.say(language, "money.thousands"))
    return words.say(language, "money.amount", amount=grouped)


def mark_of(availability: Availability) -> Mark:
    """Return the shape that stands for a state: the half one for what works in part or not yet."""
    match availability.state:
        case State.OPEN | State.INTAKE_ONLY:
            return Mark.OPEN
        case State.PREPARING | State.PICKUP_ONLY | State.CONSULT_ONLY:
            return Mark.PREPARING
        case State.QUOTA_FULL | State.PAUSED | State.CLOSED:
            return Mark.LATER if availability.next_open else Mark.CLOSED
        case _:
            assert_never(availability.state)


def state_sentence(
    words: Words, language: str, availability: Availability, now: datetime, waiting: int | None
) -> str:
    """Say in one line what a service can do, why no more, and when it opens again.

    ``now`` is in the mall's zone, ``waiting`` counts people.
    """
    if availability.state is State.OPEN:
        return _open_sentence(words, language, availability, now, waiting)
    opens = availability.next_open.astimezone(now.tzinfo) if availability.next_open else None
    if availability.state is State.CLOSED and opens and not availability.reason:
        return opening(words, language, opens, now)
    said = _state_and_reason(words, language, availability)
    if opens is None or availability.ticketed:
        return said
    return f"{said}, {_opening(words, language, 'again', opens, now)}"


def _state_and_reason(words: Words, language: str, availability: Availability) -> str:
    """Say a state and its reason; one that begins with the state's own words needs no others.

    A service that lacks its link is not being prepared: it waits for the link.
    """
    state = words.say(language, f"state.{availability.state}")
    reason = availability.reason.in_language(language) if availability.reason else ""
    if availability.link_down:
        link = words.say(language, "state.link_down")
        if availability.state is State.PREPARING:
            state = link[:1].upper() + link[1:]
        else:
            reason = reason or link
    if not reason:
        return state
    if reason.casefold().startswith(state.casefold()):
        return reason
    return words.say(language, "state.why", state=state, reason=reason)


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


def _parts(words: Words, language: str, day: date) -> dict[str, object]:
    return {"day": day.day, "month": words.say(language, f"date.month.{day.month}"), "year": day.year}
