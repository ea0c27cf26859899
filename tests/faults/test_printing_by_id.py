"""Completion by id (GS ( H): a ticket counts as printed on the printer's word about this very ticket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from kiosk.clock import SystemClock
from kiosk.domain.ticket import Outcome
from kiosk.faulty.faults import Faults
from kiosk.faulty.network import FaultPrinter
from kiosk.printing.composing import compose
from kiosk.printing.condition import Condition, CutterJam, NearEnd, NoPaper, Ready
from kiosk.printing.escpos.dialogue import Deadlines
from kiosk.printing.escpos.printer import EscPosSettings
from kiosk.printing.opening import open_printer
from kiosk.printing.paper import NARROW
from kiosk.printing.printer import TicketPrinter
from tests.printer_kit import ORDINARY, QUICK_PRINTER, WORDS, is_on, quick

IN_TURN = EscPosSettings(Deadlines(connect=1, answer=0.5, send=5, completion=1), poll_seconds=0.02)
BY_ID = replace(IN_TURN, by_id=True)
DOCUMENT = compose(ORDINARY, WORDS)
NEXT = compose(replace(ORDINARY, label="B-028"), WORDS)


@asynccontextmanager
async def opened(uri: str, settings: EscPosSettings = BY_ID) -> AsyncIterator[TicketPrinter]:
    printer = open_printer(uri, NARROW, SystemClock(), settings=settings)
    try:
        yield printer
    finally:
        await printer.close()


@pytest.mark.parametrize(("near", "condition"), [(False, Ready()), (True, NearEnd())])
async def test_a_ticket_is_printed_when_the_printer_answers_with_its_id(
    near: bool, condition: Condition
) -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(near_end=near)) as device:
        async with opened(device.uri) as printer:
            first = await printer.submit(DOCUMENT, lambda _: None)
            second = await printer.submit(NEXT, lambda _: None)
        assert [is_on(*pair) for pair in zip(device.seen.tickets, (DOCUMENT, NEXT), strict=True)] == [
            True
        ] * 2
        assert device.seen.strays == 0
    assert (first.outcome, first.condition) == (second.outcome, second.condition)
    assert (first.outcome, first.condition) == (Outcome.PRINTED, condition)


async def test_an_answer_in_turn_alone_is_not_the_tickets_own() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(completions=1)) as device:
        async with opened(device.uri) as printer:
            result = await printer.submit(DOCUMENT, lambda _: None)
        assert is_on(device.seen.tickets[0], DOCUMENT)
    assert result.outcome is Outcome.UNKNOWN


async def test_a_printer_without_ids_is_never_believed_when_the_settings_want_them() -> None:
    for model in (quick(name="tm-t20"), quick(name="generic-58")):
        with FaultPrinter(model) as device:
            async with opened(device.uri) as printer:
                assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.UNKNOWN
            async with opened(device.uri, IN_TURN) as printer:
                assert (await printer.submit(DOCUMENT, lambda _: None)).outcome is Outcome.PRINTED


async def test_the_late_answer_to_a_torn_ticket_does_not_make_the_next_one_printed() -> None:
    """The kiosk that sent the torn ticket has died: the one that follows knows of no need to clear."""
    slow = replace(QUICK_PRINTER, buffer_bytes=64 * 1024, mm_per_second=200.0)
    with FaultPrinter(slow, Faults(paper_mm=50)) as device:
        async with opened(device.uri) as printer:
            torn = await printer.submit(DOCUMENT, lambda _: None)
            assert (torn.outcome, torn.condition) == (Outcome.UNKNOWN, NoPaper())
        device.faults = Faults(completions=2)
        async with opened(device.uri) as printer:
            result = await printer.submit(NEXT, lambda _: None)
        assert is_on(device.seen.tickets[0], DOCUMENT), "the stale ticket came out by itself"
        assert device.faults.completions == 0, "and was answered for"
    assert result.outcome is Outcome.UNKNOWN


async def test_after_a_torn_ticket_the_printer_is_cleared_by_id_and_the_next_one_comes_clean() -> None:
    with FaultPrinter(QUICK_PRINTER, Faults(paper_mm=30)) as device:
        async with opened(device.uri) as printer:
            torn = await printer.submit(DOCUMENT, lambda _: None)
            assert (torn.outcome, torn.condition) == (Outcome.UNKNOWN, NoPaper())
            following = asyncio.create_task(printer.submit(NEXT, lambda _: None))
            device.tell("load")
            assert (await following).outcome is Outcome.PRINTED
        assert is_on(device.seen.tickets[-1], NEXT)
        assert not any(is_on(paper, DOCUMENT) for paper in device.seen.tickets)
        assert device.seen.strays == 0


async def test_a_jam_at_the_cut_is_unknown_and_once_mended_the_next_ticket_is_printed() -> None:
    with FaultPrinter(QUICK_PRINTER) as device:
        device.tell("jam-at-cut")
        async with opened(device.uri) as printer:
            torn = await printer.submit(DOCUMENT, lambda _: None)
            assert (torn.outcome, torn.condition) == (Outcome.UNKNOWN, CutterJam())
            assert await printer.refresh() == CutterJam()
            device.tell("unjam")
            assert (await printer.submit(NEXT, lambda _: None)).outcome is Outcome.PRINTED
        assert is_on(device.seen.tickets[-1], NEXT)
