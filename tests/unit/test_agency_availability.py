"""An agency as a whole: its most open service, and what is left of it while its main services rest."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.agency_availability import agency_availability
from kiosk.domain.availability import Availability, StaffWord, State, availabilities
from tests.unit.availability_cases import DOWN, PADAM, WHY, both, common, outage, own
from tests.unit.calendar_kit import agency, at, mall, service

MALL = mall()
TUESDAY = at("2026-11-24T09:00")


def told(name: str, said: StaffWord, now: str = "2026-11-24T09:00") -> Availability:
    return agency_availability(MALL, MALL.agencies[name], availabilities(MALL, at(now), said))


NOBODY = StaffWord()
CLOSED_DESK = both(common("capil", State.PICKUP_ONLY), own("ambil", State.CLOSED))


@pytest.mark.parametrize(
    ("name", "said", "state"),
    [
        ("capil", NOBODY, State.OPEN),
        ("capil", own("ktp", State.PAUSED), State.OPEN),
        ("capil", own("ktp", State.INTAKE_ONLY), State.OPEN),
        ("capil", common("capil", State.INTAKE_ONLY), State.OPEN),
        ("capil", both(common("capil", State.CLOSED), own("kk", State.INTAKE_ONLY)), State.INTAKE_ONLY),
        ("capil", common("capil", State.QUOTA_FULL), State.OPEN),
        ("capil", common("capil", State.PAUSED), State.PAUSED),
        ("capil", common("capil", State.PICKUP_ONLY), State.PICKUP_ONLY),
        ("capil", common("capil", State.CONSULT_ONLY), State.CONSULT_ONLY),
        ("capil", DOWN, State.PICKUP_ONLY),
        ("capil", both(DOWN, own("ambil", State.CLOSED)), State.CONSULT_ONLY),
        ("capil", CLOSED_DESK, State.PICKUP_ONLY),
        ("imigrasi", NOBODY, State.PICKUP_ONLY),
        ("imigrasi", common("imigrasi", State.OPEN), State.OPEN),
        ("pdam", NOBODY, State.OPEN),
        ("pdam", outage("pdam"), State.OPEN),
    ],
)
def test_an_agency_can_do_what_the_most_open_of_its_services_can(
    name: str, said: StaffWord, state: State
) -> None:
    assert told(name, said).state is state


def test_what_is_left_has_the_reason_and_the_times_of_what_rests() -> None:
    state = told("capil", outage("capil", WHY, "11-24 08:30", "11-24 10:00"))
    assert state.reason is not None
    assert state.reason.in_language("id") == PADAM
    assert (state.since, state.until) == (at("2026-11-24T08:30"), at("2026-11-24T10:00"))
    assert state.next_open == at("2026-11-24T10:00")
    assert state.link_down


def test_of_closed_services_that_one_counts_that_opens_first() -> None:
    state = told("samsat", own("stnk", State.CLOSED), "2026-02-24T22:00")
    assert (state.state, state.next_open) == (State.CLOSED, at("2026-03-03T09:00"))
    assert told("samsat", NOBODY, "2026-02-24T22:00").next_open == at("2026-02-25T08:00")


def test_an_agency_whose_services_are_not_known_is_closed() -> None:
    assert agency_availability(MALL, MALL.agencies["capil"], {}) == Availability(State.CLOSED)
    empty = mall(agencies=[agency("capil", "A"), agency("sepi", "Z")], services=[service("ktp", "capil")],
                 calendar={})  # fmt: skip
    states = availabilities(empty, TUESDAY)
    assert agency_availability(empty, empty.agencies["sepi"], states) == Availability(State.CLOSED)


def test_moving_an_agency_is_a_change_of_its_file_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mall"
    shutil.copytree(asset("catalogue", "pekanbaru"), folder)
    file = folder / "agencies" / "samsat.yaml"
    before = load_catalogue(folder).catalogue
    assert before is not None
    old = before.agencies["samsat"].place
    words = file.read_text("utf-8")
    for key, value in (("building", "Gedung D"), ("floor", "Lantai 3"), ("counters", "7")):
        words = re.sub(rf"^  {key}: .*$", f"  {key}: {value}", words, flags=re.MULTILINE)
    file.write_text(words, "utf-8")
    after = load_catalogue(folder)
    assert after.faults == ()
    assert after.catalogue is not None
    place = after.catalogue.agencies["samsat"].place
    assert (place.building, place.floor, place.counters) == ("Gedung D", "Lantai 3", 7)
    assert place != old
    assert after.catalogue.agency_of("stnk-tahunan").place == place
    changed = replace(before.agencies["samsat"], place=place)
    assert after.catalogue == replace(before, agencies={**before.agencies, "samsat": changed})
