"""Answers files: what they say, and what is said of those that cannot be followed."""

from datetime import datetime
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.demo.answers import Answer, AnswersError, check_answers, read_answers
from kiosk.demo.records import Record, differences
from kiosk.domain.holdings import Holding, Holdings


def read(folder: Path, words: str) -> tuple[Answer, ...]:
    file = folder / "answers.yaml"
    file.write_text(words, "utf-8")
    return read_answers(file).visits


@pytest.mark.parametrize("file", sorted(asset("answers").rglob("*.yaml")), ids=lambda file: str(file.stem))
def test_the_shipped_files_can_be_followed(file: Path) -> None:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue
    answers = read_answers(file)
    check_answers(file, answers, catalogue, own_server=True)
    assert all(each.expect.outcome for each in answers.visits)
    assert all(each.service in catalogue.services for each in answers.visits)


def test_everything_that_a_visit_may_say_is_read(tmp_path: Path) -> None:
    (visit,) = read(
        tmp_path,
        "visits: [{service: kk-baru, language: en, priority: true, take: nothing, server: killed,"
        " expect: {outcome: refused, label: '^B'}}]",
    )
    assert (visit.service, visit.language, visit.priority) == ("kk-baru", "en", True)
    assert (visit.take, visit.server, visit.expect.outcome) == ("nothing", "killed", "refused")
    assert visit.expect.label
    assert visit.expect.label.pattern == "^B"


def test_what_a_citizen_holds_is_read(tmp_path: Path) -> None:
    (visit,) = read(
        tmp_path,
        "visits: [{service: ak1, hold: {'*': lost, kk: have}, conditions: {abroad: true, business: false},"
        " take: first_stop, staff: {imigrasi: outage, paspor-baru: open},"
        " expect: {stops: [ktp-hilang, ak1], today: false}}]",
    )
    assert visit.holdings == Holdings({"kk": Holding.HAVE}, Holding.LOST, frozenset({"abroad"}))
    assert (visit.take, dict(visit.staff)) == ("first_stop", {"imigrasi": "outage", "paspor-baru": "open"})
    assert (visit.expect.stops, visit.expect.today) == (("ktp-hilang", "ak1"), False)


@pytest.mark.parametrize("take", ["first_stop", "checklist"])
def test_who_wants_the_way_tells_of_papers_though_none_is_named(tmp_path: Path, take: str) -> None:
    (visit,) = read(tmp_path, f"visits: [{{service: ak1, take: {take}}}]")
    assert visit.holdings == Holdings()


@pytest.mark.parametrize("moment", ["2019-02-22T11:30+07:00", "'2019-02-22T11:30+07:00'"])
def test_a_file_tells_its_moment(tmp_path: Path, moment: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(f"at: {moment}\nvisits: [{{service: a}}]", "utf-8")
    assert read_answers(file).at == datetime.fromisoformat("2019-02-22T11:30+07:00")


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        ("hold: {ktp-ell: lost}", r"hold: there is no 'ktp-ell'; did you mean 'ktp-el'"),
        ("conditions: {abroat: true}", r"conditions: there is no 'abroat'; did you mean 'abroad'"),
        ("staff: {imigrassi: open}", r"staff: there is no 'imigrassi'; did you mean 'imigrasi'"),
        ("language: de", r"language: 'de' is not one of en, id"),
        ("server: killed", r"server: the server of --server is not ours to stop"),
    ],
)
def test_names_that_the_mall_does_not_have_are_told(tmp_path: Path, visit: str, said: str) -> None:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    assert catalogue
    file = tmp_path / "answers.yaml"
    file.write_text(f"visits: [{{service: ak1}}, {{service: ak1, {visit}}}]", "utf-8")
    with pytest.raises(AnswersError, match=rf"visits\[1\]\.{said}"):
        check_answers(file, read_answers(file), catalogue, own_server=False)


