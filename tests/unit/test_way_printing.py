"""The paper of the way, and the tickets that are taken on one: what they say, and that it fits."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from uuid import UUID

import msgspec
import pytest

from kiosk.app.tickets import TicketComposer
from kiosk.app.way_paper import WayComposer
from kiosk.app.ways import WayPrint
from kiosk.domain.availability import StaffWord
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way, find_way
from kiosk.domain.route_stops import Stop
from kiosk.domain.ticket import Press, Ticket, TicketClass, track_of
from kiosk.domain.way_code import way_code
from kiosk.printing.codes import modules
from kiosk.printing.document import (
    Block,
    Document,
    Field,
    Papers,
    Qr,
    Step,
    Text,
    TicketDocument,
    WayDocument,
)
from kiosk.printing.fonts import width
from kiosk.printing.layout import lay_out
from kiosk.printing.marks import Letters, Modules, Sheet
from kiosk.printing.paper import NARROW, WIDE, WIDE_180, PaperProfile
from kiosk.printing.pdf import to_pdf
from kiosk.words import load_words
from tests.issuing_kit import MONDAY, catalogue

SUNDAY = datetime.fromisoformat("2019-02-17T10:00+07:00")
NOTHING = Holdings(others=Holding.NEVER)
LOST = Holdings(others=Holding.LOST)
PASSPORT = ("kk-baru", "ktp-baru", "akta-kelahiran", "paspor-baru")
TRACK = "https://antrean.pekanbaru.go.id/t/"
WORDS = load_words()
TICKETS = TicketComposer(WORDS, TRACK)
LANGUAGES = pytest.mark.parametrize("language", ["id", "en"])
PAPERS = pytest.mark.parametrize("paper", [NARROW, WIDE, WIDE_180], ids=["384", "576", "512"])


def paper_of(
    service: str, holdings: Holdings = NOTHING, language: str = "id", at: datetime = MONDAY
) -> WayDocument:
    way = find_way(catalogue(), service, holdings, at)
    return WayComposer(WORDS)(WayPrint(way, holdings, catalogue(), StaffWord(), at, language))


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """What can be read on a paper, block by block."""
    for block in blocks:
        match block:
            case Text(words) | Step(words=words):
                yield words
            case Field(name, value):
                yield f"{name}: {value}"
            case Papers(entries):
                yield from ("| ".join(entry) for entry in entries)
            case Qr(data):
                yield data


def said(document: Document) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines(document.blocks)]


def at_step(document: WayDocument, number: int) -> list[str]:
    """What is said of one stop."""
    numbers = [block.number if isinstance(block, Step) else 0 for block in document.blocks]
    begin = numbers.index(number)
    ends = [at for at, other in enumerate(numbers) if other > number]
    return said(replace_blocks(document, document.blocks[begin : ends[0] if ends else None]))


def replace_blocks(document: WayDocument, blocks: tuple[Block, ...]) -> WayDocument:
    return msgspec.structs.replace(document, blocks=blocks)


def test_both_kinds_of_documents_survive_json() -> None:
    way, ticket = paper_of("paspor-baru"), ticket_on(find_way(catalogue(), "paspor-baru", NOTHING))
    assert WayDocument.from_json(way.to_json()) == way
    assert TicketDocument.from_json(ticket.to_json()) == ticket
    assert (way.title, ticket.title) == ("way-paspor-baru", "B-027")


def test_a_way_begins_with_its_goal_and_what_can_be_done_today() -> None:
    assert said(paper_of("paspor-baru"))[:7] == [
        "Mal Pelayanan Publik Pekanbaru",
        "Senin, 18 Februari 2019, pukul 09.00",
        "Langkah Anda menuju",
        "Paspor baru (dewasa)",
        "Hari ini: Langkah 1",
        "Hari lain: Langkah 2, 3 dan 4",
        "Kembalilah untuk langkah 2 setelah berkas langkah 1 jadi: 1\u20133 hari kerja lagi.",
    ]


def test_the_stops_are_numbered_in_the_order_of_the_way() -> None:
    steps = [block for block in paper_of("paspor-baru").blocks if isinstance(block, Step)]
    names = [catalogue().services[each].name.in_language("id") for each in PASSPORT]
    assert [(each.number, each.words) for each in steps] == list(enumerate(names, start=1))


def test_a_stop_says_where_when_how_long_what_it_costs_and_what_it_gives_for_which_step() -> None:
    assert at_step(paper_of("paspor-baru"), 1) == [
        "Kartu Keluarga baru",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Gedung B, lantai 1",
        "Kapan ke sini: Hari ini, sampai pukul 15.00",
        "Perkiraan waktu: 10 menit",
        "Biaya: Gratis",
        "Anda menerima, untuk langkah 2, 3 dan 4: Kartu Keluarga (KK)",
        "Kapan jadi: 1\u20133 hari kerja",
        "Tidak perlu membawa berkas.",
    ]


def test_the_last_stop_tells_all_prices_what_it_waits_for_and_where_its_papers_come_from() -> None:
    told = at_step(paper_of("paspor-baru", language="en"), 4)
    for line in (
        "When to come here: When you have the paper of steps 1, 2 and 3",
        "Ordinary, 5 years: Rp350,000",
        "You receive: Indonesian passport",
        "When it is ready: 4 working days",
        "Electronic ID card (KTP-el)| Original and copy, from step 2",
        "Family Card (KK)| Original and copy, from step 1",
        way_code(find_way(catalogue(), "paspor-baru", NOTHING)),
        "Scan at the kiosk for the next number",
        "The kiosk does not keep your answers.",
    ):
        assert line in told
    assert any("2\u201317 working days from now" in line for line in told)
    assert any(line.startswith("Complaints: SP4N-LAPOR!") for line in told)


def test_a_paper_from_outside_the_mall_says_so() -> None:
    told = said(paper_of("samsat-bbn2"))
    assert "STNK asli| Asli, dari luar mal" in told


def test_a_way_to_another_service_than_the_wanted_one_says_why() -> None:
    told = said(paper_of("sim-a-perpanjangan"))
    assert told[3] == "Perpanjangan SIM A"
    assert told[4] == "Tanpa SIM A, layanan ini diganti dengan: SIM A baru."


def test_where_no_way_leads_the_paper_says_what_is_missing_and_has_no_code() -> None:
    document = paper_of("haji-batal")
    missing = find_way(catalogue(), "haji-batal", NOTHING).missing
    names = [catalogue().documents[each].name.in_language("id") for each in missing]
    told = next(line for line in said(document) if line.startswith("Untuk layanan ini harus ada dulu:"))
    assert names
    assert all(name in told for name in names)
    assert not any(isinstance(block, Qr | Step) for block in document.blocks)


def test_a_way_that_cannot_begin_today_says_when() -> None:
    told = said(paper_of("paspor-baru", at=SUNDAY))
    assert not any(line.startswith("Hari ini") for line in told)
    assert "Hari lain: Langkah 1, 2, 3 dan 4" in told
    assert "Untuk langkah 1: Buka Senin 08.00." in told
    assert "Kapan ke sini: Buka Senin 08.00" in told


def test_when_everything_is_held_the_same_paper_is_a_checklist_of_one_stop() -> None:
    document = paper_of("ktp-hilang", Holdings())
    assert [block.number for block in document.blocks if isinstance(block, Step)] == [1]
    told = said(document)
    assert not any(line.startswith(("Hari lain", "Kembalilah")) for line in told)
    assert "Pindai di kiosk untuk mengambil nomor" in told
    (papers,) = (block for block in document.blocks if isinstance(block, Papers))
    assert papers.entries == (("Surat keterangan kehilangan (polisi)", "Asli"),)


def test_alternatives_that_are_all_held_stand_under_one_box() -> None:
    (papers,) = (block for block in paper_of("paspor-baru", Holdings()).blocks if isinstance(block, Papers))
    assert papers.entries[-1][:3] == (
        "Kutipan akta kelahiran",
        "atau Kutipan akta perkawinan (non-Muslim)",
        "atau Buku nikah (KUA)",
    )


@cache
def longest_ways() -> tuple[str, ...]:
    """The services with the most stops, and those with the longest names and prices."""
    services = catalogue().services
    stops = {name: len(find_way(catalogue(), name, LOST).stops) for name in services}
    return (*sorted(services, key=lambda name: -stops[name])[:4], "bpjskes-daftar", "stnk-5tahunan")


def letters(sheet: Sheet) -> list[Letters]:
    return [mark for mark in sheet.marks if isinstance(mark, Letters)]


@PAPERS
@LANGUAGES
def test_the_longest_ways_fit_on_the_paper_with_every_word(paper: PaperProfile, language: str) -> None:
    for service in longest_ways():
        sheet = lay_out(paper_of(service, LOST, language), paper)
        for mark in letters(sheet):
            assert mark.x >= 0
            assert mark.x + width(mark.words, mark.size, bold=mark.bold) <= sheet.width
            assert "…" not in mark.words


@PAPERS
def test_the_code_on_the_paper_is_the_ways_own_and_large_enough_for_a_scanner(paper: PaperProfile) -> None:
    way = find_way(catalogue(), "paspor-baru", NOTHING)
    (code,) = (m for m in lay_out(paper_of("paspor-baru"), paper).marks if isinstance(m, Modules))
    assert code.rows == modules(way_code(way))
    assert code.module >= 3
    border = 4 * code.module
    assert border <= code.x <= paper.dots - len(code.rows) * code.module - border


def test_a_way_too_long_for_a_code_is_printed_without_one() -> None:
    stops = tuple(Stop(each) for each in list(catalogue().services)[:10])
    way = Way(stops[-1].service, stops)
    document = WayComposer(WORDS)(WayPrint(way, Holdings(), catalogue(), StaffWord(), MONDAY, "id"))
    assert not any(isinstance(block, Qr) for block in document.blocks)
    assert len([block for block in document.blocks if isinstance(block, Step)]) == 10


def test_a_step_stands_white_on_black_beside_its_words() -> None:
    sheet = lay_out(paper_of("paspor-baru"), NARROW)
    number, beside = next(
        pair for pair in zip(letters(sheet), letters(sheet)[1:], strict=False) if pair[0].white
    )
    assert number.words == "1"
    assert beside.x > number.x + width(number.words, number.size, bold=True)
    assert number.size * 25.4 / NARROW.dpi > 7  # the type; its figures are two thirds as high


def test_a_way_is_a_page_too() -> None:
    page = to_pdf(paper_of("paspor-baru"), WIDE)
    assert page.startswith(b"%PDF")
    assert b"way-paspor-baru" in page


def ticket_on(way: Way | None, service: str = "kk-baru", language: str = "id") -> TicketDocument:
    press = Press(UUID(int=5), service, MONDAY, TicketClass.REGULAR, language)
    return TICKETS(Ticket(press, "B-027", online=True, ahead=3), catalogue(), way)


def test_a_ticket_on_a_way_goes_on_with_the_later_stops_and_the_ways_code() -> None:
    way = find_way(catalogue(), "paspor-baru", NOTHING)
    document, ordinary = ticket_on(way, "ktp-baru"), ticket_on(None, "ktp-baru")
    assert document.blocks[: len(ordinary.blocks)] == ordinary.blocks
    after = TicketDocument.from_json(document.to_json()).blocks[len(ordinary.blocks) :]
    assert [line.replace("\u00a0", " ") for line in lines(after)] == [
        "Setelah ini",
        "Akta kelahiran",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Gedung B, lantai 1",
        "Paspor baru (dewasa)",
        "Kantor Imigrasi Kelas I TPI Pekanbaru",
        "Gedung C, lantai 1",
        way_code(way),
        "Pindai di kiosk untuk nomor berikutnya",
        "Simpan kertas ini sampai urusan Anda selesai.",
    ]
    assert [block.number for block in after if isinstance(block, Step)] == [3, 4]
    codes = [block.data for block in document.blocks if isinstance(block, Qr)]
    assert codes == [TRACK + track_of(UUID(int=5)), way_code(way)]


@pytest.mark.parametrize("service", ["paspor-baru", "ktp-hilang"])
@LANGUAGES
def test_the_last_ticket_of_a_way_and_one_beside_it_are_ordinary_to_the_byte(
    service: str, language: str
) -> None:
    way = find_way(catalogue(), "paspor-baru", NOTHING)
    ordinary = ticket_on(None, service, language).to_json()
    assert ticket_on(way, service, language).to_json() == ordinary
    assert ticket_on(Way("paspor-baru"), service, language).to_json() == ordinary
