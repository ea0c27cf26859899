"""A ticket printed once more: marked as the copy that it is, counted before its paper, told to the server."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kiosk.app.issuing import Issued, NotReprinted
from kiosk.app.tickets import TicketComposer
from kiosk.clock import ShiftedClock
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.ticket import EventKind, Outcome
from kiosk.journal.journal import Journal
from kiosk.printing.document import Number, Stamp, Text, TicketDocument
from kiosk.printing.file_printer import FilePrinter
from kiosk.printing.paper import NARROW
from kiosk.words import load_words
from tests.issuing_kit import (
    MONDAY,
    PAPER_MM,
    SERVICE,
    Kiosk,
    MemoryPrinter,
    catalogue,
    kiosk,
    press,
    queue_server,
    running,
)

NOBODY = "http://127.0.0.1:9"
COMPOSE = TicketComposer(load_words(), "")


def papers(folder: Path) -> list[TicketDocument]:
    return [TicketDocument.from_json(path.read_bytes()) for path in sorted(folder.glob("[0-9]*.json"))]


def printer(folder: Path) -> FilePrinter:
    return FilePrinter(folder / "paper", NARROW, ShiftedClock(MONDAY))


async def take(parts: Kiosk) -> Issued:
    result = await parts.issuing.issue(press(), lambda _: None)
    assert isinstance(result, Issued)
    return result


async def reprint(parts: Kiosk, first: Issued) -> Issued:
    result = await parts.issuing.reprint(first.ticket.press.ticket_id, lambda _: None)
    assert isinstance(result, Issued), result
    return result


async def kinds(parts: Kiosk) -> list[EventKind]:
    return [event.kind for event in await parts.journal.do(Journal.outbox, 100)]


async def test_every_copy_has_the_same_number_and_says_which_copy_it_is(tmp_path: Path) -> None:
    async with kiosk(tmp_path, NOBODY, printer=printer(tmp_path), compose=COMPOSE) as parts:
        first = await take(parts)
        await reprint(parts, first)
        await reprint(parts, first)
        told = await kinds(parts)
    found = papers(tmp_path / "paper")
    assert [paper.copy for paper in found] == [0, 1, 2]
    assert len({paper.label for paper in found}) == 1
    assert [[each.words for each in paper.blocks if isinstance(each, Stamp)] for paper in found] == [
        [],
        ["SALINAN 1"],
        ["SALINAN 2"],
    ]
    assert all(Number(first.ticket.label) in paper.blocks for paper in found)
    assert told[-2:] == [EventKind.REPRINTED, EventKind.REPRINTED]


async def test_a_copy_that_was_counted_and_never_came_out_leaves_its_number_unused(tmp_path: Path) -> None:
    async with kiosk(tmp_path, NOBODY, compose=COMPOSE) as parts:
        first = await take(parts)
        await parts.journal.do(Journal.copying, first.ticket.press.ticket_id)  # and then the power fails
    async with kiosk(tmp_path, NOBODY, printer=printer(tmp_path), compose=COMPOSE) as parts:
        await parts.journal.do(Journal.recover, MONDAY)
        await reprint(parts, first)
    assert [paper.copy for paper in papers(tmp_path / "paper")] == [2]


async def test_only_a_ticket_whose_paper_has_ended_is_printed_again(tmp_path: Path) -> None:
    async with kiosk(tmp_path, NOBODY) as parts:
        under_way = press()
        await parts.journal.do(Journal.pressed, under_way, "B", MONDAY.date(), False)
        await parts.journal.do(Journal.numbered_here, under_way.ticket_id, MONDAY)
        for ticket in (under_way, press()):
            result = await parts.issuing.reprint(ticket.ticket_id, lambda _: None)
            assert isinstance(result, NotReprinted)
            assert str(ticket.ticket_id) in result.detail
        assert isinstance(parts.printer, MemoryPrinter)
        assert parts.printer.papers == []


async def test_a_copy_that_was_not_sent_is_not_told_and_one_that_came_out_takes_paper(tmp_path: Path) -> None:
    own = MemoryPrinter(ShiftedClock(MONDAY))
    async with kiosk(tmp_path, NOBODY, printer=own) as parts:
        first = await take(parts)
        own.outcome = Outcome.NOT_SENT
        assert (await reprint(parts, first)).result.outcome is Outcome.NOT_SENT
        assert EventKind.REPRINTED not in await kinds(parts)
        own.outcome = Outcome.UNKNOWN
        await reprint(parts, first)
        assert EventKind.REPRINTED in await kinds(parts)
        assert await parts.journal.do(Journal.roll_mm) == 2 * PAPER_MM


async def test_a_copy_says_what_is_known_when_the_mall_has_its_service_no_more(tmp_path: Path) -> None:
    async with kiosk(tmp_path, NOBODY, compose=COMPOSE) as parts:
        first = await take(parts)
    gone = without(catalogue(), SERVICE)
    async with kiosk(tmp_path, NOBODY, printer=printer(tmp_path), compose=COMPOSE, known=gone) as parts:
        await reprint(parts, first)
    (paper,) = papers(tmp_path / "paper")
    said = [block.words for block in paper.blocks if isinstance(block, Text)]
    assert SERVICE in said
    assert not any("Gedung" in words for words in said)
    assert Number(first.ticket.label) in paper.blocks


def without(known: Catalogue, service: str) -> Catalogue:
    services = {name: each for name, each in known.services.items() if name != service}
    return replace(known, services=MappingProxyType(services))


async def test_the_server_hears_of_a_copy_and_the_ticket_keeps_its_place(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url, kiosk(tmp_path, url) as parts:
        first = await take(parts)
        assert first.ticket.online
        await reprint(parts, first)
        async with running(parts.uplink.run()):
            await asyncio.wait_for(parts.uplink.drained(), 20)
        assert await parts.journal.do(Journal.outbox_size) == 0
        assert await parts.journal.do(Journal.dead_letters) == ()
        second = await take(parts)
        assert second.ticket.ahead == 1
