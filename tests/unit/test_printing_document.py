from dataclasses import replace

import msgspec
import pytest

from kiosk.printing.composing import compose
from kiosk.printing.document import Field, Items, Qr, Stamp, Text, TicketDocument
from kiosk.words import load_words
from tests.printer_kit import AT, ORDINARY, TICKET_ID, WORDS


def words_on(document: TicketDocument) -> str:
    """Everything that can be read on a ticket."""
    parts: list[str] = []
    for block in document.blocks:
        match block:
            case Text(words) | Stamp(words):
                parts.append(words)
            case Field(name, value):
                parts += (name, value)
            case Items(names):
                parts += names
    return "\n".join(parts).replace("\u00a0", " ")


def test_a_document_survives_json() -> None:
    document = compose(replace(ORDINARY, copy=2, priority=True, online=False), WORDS)
    again = TicketDocument.from_json(document.to_json())
    assert again == document
    assert again.ticket_id == TICKET_ID
    assert again.printed_at == AT
    assert again.copy == 2


def test_a_block_of_no_known_kind_is_refused_with_its_place() -> None:
    text = compose(ORDINARY, WORDS).to_json().replace(b'"ornament"', b'"hologram"')
    with pytest.raises(msgspec.DecodeError, match=r"hologram.*blocks"):
        TicketDocument.from_json(text)


def test_an_indonesian_ticket_says_what_a_citizen_needs() -> None:
    said = words_on(compose(ORDINARY, WORDS))
    for words in (
        "Mal Pelayanan Publik Pekanbaru",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "Perubahan data KTP-el",
        "12 orang",
        "20\u201335 menit",
        "Gedung B, lantai 1",
        "Mohon menunggu panggilan",
        "Senin, 18 Februari 2019, pukul 09.05",
        "Kartu Keluarga",
    ):
        assert words in said
    assert "SALINAN" not in said
    assert "PRIORITAS" not in said


def test_an_english_ticket_writes_the_time_with_a_colon() -> None:
    said = words_on(compose(replace(ORDINARY, language="en", ahead=1), WORDS))
    assert "Monday, 18 February 2019, 09:05" in said
    assert "1 person" in said
    assert "Please wait to be called" in said


def test_nobody_ahead_and_a_single_figure_of_waiting_are_said_in_words() -> None:
    said = words_on(compose(replace(ORDINARY, ahead=0, wait=(5, 5)), WORDS))
    assert "tidak ada" in said
    assert "± 5 menit" in said


def test_a_number_that_the_kiosk_gave_says_so_and_promises_no_wait() -> None:
    offline = replace(ORDINARY, label="A2-012", online=False, ahead=None, wait=None)
    said = words_on(compose(offline, WORDS))
    assert "Nomor dari kiosk ini" in said
    assert "Di depan Anda" not in said
    assert "Waktu tunggu" not in said


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Jam mesin ini belum dipastikan."), ("en", "Clock not confirmed.")]
)
def test_a_time_that_cannot_be_relied_on_is_said_to_be_so(language: str, said: str) -> None:
    words, facts = load_words(), replace(ORDINARY, language=language)
    assert said not in words_on(compose(facts, words))
    assert said in words_on(compose(replace(facts, clock_confirmed=False), words))


def test_a_copy_and_a_priority_number_are_stamped() -> None:
    blocks = compose(replace(ORDINARY, copy=1, priority=True), WORDS).blocks
    assert [block for block in blocks if isinstance(block, Stamp)] == [
        Stamp("SALINAN"),
        Stamp("PRIORITAS", filled=False),
    ]


def test_no_heading_stands_over_an_empty_list_of_documents() -> None:
    document = compose(replace(ORDINARY, documents=()), WORDS)
    assert "Siapkan berkas" not in words_on(document)
    assert not any(isinstance(block, Items) for block in document.blocks)


@pytest.mark.parametrize("url", ["", "https://" + "x" * 53])
def test_an_address_that_no_code_can_carry_leaves_the_code_out(url: str) -> None:
    assert not any(isinstance(block, Qr) for block in compose(replace(ORDINARY, track_url=url), WORDS).blocks)


def test_an_address_of_sixty_characters_is_carried_and_of_sixty_one_refused() -> None:
    sixty = "https://" + "x" * 52
    assert Qr(sixty) in [
        Qr(block.data)
        for block in compose(replace(ORDINARY, track_url=sixty), WORDS).blocks
        if isinstance(block, Qr)
    ]
    with pytest.raises(ValueError, match="60 bytes"):
        Qr(sixty + "x")
