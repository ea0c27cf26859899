"""Any damage to a catalogue is told and never raises, and what is left holds together."""

import copy
from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kiosk.assets import asset
from kiosk.catalogue.loading import parse_catalogue
from kiosk.catalogue.positions import parse_tree
from kiosk.catalogue.writing import to_document
from kiosk.domain.catalogue import Catalogue

SOUND: dict[str, Any] = yaml.safe_load(asset("catalogue", "examples", "ternate.yaml").read_text("utf-8"))
Way = tuple[str | int, ...]


def _ways(value: Any, way: Way = ()) -> list[Way]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(deeper for key, each in steps for deeper in _ways(each, (*way, key)))]


WAYS = _ways(SOUND)[1:]
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["kk", "08:00"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def _damaged(way: Way, value: object) -> dict[str, Any]:
    document = copy.deepcopy(SOUND)
    place: Any = document
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = value
    return document


def _check_references(catalogue: Catalogue) -> None:
    services, documents = catalogue.services, catalogue.documents
    for service in services.values():
        assert service.agency in catalogue.agencies
        assert service.procedure in catalogue.procedures
        assert service.instead is None or service.instead in services
        assert set(service.must_hold) <= set(documents)
        for item in service.requires:
            assert item.documents
            assert set(item.documents) <= set(documents)
            assert item.when is None or item.when in catalogue.conditions
    for document in documents.values():
        assert {*document.routes.values(), document.issued_by} <= {*services, None}
    series = [each.series for each in catalogue.agencies.values()]
    assert len(series) == len(set(series))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(way=st.sampled_from(WAYS), value=junk)
@example(way=("mall",), value={"\n": None})
def test_what_is_left_of_a_damaged_catalogue_holds_together(way: Way, value: object) -> None:
    loaded = parse_catalogue(_damaged(way, value))
    assert all(each.wrong and each.mend and "\n" not in str(each) for each in loaded.faults)
    if loaded.catalogue is None:
        assert loaded.faults
        return
    _check_references(loaded.catalogue)
    again = parse_catalogue(to_document(loaded.catalogue))
    assert again.catalogue == loaded.catalogue


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=st.sampled_from(list("ab:-[]{}&*!|>'\"\n #0?,%@`\t\x00é")), max_size=30))
def test_any_text_is_read_or_told(text: str) -> None:
    tree = parse_tree(text, "mall.yaml")
    assert tree.root is not None or tree.faults
