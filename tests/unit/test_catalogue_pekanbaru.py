"""The real mall's catalogue: the folder that is shipped says what the published single file says."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue, parse_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.domain.catalogue import Catalogue, FixedFee, OptionsFee, Service, Standing
from kiosk.domain.text import ANY_LANGUAGE

SINGLE = Path(__file__).parents[1] / "data" / "pekanbaru-single.yaml"
FOLDER = asset("catalogue", "pekanbaru")


def _faultless(path: Path) -> Catalogue:
    loaded = load_catalogue(path)
    assert [str(each) for each in loaded.faults] == []
    assert loaded.catalogue is not None
    return loaded.catalogue


@pytest.fixture(scope="module")
def single() -> Catalogue:
    return _faultless(SINGLE)


@pytest.fixture(scope="module")
def folder() -> Catalogue:
    return _faultless(FOLDER)


def test_the_single_file_holds_everything_that_it_lists(single: Catalogue) -> None:
    raw = yaml.safe_load(SINGLE.read_text("utf-8"))
    assert list(single.agencies) == [each["id"] for each in raw["agencies"]]
    assert list(single.services) == [each["id"] for each in raw["services"]]
    assert list(single.documents) == [each["id"] for each in raw["documents"]]
    assert list(single.conditions) == list(raw["conditions"])
    assert list(single.sources) == list(raw["sources"])
    assert (len(single.agencies), len(single.services), len(single.documents)) == (22, 93, 106)


def test_every_requirement_of_the_single_file_is_kept(single: Catalogue) -> None:
    for raw in yaml.safe_load(SINGLE.read_text("utf-8"))["services"]:
        kept = [
            (
                item.documents,
                item.form,
                item.quantity,
                item.when,
                item.note and item.note.values[ANY_LANGUAGE],
            )
            for item in single.services[raw["id"]].requires
        ]
        assert kept == [
            (
                tuple(item.get("any_of") or [item["doc"]]),
                item.get("form"),
                item.get("qty"),
                item.get("when"),
                item.get("note"),
            )
            for item in raw["requires"]
        ]


def test_a_mall_that_does_not_name_itself_is_named_after_its_file(tmp_path: Path) -> None:
    path = tmp_path / "kota-baru.yaml"
    path.write_text(SINGLE.read_text("utf-8"), "utf-8")
    mall = _faultless(path).mall
    assert (mall.id, mall.name.in_language("id")) == ("kota-baru", "Mal Pelayanan Publik Kota Baru")
    assert [(each.code, each.name) for each in mall.languages] == [
        ("id", "Bahasa Indonesia"),
        ("en", "English"),
    ]


def _amounts(service: Service) -> list[int]:
    match service.fee:
        case FixedFee(amount=amount):
            return [amount]
        case OptionsFee(options=options):
            return [each.amount for each in options]
        case _:
            return []


@pytest.mark.parametrize(
    "aspect",
    [
        lambda each: [
            (item.documents, item.form, item.quantity, item.when, item.note is None) for item in each.requires
        ],
        lambda each: (type(each.fee), _amounts(each)),
        lambda each: (each.agency, each.procedure, each.kind, each.name, each.must_hold, each.instead),
        lambda each: (
            each.standing,
            each.hours,
            each.quota,
            each.handling_minutes,
            each.confidence,
            each.sources,
        ),
    ],
    ids=["requirements", "fee", "identity", "standing"],
)
def test_the_folders_services_equal_the_single_files(
    single: Catalogue, folder: Catalogue, aspect: Callable[[Service], object]
) -> None:
    assert {name: aspect(each) for name, each in folder.services.items()} == {
        name: aspect(each) for name, each in single.services.items()
    }


def test_the_folders_other_items_equal_the_single_files(single: Catalogue, folder: Catalogue) -> None:
    assert list(folder.agencies.items()) == list(single.agencies.items())
    assert folder.conditions == single.conditions
    assert folder.procedures == single.procedures
    assert folder.sources == single.sources
    for name, document in single.documents.items():
        other = folder.documents[name]
        assert (other.name.in_language("id"), other.name.in_language("en")) == (
            document.name.in_language("id"),
            document.name.in_language("en"),
        )
        assert (other.issued_by, other.routes, other.at_counter) == (
            document.issued_by,
            document.routes,
            document.at_counter,
        )
    assert (folder.mall.hours, folder.mall.ticket_opens) == (single.mall.hours, single.mall.ticket_opens)
    assert (folder.mall.zone, folder.mall.complaints) == (single.mall.zone, single.mall.complaints)


def test_maintainers_marks_stay_out_of_the_citizens_text(folder: Catalogue) -> None:
    written = json.dumps(to_document(folder)["services"])
    for mark in ("general knowledge", "[N", "[C"):
        assert mark not in written


def test_every_service_that_is_not_open_says_why(folder: Catalogue) -> None:
    for service in folder.services.values():
        agency = folder.agencies[service.agency]
        if (service.standing or agency.standing) is not Standing.OPEN:
            assert service.reason or agency.reason, service.id


@pytest.mark.parametrize("path", [SINGLE, FOLDER, asset("catalogue", "examples", "ternate.yaml")])
def test_a_catalogue_survives_its_journey_as_json(path: Path) -> None:
    catalogue = _faultless(path)
    arrived = parse_catalogue(json.loads(json.dumps(to_document(catalogue))))
    assert arrived.faults == ()
    assert arrived.catalogue == catalogue
    assert list(arrived.catalogue.services) == list(catalogue.services)


def test_a_language_that_no_code_knows_brings_its_own_words() -> None:
    mall = _faultless(asset("catalogue", "examples", "ternate.yaml")).mall
    first = mall.languages[0]
    assert (first.code, first.name, first.words["service.take"]) == ("max", "Malayu Ternate", "Ambe nomor")
    assert [each.code for each in mall.languages] == ["max", "id", "en"]
    assert mall.zone.key == "Asia/Jayapura"
