"""A press under a line and a server that do what they should not: one number, and in time."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.app.issuing import (
    DEADLINE_SECONDS,
    CannotIssue,
    Cause,
    Issued,
    IssueProgress,
    IssueResult,
    Refusal,
    TicketNumbered,
)
from kiosk.clock import ShiftedClock
from kiosk.domain.ticket import EventKind, Outcome, Press
from kiosk.journal.journal import Journal
from kiosk.journal.rows import Step, TicketRow
from kiosk.printing.printer import FirstByte
from tests.issuing_kit import DAY, MONDAY, PAPER_MM, HangingPrinter, Kiosk, MemoryPrinter, kiosk, press
from tests.odd_server import Behave, OddServer, Request, cutting, issue_answer, numbering, response, stalling
from tests.waiting import until

SLACK_SECONDS = 0.5
"""For a machine that is busy with other things; a deadline that does not hold takes for ever."""


@pytest.fixture
async def server() -> AsyncIterator[OddServer]:
    async with OddServer(numbering) as server:
        yield server


@pytest.fixture
async def here(tmp_path: Path, server: OddServer) -> AsyncIterator[Kiosk]:
    async with kiosk(tmp_path, server.url) as parts:
        assert parts.link.up
        yield parts


async def issue(parts: Kiosk, one: Press | None = None) -> tuple[IssueResult, list[IssueProgress]]:
    told: list[IssueProgress] = []
    return await parts.issuing.issue(one or press(), told.append), told


async def issued(parts: Kiosk) -> Issued:
    result, _ = await issue(parts)
    assert isinstance(result, Issued)
    return result


async def rows(parts: Kiosk) -> tuple[TicketRow, ...]:
    return await parts.journal.do(Journal.tickets, DAY)


async def events(parts: Kiosk) -> list[tuple[EventKind, str | None, bool | None]]:
    return [(each.kind, each.label, each.online) for each in await parts.journal.do(Journal.outbox, 100)]


async def test_a_press_gets_the_servers_number_and_a_paper(here: Kiosk) -> None:
    result, told = await issue(here)

    assert isinstance(result, Issued)
    ticket = result.ticket
    assert (ticket.label, ticket.online, ticket.ahead) == ("B-012", True, 3)
    assert ticket.wait
    assert (ticket.wait.low, ticket.wait.high) == (5, 9)
    assert [type(each) for each in told] == [TicketNumbered, FirstByte]
    assert await events(here) == [(EventKind.ISSUED, "B-012", True), (EventKind.PRINTED, "B-012", True)]
    assert await here.journal.do(Journal.roll_mm) == PAPER_MM


async def test_what_is_asked_names_the_kiosk_and_the_press(tmp_path: Path, server: OddServer) -> None:
    one = press()
    async with kiosk(tmp_path, server.url, token="secret") as parts:
        await issue(parts, one)
    (request,) = server.puts()
    assert request.path == f"/v1/tickets/{one.ticket_id}"
    assert (request.headers["mpp-kiosk"], request.headers["mpp-version"]) == ("2", "1")
    assert request.headers["authorization"] == "Bearer secret"
    assert b'"label"' not in request.body


async def test_a_server_that_never_answers_costs_the_deadline_once(here: Kiosk, server: OddServer) -> None:
    server.behave = stalling
    begun = time.monotonic()
    result = await issued(here)
    first = time.monotonic() - begun

    begun = time.monotonic()
    following = [await issued(here) for _ in range(3)]
    rest = time.monotonic() - begun

    assert (result.ticket.label, result.ticket.online) == ("B2-001", False)
    assert DEADLINE_SECONDS <= first < DEADLINE_SECONDS + SLACK_SECONDS
    assert rest < DEADLINE_SECONDS
    assert [each.ticket.label for each in following] == ["B2-002", "B2-003", "B2-004"]
    # Both tries were for the same ticket; the line is known to be down from then on.
    assert [put.ticket_id for put in server.puts()] == [result.ticket.press.ticket_id] * 2
    assert not here.link.up


async def trickling(request: Request, writer: asyncio.StreamWriter) -> None:
    """Send an answer so slowly that every read succeeds and the whole never comes."""
    for byte in response(issue_answer(request)):
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


async def test_an_answer_that_trickles_is_no_answer(here: Kiosk, server: OddServer) -> None:
    server.behave = trickling
    begun = time.monotonic()
    result = await issued(here)
    assert time.monotonic() - begun < DEADLINE_SECONDS + SLACK_SECONDS
    assert result.ticket.label == "B2-001"


async def half_answering(request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(response(issue_answer(request))[:-20])
    writer.close()


@pytest.mark.parametrize("behave", [cutting, half_answering])
async def test_a_lost_answer_is_asked_for_again_with_the_same_id_inside_the_deadline(
    here: Kiosk, server: OddServer, behave: Behave
) -> None:
    async def once(request: Request, writer: asyncio.StreamWriter) -> None:
        server.behave = numbering
        await behave(request, writer)

    server.behave = once
    result = await issued(here)
    assert (result.ticket.label, result.ticket.online) == ("B-012", True)
    assert [put.ticket_id for put in server.puts()] == [result.ticket.press.ticket_id] * 2


@pytest.mark.parametrize("behave", [cutting, half_answering])
async def test_an_answer_that_is_lost_for_good_leaves_the_kiosks_own_label(
    here: Kiosk, server: OddServer, behave: Behave
) -> None:
    server.behave = behave
    result = await issued(here)
    assert result.ticket.label == "B2-001"
    assert await events(here) == [(EventKind.ISSUED, "B2-001", False), (EventKind.PRINTED, "B2-001", False)]


def answering(body: object, status: int = 200, kind: str = "application/json") -> Behave:
    async def behave(_request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response(body, status, kind))

    return behave


def altering(**changes: object) -> Behave:
    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(response({**issue_answer(request), **changes}))

    return behave


async def shouting(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example ESMTP ready\r\n\r\n")


async def flooding(_request: Request, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n" + b" " * 100_000)
    await asyncio.Event().wait()


async def packing_badly(_request: Request, writer: asyncio.StreamWriter) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n"
    writer.write(head + b"no gzip")


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(answering(b"<html>Please log in</html>", kind="text/html"), id="a captive portal"),
        pytest.param(answering(b"", 302), id="a redirect"),
        pytest.param(answering({"label": "B-012"}), id="half of the fields"),
        pytest.param(answering([1, 2, 3]), id="other JSON"),
        pytest.param(answering(b"\xff\xfe\x00"), id="no text"),
        pytest.param(answering(b"", 204), id="nothing"),
        pytest.param(
            answering({"type": "about:blank", "title": "Oops", "status": 500}, 500), id="a server's fault"
        ),
        pytest.param(answering(b"<html>Unprocessable</html>", 422), id="a refusal that is none"),
        pytest.param(altering(label="twelve"), id="a label that is none"),
        pytest.param(altering(label="B9-001"), id="another kiosk's label"),
        pytest.param(altering(ticket_id="0190163d-8694-739b-aea5-966c26f8ad90"), id="another ticket"),
        pytest.param(altering(ahead="many"), id="a wrong type"),
        pytest.param(shouting, id="another protocol"),
        pytest.param(flooding, id="a flood"),
        pytest.param(packing_badly, id="a broken encoding"),
    ],
)
async def test_what_is_not_the_protocols_answer_is_no_answer(
    here: Kiosk, server: OddServer, behave: Behave
) -> None:
    server.behave = behave
    result = await issued(here)
    assert (result.ticket.label, result.ticket.online) == ("B2-001", False)
    assert not here.link.up


async def test_a_server_that_is_not_there_costs_nothing(tmp_path: Path, server: OddServer) -> None:
    await server.__aexit__()
    async with kiosk(tmp_path, server.url) as parts:
        begun = time.monotonic()
        result = await issued(parts)
        assert time.monotonic() - begun < DEADLINE_SECONDS
    assert result.ticket.label == "B2-001"
    assert isinstance(parts.printer, MemoryPrinter)
    assert parts.printer.papers == ["B2-001"]


UNAVAILABLE = {
    "type": "urn:mpp-kiosk:problem:service-unavailable",
    "title": "Service unavailable",
    "status": 422,
    "state": "closed",
    "reason": {"id": "Sedang tutup"},
    "next_open": "2019-02-19T01:00:00Z",
}


async def test_a_refusal_is_told_and_gives_no_number(here: Kiosk, server: OddServer) -> None:
    server.behave = answering(UNAVAILABLE, 422, "application/problem+json")
    result, told = await issue(here)

    assert isinstance(result, Refusal)
    assert (result.cause, result.reason and result.reason.in_language("id")) == (
        Cause.UNAVAILABLE,
        "Sedang tutup",
    )
    assert result.next_open
    assert result.next_open.isoformat() == "2019-02-19T01:00:00+00:00"
    assert told == []
    assert [row.step for row in await rows(here)] == [Step.VOIDED]
    assert await events(here) == []
    assert here.link.up


async def test_a_ticket_that_is_another_one_on_the_server_gets_the_kiosks_label(
    here: Kiosk, server: OddServer, caplog: pytest.LogCaptureFixture
) -> None:
    conflict = {"type": "urn:mpp-kiosk:problem:ticket-conflict", "title": "Another ticket", "status": 409}
    server.behave = answering(conflict, 409, "application/problem+json")
    with caplog.at_level(logging.ERROR):
        result = await issued(here)
    assert result.ticket.label == "B2-001"
    assert "ticket-conflict" in caplog.text


async def test_a_label_that_the_server_gives_twice_is_printed_once(
    here: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        labels = [(await issued(here)).ticket.label for _ in range(2)]
    assert labels == ["B-012", "B2-001"]
    assert "gave B-012 to a second ticket" in caplog.text


async def test_presses_at_once_get_different_numbers(here: Kiosk, server: OddServer) -> None:
    server.behave = stalling
    results = await asyncio.gather(*(issue(here) for _ in range(10)))
    labels = {result.ticket.label for result, _ in results if isinstance(result, Issued)}
    assert labels == {f"B2-{number:03d}" for number in range(1, 11)}
    assert [row.step for row in await rows(here)] == [Step.DONE] * 10


async def test_a_service_that_the_catalogue_lacks_is_no_crash(here: Kiosk) -> None:
    result, _ = await issue(here, press("space-travel"))
    assert result == CannotIssue(Cause.UNKNOWN_SERVICE, "the catalogue has no service 'space-travel'")
    assert await rows(here) == ()


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.NOT_SENT, EventKind.ON_SCREEN),
        (Outcome.UNKNOWN, EventKind.UNKNOWN),
        (Outcome.BLIND, EventKind.BLIND),
    ],
)
async def test_a_number_without_a_sure_paper_counts_as_held_by_a_person(
    here: Kiosk, outcome: Outcome, told: EventKind
) -> None:
    assert isinstance(here.printer, MemoryPrinter)
    here.printer.outcome = outcome
    result, progress = await issue(here)
    assert isinstance(result, Issued)
    assert result.result.outcome is outcome
    assert len(here.printer.papers) == (outcome is not Outcome.NOT_SENT), "and nothing is printed again"
    assert TicketNumbered(result.ticket) in progress
    assert [(row.step, row.outcome) for row in await rows(here)] == [(Step.DONE, outcome)]
    assert [kind for kind, _, _ in await events(here)] == [EventKind.ISSUED, told]


async def test_nobody_sees_a_number_before_the_journal_says_that_it_may_be_seen(here: Kiosk) -> None:
    journal = here.journal
    looks: list[Future[tuple[TicketRow, ...]]] = []

    def look(progress: IssueProgress) -> None:
        """Queue a look behind all that the journal's thread was given so far, and before what follows."""
        if isinstance(progress, TicketNumbered):
            looks.append(journal._thread.submit(journal._journal.tickets, DAY))

    await here.issuing.issue(press(), look)
    assert [[row.step for row in look.result()] for look in looks] == [[Step.PRINTING]]


