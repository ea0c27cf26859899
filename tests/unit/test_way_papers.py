"""What to bring to each stop: everything that is asked for, each thing once, and from where it truly is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from kiosk.domain.catalogue import Requirement
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way, find_way
from kiosk.domain.way_papers import Bring, Origin, to_bring
from tests.issuing_kit import catalogue

CATALOGUE = catalogue()
ANSWERS = {
    "holds nothing": Holdings(others=Holding.NEVER),
    "everything lost": Holdings(others=Holding.LOST),
    "nothing, and all conditions are true": Holdings(
        others=Holding.NEVER, conditions=frozenset(CATALOGUE.conditions)
    ),
    "everything": Holdings(),
    "only an identity card": Holdings({"ktp-el": Holding.HAVE}, others=Holding.NEVER),
}


@dataclass(frozen=True, slots=True)
class Visited:
    """A stop of a way, and what is to be brought to it."""

    way: Way
    place: int
    brings: tuple[Bring, ...]


def visited(holdings: Holdings) -> Iterator[Visited]:
    """Every stop of the way to every service of the catalogue."""
    for service in CATALOGUE.services:
        way = find_way(CATALOGUE, service, holdings)
        for place in range(len(way.stops)):
            yield Visited(way, place, to_bring(CATALOGUE, way, place, holdings))


def at_counter(item: Requirement) -> bool:
    return any(CATALOGUE.documents[each].at_counter for each in item.documents)


every_answer = pytest.mark.parametrize("holdings", ANSWERS.values(), ids=ANSWERS.keys())


@every_answer
def test_every_item_is_made_at_the_counter_or_brought_once(holdings: Holdings) -> None:
    stops = list(visited(holdings))
    assert len(stops) >= len(CATALOGUE.services) / 2
    for stop in stops:
        service = CATALOGUE.services[stop.way.stops[stop.place].service]
        asked = [item for item in service.requires if item.when is None or item.when in holdings.conditions]
        assert [each.item for each in stop.brings] == [item for item in asked if not at_counter(item)]
        for each in stop.brings:
            assert each.documents
            assert set(each.documents) <= set(each.item.documents)


@every_answer
def test_every_origin_is_true(holdings: Holdings) -> None:
    for stop in visited(holdings):
        for bring in stop.brings:
            match bring.origin:
                case Origin.AT_HAND:
                    assert all(holdings.has(each) for each in bring.documents)
                case Origin.EARLIER_STOP:
                    assert bring.stop is not None
                    assert 0 <= bring.stop < stop.place
                    giving = stop.way.stops[bring.stop]
                    assert set(bring.documents) <= set(giving.gives)
                    assert stop.way.stops[stop.place].service in giving.later
                case Origin.OUTSIDE:
                    assert set(bring.documents) <= set(stop.way.outside)
                    assert not any(holdings.has(each) for each in bring.documents)
            assert (bring.stop is None) == (bring.origin is not Origin.EARLIER_STOP)


def test_nothing_is_said_to_be_at_hand_for_one_who_holds_nothing() -> None:
    origins = {
        each.origin
        for holdings in (ANSWERS["holds nothing"], ANSWERS["everything lost"])
        for stop in visited(holdings)
        for each in stop.brings
    }
    assert origins == {Origin.EARLIER_STOP, Origin.OUTSIDE}


def test_any_one_of_what_is_held_will_do_and_only_that_is_named() -> None:
    holdings = Holdings(
        {"ktp-el": Holding.HAVE, "kk": Holding.HAVE, "ijazah": Holding.HAVE}, others=Holding.NEVER
    )
    way = find_way(CATALOGUE, "paspor-baru", holdings)
    assert [each.documents for each in to_bring(CATALOGUE, way, 0, holdings)] == [
        ("ktp-el",),
        ("kk",),
        ("ijazah",),
    ]


def test_papers_from_earlier_stops_are_named_with_the_stop_that_gives_them() -> None:
    holdings = ANSWERS["holds nothing"]
    way = find_way(CATALOGUE, "paspor-baru", holdings)
    assert [stop.service for stop in way.stops] == ["kk-baru", "ktp-baru", "akta-kelahiran", "paspor-baru"]
    last = to_bring(CATALOGUE, way, 3, holdings)
    assert [(each.documents, each.stop) for each in last] == [
        (("ktp-el",), 1),
        (("kk",), 0),
        (("akta-kelahiran",), 2),
    ]
