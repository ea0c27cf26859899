"""Answers files: what they say, and what is said of those that cannot be followed."""

from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.demo.answers import Answer, AnswersError, read_answers
from kiosk.demo.unattended import Record, differences


def read(folder: Path, words: str) -> tuple[Answer, ...]:
    file = folder / "answers.yaml"
    file.write_text(words, "utf-8")
    return read_answers(file)


@pytest.mark.parametrize("file", sorted(asset("answers").glob("*.yaml")), ids=lambda file: str(file.stem))
def test_the_shipped_files_can_be_followed(file: Path) -> None:
    assert all(each.expect.outcome for each in read_answers(file))


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
        ("visits: [{service: a, srevice: b}]", r"visits\[0\]: unknown srevice; there are expect, "),
        ("visits: [{service: a, language: 7}]", r"visits\[0\].language: 7 is no str"),
        ("visits: [{service: a, priority: maybe}]", r"visits\[0\].priority: 'maybe' is no bool"),
        ("visits: [{service: a, take: two}]", r"visits\[0\].take: 'two' is not one of nothing, ticket"),
        ("visits: [{service: a, server: slow}]", r"visits\[0\].server: 'slow' is not one of killed, running"),
        ("visits: [{service: a, expect: printed}]", r"visits\[0\].expect: write outcome, label or both"),
        ("visits: [{service: a, expect: {ticket: 1}}]", r"visits\[0\].expect: write outcome, label or both"),
        ("visits: [{service: a, expect: {outcome: fine}}]", r"visits\[0\].expect.outcome: 'fine' is not"),
        ("visits: [{service: a, expect: {label: '('}}]", r"visits\[0\].expect.label: '\(' is no regular"),
        ("visits: [{service: a, hold: {ktp-el: lost}}]", r"visits\[0\]: hold belongs to the check of papers"),
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
    record.label = None
    assert "but it was None" in differences(visit, record)[1]
