"""What a service can do at a moment: staff's word, outages, standing, calendar and hours, in that order."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.availability import NO_WORD, State, Word, availabilities, availability
from kiosk.domain.catalogue import Catalogue, Standing
from kiosk.domain.staff_word import StaffWord
from kiosk.states import availability_report
from tests.unit.availability_cases import ALL, Case, moment
from tests.unit.calendar_kit import at, mall

MALL = mall()


def _load(*parts: str) -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", *parts)).catalogue
    assert catalogue is not None
    return catalogue


PEKANBARU = _load("pekanbaru")
MONDAY = at("2019-02-18T09:00")


@pytest.mark.parametrize(
    "case", [pytest.param(each, id=f"{kind}-{each.name}") for kind, cases in ALL.items() for each in cases]
)
def test_a_service_at_a_moment(case: Case) -> None:
    now = moment(case.now)
    assert now is not None
    told = availability(MALL, MALL.services[case.service], now, case.said)
    reason = told.reason.in_language("id") if told.reason else ""
    assert (told.state, reason, told.link_down) == (case.state, case.reason, case.link_down)
    assert (told.since, told.until) == (moment(case.since), moment(case.until))
    assert (told.next_open, told.serving_from) == (moment(case.opens), moment(case.serving))


@pytest.mark.parametrize(
    ("instant", "zone", "state", "opens"),
    [
        ("2026-11-24T00:30", "Asia/Jakarta", State.OPEN, None),
        ("2026-11-23T23:45", "Asia/Jakarta", State.CLOSED, "2026-11-24T08:00+07:00"),
        ("2026-11-23T23:45", "Asia/Makassar", State.OPEN, None),
        ("2026-11-23T23:45", "Asia/Jayapura", State.OPEN, None),
        ("2026-11-24T06:30", "Asia/Jakarta", State.OPEN, None),
        ("2026-11-24T06:30", "Asia/Makassar", State.OPEN, None),
        ("2026-11-24T06:30", "Asia/Jayapura", State.CLOSED, "2026-11-25T08:00+09:00"),
        ("2026-11-24T07:30", "Asia/Makassar", State.CLOSED, "2026-11-25T08:00+08:00"),
        # Christmas has begun in Jayapura but not in Jakarta
        ("2026-12-23T16:00", "Asia/Jayapura", State.CLOSED, "2026-12-28T08:00+09:00"),
    ],
)
def test_one_instant_is_another_time_of_day_in_each_zone(
    instant: str, zone: str, state: State, opens: str | None
) -> None:
    there = mall(timezone=zone)
    told = availability(there, there.services["ktp"], at(instant, "+00:00"))
    assert (told.state, told.next_open) == (state, datetime.fromisoformat(opens) if opens else None)


def test_without_a_machines_hour_numbers_begin_with_the_counters() -> None:
    late = mall(ticket_opens=None)
    assert availability(late, late.services["ktp"], at("2026-11-24T07:45")).state is State.CLOSED


def _reason(service: str, catalogue: Catalogue = PEKANBARU) -> str | None:
    told = availability(catalogue, catalogue.services[service], MONDAY)
    return told.reason.in_language("en") if told.reason else None


def test_the_reason_is_the_services_own_or_that_of_its_agency_for_the_same_standing() -> None:
    assert _reason("paspor-baru") == "Waiting for the link to the central immigration data"
    assert _reason("stnk-tahunan") == "Being prepared in building C"
    assert _reason("nib") is None
    closed = replace(PEKANBARU.services["paspor-baru"], standing=Standing.CLOSED)
    shut = replace(PEKANBARU, services={**PEKANBARU.services, "paspor-baru": closed})
    assert _reason("paspor-baru", shut) is None


FIRST = at("2025-01-01T00:00")
moments = some.integers(0, 730 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ends = some.none() | some.integers(1, 20 * 24 * 60)
services = some.sampled_from(list(MALL.services))


@given(services, moments, some.sampled_from([*State, None]), ends)
def test_at_its_next_opening_a_service_is_open_once_nothing_is_said_of_it(
    name: str, now: datetime, state: State | None, minutes: int | None
) -> None:
    service = replace(MALL.services[name], standing=Standing.OPEN)
    until = now + timedelta(minutes=minutes) if minutes else None
    said = StaffWord(services={name: Word(state, until=until)}) if state else NO_WORD
    told = availability(MALL, service, now, said)
    assert not (told.ticketed and told.next_open)
    if told.next_open is None:
        return
    assert told.next_open >= (told.until or now)
    opened = availability(MALL, service, told.next_open)
    assert opened.state is State.OPEN
    assert opened.serving_from is None
    before = availability(MALL, service, told.next_open - timedelta(microseconds=1))
    assert told.next_open == told.until or before.serving_from or before.state is State.CLOSED


@given(services, moments)
def test_an_open_service_is_so_from_its_since_up_to_its_until(name: str, now: datetime) -> None:
    service = replace(MALL.services[name], standing=Standing.OPEN)
    told = availability(MALL, service, now)
    if told.state is not State.OPEN:
        return
    assert told.since is not None
    assert told.until is not None
    instant = timedelta(microseconds=1)
    for inside in (told.since, told.until - instant):
        assert availability(MALL, service, inside).state is State.OPEN
    assert availability(MALL, service, told.until).state is not State.OPEN
    before = availability(MALL, service, told.since - instant)
    assert before.state is State.CLOSED or before.serving_from == told.since


def test_a_closed_service_was_open_just_before_its_since() -> None:
    for name, told in availabilities(MALL, at("2026-03-22T10:00")).items():
        if told.state is State.CLOSED and told.since:
            before = told.since - timedelta(microseconds=1)
            assert availability(MALL, MALL.services[name], before).state is State.OPEN


def test_the_report_is_plain_json_in_the_malls_zone() -> None:
    now = at("2019-02-18T02:00", "+00:00")
    report = json.loads(json.dumps(availability_report(PEKANBARU, availabilities(PEKANBARU, now))))
    assert list(report) == list(PEKANBARU.services)
    assert report["nib"] == {
        "state": "open",
        "reason": None,
        "since": "2019-02-18T08:00:00+07:00",
        "until": "2019-02-18T15:00:00+07:00",
        "next_open": None,
    }
    assert report["paspor-baru"] == {
        "state": "preparing",
        "reason": {
            "id": "Menunggu penyambungan jaringan ke data imigrasi pusat",
            "en": "Waiting for the link to the central immigration data",
        },
        "since": None,
        "until": None,
        "next_open": None,
    }


@pytest.mark.parametrize("tuesday", ["2019-02-19T09:00", "2026-11-24T09:00"])
def test_on_an_ordinary_tuesday_75_are_open_17_preparing_and_one_is_closed(tuesday: str) -> None:
    states = [each.state for each in availabilities(PEKANBARU, at(tuesday)).values()]
    assert {state: states.count(state) for state in set(states)} == {
        State.OPEN: 75,
        State.PREPARING: 17,
        State.CLOSED: 1,
    }


def test_moving_a_mall_to_another_zone_moves_its_hours() -> None:
    makassar = replace(PEKANBARU, mall=replace(PEKANBARU.mall, zone=ZoneInfo("Asia/Makassar")))
    told = availability(makassar, makassar.services["nib"], at("2019-02-18T14:30"))
    assert (told.state, told.next_open) == (State.CLOSED, at("2019-02-19T08:00", "+08:00"))
