"""What a service can do at a moment: standing, staff's word, hours, and numbers before the counters open."""

import json
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.availability import Availability, State, availability, availability_report
from kiosk.domain.catalogue import Catalogue, Standing
from kiosk.domain.text import Text


def _load(*parts: str) -> Catalogue:
    catalogue = load_catalogue(asset("catalogue", *parts)).catalogue
    assert catalogue is not None
    return catalogue


PEKANBARU = _load("pekanbaru")
TERNATE = _load("examples", "ternate.yaml")
SAMSAT = replace(
    PEKANBARU,
    services={
        **PEKANBARU.services,
        "stnk-tahunan": replace(PEKANBARU.services["stnk-tahunan"], standing=Standing.OPEN),
    },
)
MAKASSAR = replace(PEKANBARU, mall=replace(PEKANBARU.mall, zone=ZoneInfo("Asia/Makassar")))
LATE_MACHINE = replace(PEKANBARU, mall=replace(PEKANBARU.mall, ticket_opens=None))
OPEN, CLOSED, PREPARING = State.OPEN, State.CLOSED, State.PREPARING


def at(words: str) -> datetime:
    return datetime.fromisoformat(words)


@pytest.mark.parametrize(
    ("catalogue", "service", "now", "state", "until", "next_open", "serving_from"),
    [
        # Monday 18 February 2019, Pekanbaru (WIB)
        (PEKANBARU, "nib", "2019-02-18T07:29:59+07:00", CLOSED, None, "18T08:00+07:00", None),
        (PEKANBARU, "nib", "2019-02-18T07:30:00+07:00", OPEN, "18T15:00+07:00", None, "18T08:00+07:00"),
        (PEKANBARU, "nib", "2019-02-18T07:59:59+07:00", OPEN, "18T15:00+07:00", None, "18T08:00+07:00"),
        (PEKANBARU, "nib", "2019-02-18T08:00:00+07:00", OPEN, "18T15:00+07:00", None, None),
        (PEKANBARU, "nib", "2019-02-18T14:59:59+07:00", OPEN, "18T15:00+07:00", None, None),
        (PEKANBARU, "nib", "2019-02-18T15:00:00+07:00", CLOSED, None, "19T08:00+07:00", None),
        (PEKANBARU, "nib", "2019-02-18T01:00:00+00:00", OPEN, "18T15:00+07:00", None, None),
        (LATE_MACHINE, "nib", "2019-02-18T07:45:00+07:00", CLOSED, None, "18T08:00+07:00", None),
        # Friday with its break
        (PEKANBARU, "nib", "2019-02-22T07:30:00+07:00", OPEN, "22T11:30+07:00", None, "22T08:00+07:00"),
        (PEKANBARU, "nib", "2019-02-22T11:29:59+07:00", OPEN, "22T11:30+07:00", None, None),
        (PEKANBARU, "nib", "2019-02-22T11:30:00+07:00", CLOSED, None, "22T13:30+07:00", None),
        (PEKANBARU, "nib", "2019-02-22T13:29:59+07:00", CLOSED, None, "22T13:30+07:00", None),
        (PEKANBARU, "nib", "2019-02-22T13:30:00+07:00", OPEN, "22T15:00+07:00", None, None),
        (PEKANBARU, "nib", "2019-02-22T15:00:00+07:00", CLOSED, None, "25T08:00+07:00", None),
        # the weekend: the machine opens on no day without hours
        (PEKANBARU, "nib", "2019-02-23T07:45:00+07:00", CLOSED, None, "25T08:00+07:00", None),
        (PEKANBARU, "nib", "2019-02-24T12:00:00+07:00", CLOSED, None, "25T08:00+07:00", None),
        # Samsat's own hours: Saturday, and a Friday that ends at eleven
        (SAMSAT, "stnk-tahunan", "2019-02-23T07:45:00+07:00", OPEN, "23T12:00+07:00", None, "23T08:00+07:00"),
        (SAMSAT, "stnk-tahunan", "2019-02-23T10:00:00+07:00", OPEN, "23T12:00+07:00", None, None),
        (SAMSAT, "stnk-tahunan", "2019-02-23T12:00:00+07:00", CLOSED, None, "25T08:00+07:00", None),
        (SAMSAT, "stnk-tahunan", "2019-02-22T11:00:00+07:00", CLOSED, None, "23T08:00+07:00", None),
        (SAMSAT, "nib", "2019-02-23T10:00:00+07:00", CLOSED, None, "25T08:00+07:00", None),
        # standing goes before hours
        (PEKANBARU, "stnk-tahunan", "2019-02-23T10:00:00+07:00", PREPARING, None, None, None),
        (PEKANBARU, "paspor-baru", "2019-02-18T09:00:00+07:00", PREPARING, None, None, None),
        (PEKANBARU, "imei", "2019-02-18T09:00:00+07:00", CLOSED, None, None, None),
        # WITA and WIT: one moment, three malls
        (MAKASSAR, "nib", "2019-02-18T07:59:59+08:00", OPEN, "18T15:00+08:00", None, "18T08:00+08:00"),
        (MAKASSAR, "nib", "2019-02-18T14:30:00+07:00", CLOSED, None, "19T08:00+08:00", None),
        (TERNATE, "ktp-baru", "2019-02-18T06:15:00+07:00", OPEN, "18T15:00+09:00", None, "18T08:30+09:00"),
        (TERNATE, "ktp-baru", "2019-02-18T14:00:00+07:00", CLOSED, None, "19T08:30+09:00", None),
        (TERNATE, "ktp-baru", "2019-02-23T11:59:00+09:00", OPEN, "23T12:00+09:00", None, None),
        (TERNATE, "bpjskes-info", "2019-02-18T12:30:00+09:00", CLOSED, None, "18T13:00+09:00", None),
        (TERNATE, "bpjskes-info", "2019-02-21T15:00:00+09:00", CLOSED, None, "25T09:00+09:00", None),
    ],
)  # fmt: skip
def test_a_service_at_a_moment(
    catalogue: Catalogue,
    service: str,
    now: str,
    state: State,
    until: str | None,
    next_open: str | None,
    serving_from: str | None,
) -> None:
    def day(words: str | None) -> datetime | None:
        return at(f"2019-02-{words}") if words else None

    told = availability(catalogue, catalogue.services[service], at(now))
    assert (told.state, told.until, told.next_open, told.serving_from) == (
        state,
        day(until),
        day(next_open),
        day(serving_from),
    )


