"""Bad lines to an IPP printer: no ticket is handed over twice, and what can be found out of it is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from kiosk.domain.ticket import Outcome
from kiosk.printing.condition import Cause, Offline, Ready
from kiosk.printing.ipp.client import Operation
from kiosk.printing.ipp.watch import IppTimes
from kiosk.printing.printer import FirstByte
from tests.faults.test_printing_ipp import DOCUMENT, QUICK, Told, opened
from tests.ipp_kit import ROLL, WAIT, IppEve, ipp_eve
from tests.odd_server import OddServer, Request
from tests.waiting import until

SHORT = IppTimes(send=1.0, poll=0.05, grace=1.5)
Spoil = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""Does something else with an answer than to hand it on."""


@pytest.fixture
def device(tmp_path: Path) -> Iterator[IppEve]:
    with ipp_eve(tmp_path, ROLL) as printer:
        yield printer


@asynccontextmanager
async def before(device: IppEve, spoils: dict[Operation, Spoil]) -> AsyncIterator[str]:
    """Stand between the kiosk and a printer, and spoil the answers to some operations."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            url = f"http://localhost:{device.port}{request.path}"
            reply = await client.post(url, content=request.body, headers={"Content-Type": "application/ipp"})
        await spoils.get(operation(request), hand_on)(reply.content, writer)

    async with OddServer(behave) as server:
        yield uri(server)


def operation(request: Request) -> Operation:
    return Operation(int.from_bytes(request.body[2:4]))


def uri(server: OddServer) -> str:
    return f"{server.url.replace('http:', 'ipp:')}/ipp/print"


async def hand_on(answer: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
    for start in range(0, len(answer), 100):
        piece = answer[start : start + 100]
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    writer.write(b"0\r\n\r\n")
    await writer.drain()
    writer.close()


async def cut(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def cut_short(answer: bytes, writer: asyncio.StreamWriter) -> None:
    await hand_on(answer[: len(answer) // 2], writer)


async def rubbish(_: bytes, writer: asyncio.StreamWriter) -> None:
    await hand_on(b"<html>It works!</html>", writer)


async def silence(_: bytes, writer: asyncio.StreamWriter) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("spoil", [cut, cut_short, rubbish, silence])
async def test_a_ticket_whose_answer_was_lost_is_found_by_its_name(device: IppEve, spoil: Spoil) -> None:
    async with (
        before(device, {Operation.PRINT_JOB: spoil}) as relayed,
        opened(relayed, times=SHORT) as printer,
    ):
        result = await printer.submit(DOCUMENT, Told())
    assert result.outcome is Outcome.PRINTED
    assert len(device.out) == 1


async def test_a_ticket_that_cannot_be_found_is_unknown_and_not_sent_again(device: IppEve) -> None:
    spoils: dict[Operation, Spoil] = {Operation.PRINT_JOB: cut, Operation.GET_JOBS: cut}
    async with before(device, spoils) as relayed, opened(relayed, times=SHORT) as printer:
        result = await printer.submit(DOCUMENT, Told(), life=2.0)
    assert result.outcome is Outcome.UNKNOWN
    await until(lambda: device.out)
    assert device.begun == [device.out[0].stem.removeprefix("out-")]


async def test_a_ticket_that_was_not_found_is_called_back_before_the_next(device: IppEve) -> None:
    device.let(f"{WAIT}exit 0\n")
    spoils: dict[Operation, Spoil] = {Operation.PRINT_JOB: cut, Operation.GET_JOBS: cut}
    async with before(device, spoils) as relayed, opened(relayed, times=SHORT) as printer:
        assert (await printer.submit(DOCUMENT, Told())).outcome is Outcome.UNKNOWN
        spoils.clear()
        await until(lambda: device.begun)
        assert await printer.refresh() == Ready()
    assert (device.folder / "log").read_text("utf-8").count("Cancel-Job") == 1


async def test_a_calling_back_that_was_not_answered_is_done_again(device: IppEve) -> None:
    device.let(f"{WAIT}exit 0\n")
    spoils: dict[Operation, Spoil] = {Operation.PRINT_JOB: cut, Operation.GET_JOBS: cut}
    async with before(device, spoils) as relayed, opened(relayed, times=SHORT) as printer:
        assert (await printer.submit(DOCUMENT, Told())).outcome is Outcome.UNKNOWN
        spoils.clear()
        spoils[Operation.CANCEL_JOB] = cut
        await until(lambda: device.begun)
        assert isinstance(await printer.refresh(), Offline)
        spoils.clear()
        assert await printer.refresh() == Ready()


async def test_a_printer_that_goes_silent_in_mid_ticket_is_heard_again(device: IppEve) -> None:
    device.let(WAIT)
    spoils: dict[Operation, Spoil] = {}
    told = Told()
    async with before(device, spoils) as relayed, opened(relayed, times=SHORT) as printer:
        job = asyncio.create_task(printer.submit(DOCUMENT, told))
        await until(lambda: device.begun)
        spoils |= {Operation.GET_JOB_ATTRIBUTES: cut, Operation.GET_PRINTER_ATTRIBUTES: cut}
        await until(lambda: told.held)
        assert told.held == [Offline(Cause.BROKEN)]
        device.go_on()
        await until(lambda: device.out)
        spoils.clear()
        assert (await job).outcome is Outcome.PRINTED


async def test_a_printer_that_is_gone_after_it_took_the_ticket_leaves_it_unknown(device: IppEve) -> None:
    spoils: dict[Operation, Spoil] = {}
    async with before(device, spoils) as relayed, opened(relayed, times=SHORT) as printer:

        def tell(progress: object) -> None:
            if isinstance(progress, FirstByte):
                spoils.update({each: cut for each in Operation if each is not Operation.PRINT_JOB})

        result = await printer.submit(DOCUMENT, tell, life=0.5)
    assert (result.outcome, result.condition) == (Outcome.UNKNOWN, Offline(Cause.BROKEN))


async def test_a_printer_that_is_off_is_waited_for(unused_tcp_port: int) -> None:
    async with opened(f"ipp://localhost:{unused_tcp_port}/ipp/print") as printer:
        told = Told()
        result = await printer.submit(DOCUMENT, told, life=0.3)
    assert (result.outcome, result.condition) == (Outcome.NOT_SENT, Offline(Cause.REFUSED))
    assert [type(each).__name__ for each in told.all] == ["Held"]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("401 Unauthorized", "it wants a password"),
        ("404 Not Found", "it has no such path"),
        ("426 Upgrade Required", "write ipps://"),
        ("503 Service Unavailable", "HTTP's status 503"),
    ],
)
async def test_what_answers_with_no_ipp_prints_nothing_and_the_log_says_why(
    status: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def refuse(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())

    async with OddServer(refuse) as server, opened(uri(server)) as printer:
        result = await printer.submit(DOCUMENT, Told(), life=0.3)
        assert await printer.refresh() == Offline(Cause.BROKEN)
    assert result.outcome is Outcome.NOT_SENT
    assert caplog.text.count(words) == 1


async def test_an_answer_without_an_end_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while not writer.is_closing():
            writer.write(bytes(65536))
            await writer.drain()

    async with OddServer(endless) as server, opened(uri(server), times=QUICK) as printer:
        assert await printer.refresh() == Offline(Cause.BROKEN)
    assert "longer than 1048576 bytes" in caplog.text