def test_a_visit_that_names_only_a_service_takes_a_regular_number(tmp_path: Path) -> None:
    assert read(tmp_path, "visits: [{service: kk-baru}]") == (Answer("kk-baru"),)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("visits: [", "is not YAML"),
        ("", "at least one visit under `visits:`"),
        ("visits: []", "at least one visit under `visits:`"),
        ("visits: kk-baru", "at least one visit under `visits:`"),
        ("[kk-baru]", "at least one visit under `visits:`"),
        ("visits: [kk-baru]", r"visits\[0\]: a visit is a mapping such as"),
        ("visits: [{service: a}, {language: en}]", r"visits\[1\].service: name a service by its id"),
        ("visits: [{service: 7}]", r"visits\[0\].service"),
        ("visits: [{service: a, srevice: b}]", r"visits\[0\]: unknown srevice; there are conditions"),
        ("visits: [{service: a, language: 7}]", r"visits\[0\].language: 7 is no str"),
        ("visits: [{service: a, priority: maybe}]", r"visits\[0\].priority: 'maybe' is no bool"),
        ("visits: [{service: a, take: two}]", r"visits\[0\].take: 'two' is not one of checklist, first_stop"),
        ("visits: [{service: a, server: slow}]", r"visits\[0\].server: 'slow' is not one of killed, running"),
        ("visits: [{service: a, expect: printed}]", r"visits\[0\].expect: write some of label, outcome"),
        ("visits: [{service: a, expect: {ticket: 1}}]", r"visits\[0\].expect: write some of label, outcome"),
        ("visits: [{service: a, expect: {outcome: fine}}]", r"visits\[0\].expect.outcome: 'fine' is not"),
        ("visits: [{service: a, expect: {label: '('}}]", r"visits\[0\].expect.label: '\(' is no regular"),
        ("visits: [{service: a, hold: {ktp-el: gone}}]", r"visits\[0\].hold.ktp-el: 'gone' is not one of"),
        ("visits: [{service: a, hold: {ktp-el: null}}]", r"visits\[0\].hold.ktp-el: None is not one of"),
        ("visits: [{service: a, hold: [ktp-el]}]", r"visits\[0\].hold: \['ktp-el'\] is no dict"),
        ("visits: [{service: a, conditions: {abroad: 1}}]", r"visits\[0\].conditions.abroad: 1 is neither"),
        ("visits: [{service: a, staff: {imigrasi: late}}]", r"visits\[0\].staff.imigrasi: 'late' is not"),
        ("visits: [{service: a, expect: {stops: ak1}}]", r"visits\[0\].expect.stops: 'ak1' is no list"),
        ("{at: noon, visits: [{service: a}]}", r"at: 'noon' is no moment"),
        ("{at: '2019-02-22T11:30', visits: [{service: a}]}", r"at: write a moment with its zone"),
        ("{when: 1, visits: [{service: a}]}", r"unknown when; there are at, visits"),
    ],
)
def test_a_file_that_cannot_be_followed_is_told_where_and_why(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(AnswersError, match=said) as raised:
        read(tmp_path, words)
    assert str(tmp_path / "answers.yaml") in str(raised.value)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnswersError, match=r"none\.yaml: cannot be read"):
        read_answers(tmp_path / "none.yaml")
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AnswersError, match=r"binary\.yaml: cannot be read"):
        read_answers(binary)


def test_a_visit_is_judged_by_its_outcome_and_its_label(tmp_path: Path) -> None:
    (visit,) = read(tmp_path, "visits: [{service: a, expect: {outcome: printed, label: '^B-'}}]")
    record = Record("a", "x", "id", False, label="B-001", outcome="printed")
    assert differences(visit, record) == []
    record.label, record.outcome = "B1-001", "unknown"
    assert differences(visit, record) == [
        "expected the outcome printed, but it was unknown",
        "expected a label like '^B-', but it was 'B1-001'",
    ]
    (visit,) = read(tmp_path, "visits: [{service: a, expect: {stops: [b, a], today: true}}]")
    record.stops, record.today = ["b", "a"], True
    assert differences(visit, record) == []
    record.stops, record.today = None, False
    assert differences(visit, record) == [
        "expected the way b, a, but it was none",
        "expected today: True, but it was False",
    ]
    (visit,) = read(tmp_path, "visits: [{service: a, expect: {label: '^B-'}}]")
    record.label = None
    assert "but it was None" in differences(visit, record)[0]
