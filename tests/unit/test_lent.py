"""What a kiosk shows of a daily quota while the server is not heard."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from kiosk.app.model import Line, Model
from kiosk.domain.availability import Availability, Outage, StaffWord, State, Word
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.lent import Lent, quota_services
from kiosk.domain.text import Text
from kiosk.domain.visit import fresh
from kiosk.phrases import state_sentence
from kiosk.words import load_words
from tests.issuing_kit import MONDAY, catalogue

AGENCY = "disdukcapil"
LIMITED, FREE = "ktp-baru", "ktp-hilang"
ASK = Text.plain("ask")
LONG_AGO = datetime.fromisoformat("2019-02-18T07:00+07:00")
MIDNIGHT = datetime.fromisoformat("2019-02-19T00:00+07:00")
NIGHT = datetime.fromisoformat("2019-02-18T22:00+07:00")
USED_UP = Word(State.QUOTA_FULL, until=MIDNIGHT)
WORDS = load_words()


@cache
def mall() -> Catalogue:
    known = catalogue()
    agencies = {
        name: replace(each, quota_per_day=4 if name == AGENCY else None)
        for name, each in known.agencies.items()
    }
    services = {name: replace(each, quota=name == LIMITED) for name, each in known.services.items()}
    return replace(known, agencies=agencies, services=services)


def shown(
    lent: int = 0, said: Word | None = None, *, up: bool = False, now: datetime = MONDAY
) -> dict[str, Availability]:
    model = Model(
        fresh("id"),
        now,
        mall(),
        line=Line(up=up),
        server_word=StaffWord(services={LIMITED: said} if said else {}),
        lent=Lent({AGENCY: lent}, ASK),
    )
    return dict(model.judged().availability)


def test_a_quota_is_of_an_agency_and_of_those_services_that_are_limited() -> None:
    assert quota_services(mall()) == {AGENCY: (LIMITED,)}


def test_without_a_line_and_with_nothing_lent_only_the_limited_service_is_full() -> None:
    states = shown()
    assert (states[LIMITED].state, states[LIMITED].reason) == (State.QUOTA_FULL, ASK)
    assert states[FREE].state is State.OPEN


def test_with_a_line_or_with_lent_numbers_it_is_open() -> None:
    assert shown(up=True)[LIMITED].state is State.OPEN
    assert shown(lent=1)[LIMITED].state is State.OPEN


def test_that_the_servers_own_numbers_were_used_up_says_nothing_of_those_that_are_lent() -> None:
    assert shown(lent=1, said=USED_UP, up=True)[LIMITED].state is State.QUOTA_FULL
    assert shown(lent=1, said=USED_UP)[LIMITED].state is State.OPEN
    full = shown(said=USED_UP)[LIMITED]
    assert (full.state, full.reason) == (State.QUOTA_FULL, ASK)


@pytest.mark.parametrize("lent", [0, 3])
@pytest.mark.parametrize("state", [State.QUOTA_FULL, State.PAUSED])
def test_what_staff_said_holds_whatever_is_lent(state: State, lent: int) -> None:
    reason = Text.plain("a meeting")
    told = shown(lent, Word(state, reason, since=LONG_AGO))[LIMITED]
    assert (told.state, told.reason) == (state, reason)


def test_an_outage_is_told_rather_than_a_quota() -> None:
    model = Model(fresh("id"), MONDAY, mall(), server_word=StaffWord(outages={AGENCY: Outage()}))
    assert model.judged().availability[LIMITED].state is State.PREPARING


def test_a_service_that_is_shut_by_its_hours_is_shut_and_not_full() -> None:
    assert shown(now=NIGHT)[LIMITED].state is State.CLOSED


@pytest.mark.parametrize("language", WORDS.languages)
def test_the_screen_says_where_to_ask(language: str) -> None:
    reason = WORDS.say(language, "state.quota_here")
    said = state_sentence(WORDS, language, Availability(State.QUOTA_FULL, Text.plain(reason)), MONDAY, None)
    assert said == reason
