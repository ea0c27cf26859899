"""The code on a printed way: any way survives it, and nothing that is not one is taken for one."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way, find_way
from kiosk.domain.route_stops import Stop
from kiosk.domain.ticket import CROCKFORD
from kiosk.domain.way_code import MOST_STOPS, way_code, way_of_code
from kiosk.printing.document import QR_CHARACTERS
from tests.issuing_kit import catalogue

SERVICES = tuple(catalogue().services)
NOTHING = Holdings(others=Holding.NEVER)
PASSPORT = find_way(catalogue(), "paspor-baru", NOTHING)

ways = st.lists(st.sampled_from(SERVICES), min_size=1, max_size=MOST_STOPS, unique=True)


def through(services: list[str]) -> Way:
    return Way(services[-1], tuple(Stop(each) for each in services))


def stops_of(way: Way | None) -> list[str]:
    return [stop.service for stop in way.stops] if way else []


@given(ways)
def test_any_way_is_found_again_by_its_code(services: list[str]) -> None:
    code = way_code(through(services))
    assert 0 < len(code) <= QR_CHARACTERS
    assert set(code) <= set(CROCKFORD)
    found = way_of_code(catalogue(), code)
    assert found
    assert (found.wanted, stops_of(found)) == (services[-1], services)


@given(ways, st.data())
def test_a_code_with_one_other_character_is_refused(services: list[str], data: st.DataObject) -> None:
    code = way_code(through(services))
    at = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(CROCKFORD.replace(code[at], "") + "O-ß "))
    changed = code[:at] + other + code[at + 1 :]
    assume(changed.strip() != code)
    assert way_of_code(catalogue(), changed) is None


@given(ways, st.data())
def test_a_code_that_lacks_a_piece_is_refused(services: list[str], data: st.DataObject) -> None:
    code = way_code(through(services))
    kept = data.draw(st.integers(0, len(code) - 1))
    assert way_of_code(catalogue(), code[:kept]) is None
    assert way_of_code(catalogue(), code[len(code) - kept :]) is None


@given(st.text())
@example("")
@example("W1")
@example("W1" + "0" * 8)
@example("https://antrean.pekanbaru.go.id/t/7MF9Q2K4T8XWB")
def test_any_other_text_is_refused(text: str) -> None:
    assert way_of_code(catalogue(), text) is None


def test_a_way_that_passes_a_counter_twice_is_refused() -> None:
    assert way_of_code(catalogue(), way_code(through(["kk-baru", "ktp-baru", "kk-baru"]))) is None


def test_a_way_without_stops_or_too_long_for_the_paper_has_no_code() -> None:
    assert way_code(Way("ktp-baru")) == ""
    assert way_code(through(list(SERVICES[:MOST_STOPS])))
    assert way_code(through(list(SERVICES[: MOST_STOPS + 1]))) == ""


def test_a_scanner_may_read_small_letters_and_send_a_line_break() -> None:
    code = way_code(PASSPORT)
    assert stops_of(way_of_code(catalogue(), code.lower() + "\r\n")) == stops_of(PASSPORT)


def test_a_code_outlives_another_order_of_the_catalogue_but_not_its_services() -> None:
    code = way_code(PASSPORT)
    services = list(catalogue().services.items())
    Random(3).shuffle(services)
    assert stops_of(way_of_code(replace(catalogue(), services=dict(services)), code)) == stops_of(PASSPORT)
    fewer = {name: each for name, each in services if name != "ktp-baru"}
    assert way_of_code(replace(catalogue(), services=fewer), code) is None


@pytest.mark.parametrize("told", [Holding.NEVER, Holding.LOST, Holding.DAMAGED])
def test_a_code_tells_the_services_and_nothing_of_the_answers(told: Holding) -> None:
    way = find_way(catalogue(), "paspor-baru", Holdings(others=told))
    bare = through(stops_of(way))
    assert way_code(way) == way_code(bare)


def test_a_scanned_way_says_again_what_its_stops_give_to_which_others() -> None:
    found = way_of_code(catalogue(), way_code(PASSPORT))
    assert found
    first, *_, last = found.stops
    assert (first.service, first.gives, first.later) == (
        "kk-baru",
        ("kk",),
        ("ktp-baru", "akta-kelahiran", "paspor-baru"),
    )
    assert (last.gives, last.later) == ((), ())
