"""Which word holds for a service: it alone must come to the same availability as all that staff said."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.availability import Outage, StaffWord, State, Word, availability
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.staff_word import word_for
from kiosk.domain.text import Text

AGENCY = "disdukcapil"
FULL, PICKUP, LIMITED = "ktp-baru", "dukcapil-ambil", "kk-baru"
MONDAY = datetime.fromisoformat("2019-02-18T09:00:00+07:00")
REASON = Text.of({"id": "Jaringan putus"})


def _catalogue() -> Catalogue:
    loaded = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert loaded is not None
    limited = replace(loaded.services[LIMITED], quota=True)
    return replace(loaded, services={**loaded.services, LIMITED: limited})


CATALOGUE = _catalogue()


def held(service: str, said: StaffWord, now: datetime = MONDAY) -> Word | None:
    return word_for(CATALOGUE, CATALOGUE.services[service], now, said)


def test_without_a_word_there_is_none() -> None:
    assert held(FULL, StaffWord()) is None
    assert (
        held(FULL, StaffWord(services={PICKUP: Word(State.PAUSED)}, agencies={"bpn": Word(State.PAUSED)}))
        is None
    )


def test_a_services_own_word_goes_before_its_agencys_and_that_before_an_outage() -> None:
    own, common, outage = Word(State.OPEN), Word(State.PAUSED, REASON), Outage(REASON, MONDAY)
    assert held(FULL, StaffWord({FULL: own}, {AGENCY: common}, {AGENCY: outage})) == own
    assert held(LIMITED, StaffWord({FULL: own}, {AGENCY: common}, {AGENCY: outage})) == common
    assert held(FULL, StaffWord({}, {}, {AGENCY: outage})) == Word(
        State.PREPARING, REASON, MONDAY, link_down=True
    )


def test_an_agency_that_is_open_may_have_lost_its_link_all_the_same() -> None:
    said = StaffWord({}, {AGENCY: Word(State.OPEN)}, {AGENCY: Outage(REASON, MONDAY)})
    assert held(FULL, said) == Word(State.PREPARING, REASON, MONDAY, link_down=True)
    assert held(PICKUP, said) == Word(State.OPEN)


def test_an_outage_says_nothing_of_picking_up() -> None:
    assert held(PICKUP, StaffWord(outages={AGENCY: Outage(REASON)})) is None


@pytest.mark.parametrize(
    ("state", "touched"),
    [
        (State.PAUSED, [FULL, PICKUP, LIMITED]),
        (State.INTAKE_ONLY, [FULL, LIMITED]),
        (State.QUOTA_FULL, [LIMITED]),
    ],
)
def test_what_is_said_of_an_agency_touches_the_services_that_it_can_mean(
    state: State, touched: list[str]
) -> None:
    said = StaffWord(agencies={AGENCY: Word(state)})
    assert [each for each in (FULL, PICKUP, LIMITED) if held(each, said)] == touched


def test_a_word_that_has_ended_or_not_begun_gives_way() -> None:
    hour = timedelta(hours=1)
    for early_or_late in (Word(State.PAUSED, until=MONDAY), Word(State.PAUSED, since=MONDAY + hour)):
        common = Word(State.CLOSED, since=MONDAY, until=MONDAY + hour)
        assert held(FULL, StaffWord({FULL: early_or_late}, {AGENCY: common})) == common


def test_that_a_quota_is_gone_is_said_for_its_own_day() -> None:
    said = StaffWord({FULL: Word(State.QUOTA_FULL, since=MONDAY)})
    assert held(FULL, said, MONDAY + timedelta(hours=14))
    assert held(FULL, said, MONDAY + timedelta(hours=16)) is None


moments = some.none() | some.integers(-30, 30).map(lambda hours: MONDAY + timedelta(hours=hours))
words = some.builds(Word, some.sampled_from(State), some.sampled_from([None, REASON]), moments, moments)
outages = some.builds(Outage, some.sampled_from([None, REASON]), moments, moments)
SERVICES = (FULL, PICKUP, LIMITED)


@given(
    some.dictionaries(some.sampled_from(SERVICES), words),
    some.dictionaries(some.just(AGENCY), words),
    some.dictionaries(some.just(AGENCY), outages),
)
def test_the_word_alone_comes_to_the_same_availability(
    services: dict[str, Word], agencies: dict[str, Word], links: dict[str, Outage]
) -> None:
    said = StaffWord(services, agencies, links)
    for name, hours in product(SERVICES, (-3, 0, 9, 20)):
        service, now = CATALOGUE.services[name], MONDAY + timedelta(hours=hours)
        word = word_for(CATALOGUE, service, now, said)
        alone = StaffWord({name: word}) if word else StaffWord()
        told = availability(CATALOGUE, service, now, said)
        assert availability(CATALOGUE, service, now, alone) == told
