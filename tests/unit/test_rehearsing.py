import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.app import rehearsing as rehearsing_room
from kiosk.app.model import Model
from kiosk.app.rehearsing import REST_SECONDS, Draw, Rehearsal
from kiosk.app.tickets import TicketComposer
from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.places import Agencies, Reading, Welcome
from kiosk.domain.visit import fresh
from kiosk.printing.document import Text, TicketDocument
from kiosk.words import load_words
from tests.kiosk_kit import MONDAY
from tests.proof.virtual import VirtualLoop

KTP, KK = (Reading(name, Agencies()) for name in ("ktp-baru", "kk-baru"))


class Drawn:
    """Keeps what was drawn, whichever thread it was in."""

    def __init__(self) -> None:
        self.documents: list[TicketDocument] = []
        self.threads: set[str] = set()
        self._more = threading.Semaphore(0)

    def __call__(self, document: TicketDocument) -> None:
        self.documents.append(document)
        self.threads.add(threading.current_thread().name)
        self._more.release()

    async def one(self) -> str:
        """Wait for one more, and return all its words."""
        assert await asyncio.to_thread(self._more.acquire, timeout=10)
        return said(self.documents[-1])


def said(document: TicketDocument) -> str:
    return " ".join(each.words for each in document.blocks if isinstance(each, Text))


@pytest.fixture(scope="module")
def quiet() -> Model:
    catalogue = load_catalogue(asset("catalogue", "pekanbaru")).catalogue
    return Model(fresh("id"), MONDAY, catalogue=catalogue)


@pytest.fixture
def workers() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1, thread_name_prefix="aside") as pool:
        yield pool


@asynccontextmanager
async def rehearsing(drawn: Draw, workers: ThreadPoolExecutor) -> AsyncIterator[Rehearsal]:
    rehearsal = Rehearsal(TicketComposer(load_words(), ""), drawn, workers)
    running = asyncio.create_task(rehearsal.run())
    yield rehearsal
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def turns() -> None:
    """Let the loop go round some times."""
    for _ in range(10):
        await asyncio.sleep(0)


def at(model: Model, place: Reading | Welcome, language: str = "id") -> Model:
    adjusted = replace(model.visit.adjustments, language=language)
    return replace(model, visit=replace(model.visit, place=place, adjustments=adjusted))


async def test_the_ticket_of_a_service_that_is_read_is_drawn_aside(
    quiet: Model, workers: ThreadPoolExecutor
) -> None:
    drawn = Drawn()
    async with rehearsing(drawn, workers) as rehearsal:
        rehearsal.note(at(quiet, KTP))
        assert "KTP-el" in await drawn.one()
    assert all(name.startswith("aside") for name in drawn.threads)


def test_whoever_passes_by_costs_nothing(quiet: Model, workers: ThreadPoolExecutor) -> None:
    drawn = Drawn()
    loop = VirtualLoop()

    async def visit() -> None:
        async with rehearsing(drawn, workers) as rehearsal:
            rehearsal.note(at(quiet, KTP))
            await asyncio.sleep(0.8 * REST_SECONDS)
            rehearsal.note(at(quiet, Welcome()))
            rehearsal.note(at(quiet, KK))
            await asyncio.sleep(0.8 * REST_SECONDS)
            assert not drawn.documents, "nobody has looked at anything for long"
            await asyncio.sleep(REST_SECONDS)

    loop.run_until_complete(visit())
    loop.close()
    (document,) = drawn.documents
    assert "Kartu Keluarga" in said(document)


async def test_another_language_is_drawn_anew_and_another_minute_is_not(
    quiet: Model, workers: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsing_room, "REST_SECONDS", 0.0)
    drawn = Drawn()
    async with rehearsing(drawn, workers) as rehearsal:
        rehearsal.note(at(quiet, KTP))
        await drawn.one()
        rehearsal.note(at(replace(quiet, now=MONDAY + timedelta(minutes=1)), KTP))
        await turns()
        await asyncio.wrap_future(workers.submit(int))  # the one thread has done all that came before
        rehearsal.note(at(quiet, KTP, "en"))
        await drawn.one()
    assert [each.language for each in drawn.documents] == ["id", "en"]


async def test_a_ticket_that_cannot_be_drawn_is_told_and_the_next_is_tried(
    quiet: Model, workers: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    drawn = Drawn()

    def draw(document: TicketDocument) -> None:
        drawn(document)
        raise OSError("the typeface is gone")

    async with rehearsing(draw, workers) as rehearsal:
        rehearsal.note(at(quiet, KTP))
        await drawn.one()
        rehearsal.note(at(quiet, KK))
        await drawn.one()
    assert "ktp-baru" in caplog.text
