"""Faulty catalogues: each fault tells its line and path, and costs no more than its own part."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import Loaded, load_catalogue, parse_catalogue
from kiosk.checking import check_files
from kiosk.faults import Severity

SOUND = asset("catalogue", "examples", "ternate.yaml").read_text("utf-8")
ALL = {"ktp-baru", "ktp-hilang", "dukcapil-ambil", "bpjskes-daftar", "bpjskes-info"}
CAPIL = {"ktp-baru", "ktp-hilang", "dukcapil-ambil"}


@dataclass(frozen=True)
class Case:
    """A sound catalogue with one text replaced: the fault's place and words, and the services left out.

    The fault's line is one of the new text's, or as many lines ``above`` it.
    """

    old: str
    new: str
    path: str
    wrong: str
    mend: str = ""
    lost: frozenset[str] = frozenset()
    severity: Severity = Severity.ERROR
    above: int = 0


def _lost(*services: str) -> frozenset[str]:
    return frozenset(services)


WARN = Severity.WARNING
CASES = {
    "an agency that is not there": Case(
        "id: bpjskes-info\n    agency: bpjs-kesehatan", "id: bpjskes-info\n    agency: bpjs-kesehatn",
        "services[4].agency", "there is no agency 'bpjs-kesehatn'", "did you mean 'bpjs-kesehatan'?",
        _lost("bpjskes-info"),
    ),
    "no agency": Case(
        "id: bpjskes-info\n    agency: bpjs-kesehatan", "id: bpjskes-info",
        "services[4]", "has no 'agency'", "add 'agency:'", _lost("bpjskes-info"),
    ),
    "a procedure that is not there": Case(
        "max: KTP ilang}\n    procedure: loket", "max: KTP ilang}\n    procedure: lokett",
        "services[1].procedure", "there is no procedure 'lokett'", "'loket'", _lost("ktp-hilang"),
    ),
    "a document that is not there": Case(
        "doc: surat-kehilangan", "doc: surat-hilang",
        "services[1].requires[0].doc", "there is no document 'surat-hilang'", "surat-kehilangan",
        _lost("ktp-hilang"),
    ),
    "a document in a choice that is not there": Case(
        "- doc: resi\n", "- any_of: [resi, struk]\n",
        "services[2].requires[0].any_of[1]", "there is no document 'struk'", "", _lost("dukcapil-ambil"),
    ),
    "a choice of nothing": Case(
        "- doc: resi\n", "- any_of: []\n",
        "services[2].requires[0].any_of", "offers no document", "", _lost("dukcapil-ambil"),
    ),
    "a document beside a choice": Case(
        "- doc: resi\n", "- doc: resi\n        any_of: [kk]\n",
        "services[2].requires[0].any_of", "stands beside 'doc'", "", _lost("dukcapil-ambil"),
    ),
    "a condition that is not there": Case(
        "when: represented", "when: representd",
        "services[2].requires[1].when", "there is no condition 'representd'", "'represented'",
        _lost("dukcapil-ambil"),
    ),
    "a paper to hold that is not there": Case(
        "id: bpjskes-info\n", "id: bpjskes-info\n    must_hold: [kartu]\n",
        "services[4].must_hold[0]", "there is no document 'kartu'", "", _lost("bpjskes-info"),
    ),
    "an issuer that is not there": Case(
        "issued_by: ktp-baru", "issued_by: ktp-bru",
        "documents[0].issued_by", "there is no service 'ktp-bru'", "'ktp-baru'", severity=WARN,
    ),
    "a route that leads nowhere": Case(
        "lost: ktp-hilang", "lost: ktp-hilng",
        "documents[0].routes.lost", "there is no service 'ktp-hilng'", "'ktp-hilang'", severity=WARN,
    ),
    "a substitute that is not there": Case(
        "id: bpjskes-info\n", "id: bpjskes-info\n    instead: info\n",
        "services[4].instead", "there is no service 'info'", severity=WARN,
    ),
    "a day of checking that is no day": Case(
        "id: bpjskes-info\n", "id: bpjskes-info\n    verified_on: yesterday\n",
        "services[4].verified_on", "is no date", "2026-11-24", severity=WARN,
    ),
    "two services of one id": Case(
        "id: ktp-hilang\n", "id: ktp-baru\n",
        "services[1].id", "the service 'ktp-baru' is here twice, first in", "another id", _lost("ktp-hilang"),
    ),
    "two agencies of one letter": Case(
        "letter: KB", "letter: KC",
        "agencies[1].letter", "the letter 'KC' is disdukcapil's already", "another letter",
        frozenset(ALL - CAPIL),
    ),
    "a letter that looks like a digit": Case(
        "letter: KB", "letter: OB",
        "agencies[1].letter", "'OB' cannot mark tickets", "I, O and Q look like digits",
        frozenset(ALL - CAPIL),
    ),
    "a text without one of the languages": Case(
        "{id: KTP-el baru, en: First ID card, max: KTP baru}", "{id: KTP-el baru, max: KTP baru}",
        "services[0].name", "says nothing in en", "add 'en: ...'", severity=WARN,
    ),
    "a text in a language that nobody offers": Case(
        "max: KTP baru}", "max: KTP baru, jv: KTP anyar}",
        "services[0].name.jv", "'jv' is no language of this mall", "languages", severity=WARN,
    ),
    "an empty name": Case(
        "name: {id: KTP-el baru, en: First ID card, max: KTP baru}", "name: {}",
        "services[0].name", "is empty", "", _lost("ktp-baru"),
    ),
    "hours that end before they start": Case(
        'mon: ["09:00-12:00", "13:00-15:00"]', 'mon: ["12:00-09:00"]',
        "agencies[1].hours.mon[0]", "12:00-09:00 ends before it starts", "earlier", frozenset(ALL - CAPIL),
    ),
    "hours that overlap": Case(
        'mon: ["09:00-12:00", "13:00-15:00"]', 'mon: ["09:00-12:00", "11:30-15:00"]',
        "agencies[1].hours.mon[1]", "11:30-15:00 overlaps 09:00-12:00", "", frozenset(ALL - CAPIL),
    ),
    "hours that are none": Case(
        'mon: ["09:00-12:00", "13:00-15:00"]', "mon: [9-12]",
        "agencies[1].hours.mon[0]", "'9-12' is no stretch of a day", "08:00-15:00", frozenset(ALL - CAPIL),
    ),
    "a price that is no number": Case(
        "kind: free\n    duration: {id: 1-4", "kind: fixed\n      idr: gratis\n    duration: {id: 1-4",
        "services[1].fee.idr", "expected a whole number, not the text 'gratis'", "", _lost("ktp-hilang"),
    ),
    "a kind of fee that is not known": Case(
        "kind: formula", "kind: formule",
        "services[3].fee.kind", "unknown kind 'formule'", "did you mean 'formula'?", _lost("bpjskes-daftar"),
    ),
    "days that are turned round": Case(
        "max: 1-4 hari kerja}\n", "max: 1-4 hari kerja}\n    ready: {least: 4, most: 1}\n",
        "services[1].ready", "is 4 days at least and 1 at most", "'least'", _lost("ktp-hilang"),
    ),
    "days without an end": Case(
        "max: 1-4 hari kerja}\n", "max: 1-4 hari kerja}\n    ready: {least: 1}\n",
        "services[1].ready", "has no 'most'", "", _lost("ktp-hilang"),
    ),
    "a paper that nobody issues": Case(
        "name: {id: Resi pengambilan, en: Collection receipt, max: Resi}\n    issued_by: null",
        "name: {id: Resi pengambilan, en: Collection receipt, max: Resi}",
        "documents[4]", "nobody issues it, and it is not marked as from outside", "with null",
        severity=WARN, above=1,
    ),
    "an unknown key": Case(
        "handling_min: 12", "handling_mins: 12",
        "services[3].handling_mins", "unknown key 'handling_mins'", "did you mean 'handling_min'?",
        severity=WARN,
    ),
    "a key that is there twice": Case(
        "    handling_min: 12\n", "    handling_min: 12\n    handling_min: 13\n",
        "services[3].handling_min", "the key 'handling_min' is here twice", "keep one of the two",
    ),
    "a list that is none": Case(
        "requires: []", "requires: resi",
        "services[4].requires", "expected a list, not the text 'resi'", "", _lost("bpjskes-info"),
    ),
    "a service that is no mapping": Case(
        "  - id: bpjskes-info\n    agency: bpjs", "  - bpjskes-info\n  - id: bpjskes-info\n    agency: bpjs",
        "services[4]", "expected a mapping, not the text 'bpjskes-info'",
    ),
    "steps that differ in number": Case(
        'en: ["Take a queue number", "Wait to be called", ', 'en: ["Take a queue number", ',
        "procedures.loket", "has not as many steps in each language (id 3, en 2, max 3)", "",
        frozenset(ALL), above=2,
    ),
    "words with half a brace": Case(
        "back: Bale", "back: Bale {",
        "languages.max.words.frame.back", "has a brace without its partner", "",
    ),
    "a time zone that is not there": Case(
        "Asia/Jayapura", "Asia/Ternate", "timezone", "unknown time zone 'Asia/Ternate'",
        "Asia/Jayapura (WIT)",
    ),
    "a time of day that is none": Case(
        'ticket_opens: "08:00"', "ticket_opens: 8", "ticket_opens", "8 is no time of day", '"07:30"',
    ),
}  # fmt: skip


def _damaged(tmp_path: Path, case: Case) -> Path:
    assert SOUND.count(case.old) == 1, "a case must change one place"
    path = tmp_path / "ternate.yaml"
    path.write_text(SOUND.replace(case.old, case.new), "utf-8")
    return path


def _services(loaded: Loaded) -> set[str]:
    return set(loaded.catalogue.services) if loaded.catalogue else set()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_fault_tells_its_place_and_costs_only_its_own_part(tmp_path: Path, case: Case) -> None:
    path = _damaged(tmp_path, case)
    loaded = load_catalogue(path)
    fault = next(each for each in loaded.faults if each.path == case.path and case.wrong in each.wrong)
    assert fault.file == str(path)
    assert case.mend in fault.mend
    assert fault.mend
    assert fault.severity is case.severity
    first = SOUND[: SOUND.index(case.old)].count("\n") + 1 - case.above
    assert first <= fault.line <= first + case.new.rstrip().count("\n")
    assert str(fault) == f"{path}:{fault.line}: {case.path}: {fault.wrong}; {fault.mend}"
    assert _services(loaded) == ALL - case.lost


def test_one_bad_document_takes_the_services_that_need_it_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / "ternate.yaml"
    path.write_text(
        SOUND.replace("name: {id: Resi pengambilan, en: Collection receipt, max: Resi}", "title: Resi")
    )
    loaded = load_catalogue(path)
    assert _services(loaded) == ALL - {"dukcapil-ambil"}
    assert [each.wrong for each in loaded.faults if each.severity is Severity.ERROR] == [
        "has no 'name'",
        "the document 'resi' was left out",
    ]


def test_a_cut_reference_leaves_a_paper_that_comes_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "ternate.yaml"
    path.write_text(SOUND.replace("lost: ktp-hilang", "lost: ktp-hilng").replace("by: ktp-baru", "by: ktp"))
    catalogue = load_catalogue(path).catalogue
    assert catalogue is not None
    assert (catalogue.documents["ktp-el"].issued_by, catalogue.documents["ktp-el"].routes) == (None, {})


CIRCLE = SOUND.replace("Keluarga (KK)}\n    issued_by: null", "Keluarga (KK)}\n    issued_by: bpjskes-daftar")


def test_a_circle_of_papers_is_told_as_a_chain(tmp_path: Path) -> None:
    path = tmp_path / "ternate.yaml"
    path.write_text(CIRCLE)
    told = load_catalogue(path).faults
    assert [(each.path, each.wrong) for each in told if "circle" in each.wrong] == [
        (
            "services[3].requires[0]",
            "no citizen can start the circle bpjskes-daftar -> ktp-baru -> bpjskes-daftar",
        ),
        ("services[3].requires[1]", "no citizen can start the circle bpjskes-daftar -> bpjskes-daftar"),
        (
            "services[3].requires[0]",
            "no citizen can start the circle bpjskes-daftar -> ktp-hilang -> bpjskes-daftar",
        ),
    ]
    assert "no citizen can reach ktp-hilang: ktp-hilang -> bpjskes-daftar -> bpjskes-daftar" in [
        each.wrong for each in told
    ]


def test_a_choice_with_a_way_out_is_no_circle(tmp_path: Path) -> None:
    path = tmp_path / "ternate.yaml"
    path.write_text(CIRCLE.replace("- doc: kk\n", "- any_of: [kk, resi]\n"))
    assert load_catalogue(path).faults == ()


@pytest.mark.parametrize(
    ("data", "line", "wrong"),
    [
        (b"agencies:\n  - id: [unclosed\nservices: 1\n", 3, "is not YAML"),
        (b"version: 1\nas_of: \xff\n", 2, "is not UTF-8 text"),
        (b"version: 1\nas_of: \x07\n", 0, "is not YAML"),
        (b"", 1, "is empty"),
        (b"- a list\n", 1, "expected a mapping, not a list"),
        (b"version: 1\n---\nversion: 2\n", 2, "is not YAML"),
        (b"version: &a [*a]\n", 1, "nested too deep"),
        (b"version: " + b"[" * 60 + b"]" * 60 + b"\n", 1, "nested too deep"),
        (
            b"".join(
                b"a%d: &a%d [%s]\n" % (i, i, b",".join([b"*a%d" % (i - 1)] * 9 if i else [b"x"]))
                for i in range(9)
            ),
            0,
            "repeats itself",
        ),
    ],
    ids=["syntax", "encoding", "control", "empty", "list", "two documents", "circle", "depth", "bomb"],
)
def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path, data: bytes, line: int, wrong: str) -> None:
    path = tmp_path / "mall.yaml"
    path.write_bytes(data)
    loaded = load_catalogue(path)
    assert loaded.catalogue is None
    fault = loaded.faults[0]
    assert wrong in fault.wrong
    assert fault.mend
    assert line in (0, fault.line)
    assert "\n" not in str(fault)


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    (missing,) = load_catalogue(tmp_path / "none.yaml").faults
    assert str(missing).startswith(f"{tmp_path / 'none.yaml'}: cannot be read: No such file")
    (empty,) = load_catalogue(tmp_path).faults
    assert str(empty) == f"{tmp_path}: holds no file of a catalogue; put .yaml, .yml, .json files into it"
    (tmp_path / "mall.yaml").write_text("hours_default: {}\n")
    (bare,) = load_catalogue(tmp_path).faults
    assert str(bare) == f"{tmp_path}: holds no agency with a service; add 'agencies:' and 'services:'"


def _as_folder(folder: Path) -> None:
    head, rest = SOUND.split("agencies:\n  - id: disdukcapil", 1)
    agencies, rest = rest.split("documents:\n", 1)
    documents, services = rest.split("services:\n", 1)
    (folder / "a-mall.yaml").write_text(f"{head}agency_order: [bpjs-kesehatan, disdukcapil]\n")
    (folder / "papers.yml").write_text(f"documents:\n{documents}")
    (folder / "booths.yaml").write_text(f"agencies:\n  - id: disdukcapil{agencies}")
    (folder / "services.yaml").write_text(f"services:\n{services}")


def test_a_folder_is_the_sum_of_its_files(tmp_path: Path) -> None:
    _as_folder(tmp_path)
    loaded = load_catalogue(tmp_path)
    assert loaded.faults == ()
    assert loaded.catalogue is not None
    assert set(loaded.catalogue.services) == ALL
    assert list(loaded.catalogue.agencies) == ["bpjs-kesehatan", "disdukcapil"]


def test_a_files_own_agency_is_that_of_its_services(tmp_path: Path) -> None:
    _as_folder(tmp_path)
    (tmp_path / "pos.yaml").write_text(
        "agency: {id: pos, name: Pos, short: Pos, letter: W, building: A, floor: 1}\n"
        "services: [{id: pos-meterai, name: Meterai, procedure: loket, fee: {kind: free}}]\n"
    )
    loaded = load_catalogue(tmp_path)
    assert loaded.faults == ()
    assert loaded.catalogue is not None
    assert loaded.catalogue.agency_of("pos-meterai").series == "W"


def test_an_unreadable_file_of_a_folder_leaves_the_others(tmp_path: Path) -> None:
    _as_folder(tmp_path)
    (tmp_path / "pos.yaml").write_text("agency: {id: pos,\n")
    (tmp_path / "twice.yaml").write_text("currency: USD\n")
    loaded = load_catalogue(tmp_path)
    assert _services(loaded) == ALL
    assert [(Path(each.file).name, each.path) for each in loaded.faults] == [
        ("pos.yaml", ""),
        ("twice.yaml", "currency"),
    ]


def test_json_that_travelled_is_told_without_lines() -> None:
    loaded = parse_catalogue({"agencies": [{"id": "x"}], "services": "none"}, "server")
    assert loaded.catalogue is None
    assert all(each.line == 0 and each.file == "server" for each in loaded.faults)
    assert str(loaded.faults[0]) == (
        "server: services: expected a list, not the text 'none'; write each item on a line after '- '"
    )


def test_a_catalogue_without_languages_is_in_indonesian() -> None:
    loaded = parse_catalogue(
        {
            "hours_default": {"mon": ["08:00-15:00"]},
            "procedures": {"loket": ["Ambil nomor"]},
            "agencies": [
                {"id": "pos", "name": "Pos", "short": "Pos", "letter": "W", "building": 1, "floor": 2}
            ],
            "services": [
                {
                    "id": "meterai",
                    "agency": "pos",
                    "name": "Meterai",
                    "procedure": "loket",
                    "fee": {"kind": "free"},
                }
            ],
        }
    )
    assert loaded.faults == ()
    assert loaded.catalogue is not None
    assert [each.code for each in loaded.catalogue.mall.languages] == ["id"]
    assert loaded.catalogue.agencies["pos"].place.floor == "2"


def test_the_check_looks_at_settings_and_catalogues(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text("[kiosk]\nnumber = 0\n")
    sound, odd = tmp_path / "ternate.yaml", tmp_path / "notes.txt"
    sound.write_text(SOUND)
    odd.write_text("?")
    assert [str(each).partition("; ")[0] for each in check_files([settings, sound, odd])] == [
        f"{settings}:2: kiosk.number: 0 is out of range",
        f"{odd}: is neither settings nor a catalogue",
    ]