async def test_a_program_that_stops_while_the_server_is_asked_leaves_a_void_press(
    here: Kiosk, server: OddServer
) -> None:
    server.behave = stalling
    press_under_way = asyncio.create_task(issue(here))
    await until(server.puts)
    await cancelled(press_under_way)
    recovery = await here.journal.do(Journal.recover, MONDAY)
    assert (len(recovery.voided), len(recovery.unknown)) == (1, 0)


async def test_a_program_that_stops_while_it_prints_leaves_an_unknown_paper(
    tmp_path: Path, server: OddServer
) -> None:
    printer = HangingPrinter(ShiftedClock(MONDAY))
    async with kiosk(tmp_path, server.url, printer=printer) as parts:
        press_under_way = asyncio.create_task(issue(parts))
        await until(lambda: printer.papers)
        await cancelled(press_under_way)
        recovery = await parts.journal.do(Journal.recover, MONDAY)
    assert (len(recovery.voided), len(recovery.unknown)) == (0, 1)


async def cancelled(task: asyncio.Task[tuple[IssueResult, list[IssueProgress]]]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def full_from_now_on(journal: Journal) -> None:
    (pages,) = journal._connection.execute("PRAGMA page_count").fetchone()
    journal._connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()


async def test_a_full_disk_gives_no_number_and_says_so(here: Kiosk, caplog: pytest.LogCaptureFixture) -> None:
    await here.journal.do(full_from_now_on)
    with caplog.at_level(logging.ERROR):
        for _ in range(200):
            result, told = await issue(here)
            if isinstance(result, CannotIssue):
                break
    assert isinstance(result, CannotIssue)
    assert result.cause is Cause.STORAGE
    assert "the disk is full" in result.detail
    assert not any(isinstance(each, TicketNumbered) for each in told)
    assert "the disk is full" in caplog.text


SPOIL = """CREATE TRIGGER spoil AFTER UPDATE OF label ON ticket
    BEGIN UPDATE ticket SET day = 'no day' WHERE ticket_id = new.ticket_id; END"""


async def test_a_number_that_a_damaged_journal_kept_from_its_paper_is_voided_at_once(here: Kiosk) -> None:
    await here.journal.do(lambda journal: journal._connection.execute(SPOIL).fetchall())
    result, told = await issue(here)
    assert isinstance(result, CannotIssue)
    assert told == []
    assert here.journal.aside
    assert [kind for kind, *_ in await events(here)] == [EventKind.ISSUED, EventKind.VOIDED]
    first, last = await here.journal.do(Journal.outbox, 100)
    assert first.ticket_id == last.ticket_id
    assert (await issued(here)).ticket.label