MONDAY = at("2019-02-18T09:00+07:00")


def _reason(service: str, catalogue: Catalogue = PEKANBARU) -> str | None:
    told = availability(catalogue, catalogue.services[service], MONDAY)
    return told.reason.in_language("en") if told.reason else None


def test_the_reason_is_the_services_own_or_that_of_its_agency_for_the_same_standing() -> None:
    assert _reason("paspor-baru") == "Waiting for the link to the central immigration data"
    assert _reason("stnk-tahunan") == "Being prepared in building C"
    assert _reason("sim-a-baru") == "Being prepared in building C"
    assert _reason("nib") is None
    closed = replace(PEKANBARU.services["paspor-baru"], standing=Standing.CLOSED)
    shut = replace(PEKANBARU, services={**PEKANBARU.services, "paspor-baru": closed})
    assert _reason("paspor-baru", shut) is None


def test_a_service_may_be_open_in_an_agency_that_is_not() -> None:
    service = replace(PEKANBARU.services["paspor-ambil"], standing=Standing.OPEN)
    assert availability(PEKANBARU, service, MONDAY).state is State.OPEN


PAUSED = Availability(State.PAUSED, Text.of({"id": "Listrik padam"}), until=at("2019-02-18T10:00+07:00"))


@pytest.mark.parametrize(
    ("service", "word", "now", "state"),
    [
        ("nib", PAUSED, "2019-02-18T09:59:59+07:00", State.PAUSED),
        ("nib", PAUSED, "2019-02-18T10:00:00+07:00", State.OPEN),
        ("nib", replace(PAUSED, until=None), "2019-02-18T14:00:00+07:00", State.PAUSED),
        ("nib", Availability(State.OPEN), "2019-02-18T15:30:00+07:00", State.CLOSED),
        ("imei", Availability(State.OPEN), "2019-02-18T09:00:00+07:00", State.CLOSED),
    ],
)
def test_staffs_word_counts_until_it_ends(service: str, word: Availability, now: str, state: State) -> None:
    told = availability(PEKANBARU, PEKANBARU.services[service], at(now), {service: word})
    assert told.state is state


def test_the_report_is_plain_json_in_the_malls_zone() -> None:
    report = json.loads(json.dumps(availability_report(PEKANBARU, at("2019-02-18T02:00+00:00"))))
    assert list(report) == list(PEKANBARU.services)
    assert report["nib"] == {
        "state": "open",
        "reason": None,
        "until": "2019-02-18T15:00:00+07:00",
        "next_open": None,
    }
    assert report["paspor-baru"] == {
        "state": "preparing",
        "reason": {
            "id": "Menunggu penyambungan jaringan ke data imigrasi pusat",
            "en": "Waiting for the link to the central immigration data",
        },
        "until": None,
        "next_open": None,
    }
    evening = availability_report(PEKANBARU, at("2019-02-18T12:00+00:00"))
    assert evening["nib"]["next_open"] == "2019-02-19T08:00:00+07:00"


def test_the_story_has_75_open_17_preparing_and_one_closed() -> None:
    states = [each["state"] for each in availability_report(PEKANBARU, MONDAY).values()]
    assert {state: states.count(state) for state in set(states)} == {"open": 75, "preparing": 17, "closed": 1}
