"""The way down: the catalogue and the services' states come from the server, after the outbox went up."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import replace
from datetime import timedelta
from typing import assert_never

import msgspec

from kiosk.catalogue.loading import parse_catalogue
from kiosk.clock import Clock
from kiosk.contract.bodies import AvailabilityNotice, ServiceState
from kiosk.contract.commands import CommandsNotice
from kiosk.domain.catalogue import Catalogue
from kiosk.journal.errors import JournalError
from kiosk.journal.journal import Journal
from kiosk.journal.rows import CatalogueCopy
from kiosk.journal.thread import AsyncJournal
from kiosk.sync.answers import CatalogueFound
from kiosk.sync.client import ServerClient
from kiosk.sync.link import LinkHealth
from kiosk.sync.snapshot import LineSnapshot, service_line
from kiosk.sync.uplink import Uplink

log = logging.getLogger(__name__)

UPLOAD_PATIENCE_SECONDS = 10.0
"""How long the outbox goes first; one that does not get through must not keep the kiosk uninformed."""


class Downlink:
    """Keeps the server's catalogue and states, and tells of every change as an immutable value.

    ``commanded`` is called when the server has something to ask of this kiosk, which a heartbeat fetches.
    """

    def __init__(
        self,
        *,
        journal: AsyncJournal,
        client: ServerClient,
        link: LinkHealth,
        uplink: Uplink,
        clock: Clock,
        publish: Callable[[LineSnapshot], None],
        publish_catalogue: Callable[[Catalogue], None],
        commanded: Callable[[], None] = lambda: None,
    ) -> None:
        self._journal = journal
        self._client = client
        self._link = link
        self._uplink = uplink
        self._clock = clock
        self._publish = publish
        self._publish_catalogue = publish_catalogue
        self._commanded = commanded
        self._snapshot = LineSnapshot()
        self._etag: str | None = None
        self._last_event_id: str | None = None
        link.on_change(self._tell)

    async def saved_catalogue(self) -> Catalogue | None:
        """Return the server's catalogue as the journal keeps it, if there is one that can be used."""
        copy = await self._journal.do(Journal.catalogue)
        if copy is None:
            return None
        catalogue = await asyncio.to_thread(_parse, copy.document)
        if catalogue:
            self._etag = copy.etag
        return catalogue

    async def run(self) -> None:
        """Listen for as long as the program runs."""
        while True:
            await self._link.wait_up()
            with suppress(TimeoutError):
                async with asyncio.timeout(UPLOAD_PATIENCE_SECONDS):
                    await self._uplink.drained()
            await self._fetch_catalogue(self._etag)
            await self._follow()

    async def refresh(self) -> bool:
        """Fetch the catalogue anew, whatever is known of it; return whether one came that can be used."""
        return await self._fetch_catalogue(None)

    async def _fetch_catalogue(self, etag: str | None) -> bool:
        found = await self._client.catalogue(etag)
        if not isinstance(found, CatalogueFound):
            return False
        catalogue = await asyncio.to_thread(_parse, found.document)
        if catalogue is None:
            return False
        try:
            await self._journal.do(
                Journal.save_catalogue, CatalogueCopy(found.etag, found.document, self._clock.now())
            )
        except JournalError:
            log.exception("the server's catalogue is used, but could not be kept for the next start")
        self._etag = found.etag
        self._publish_catalogue(catalogue)
        return True

    async def _follow(self) -> None:
        async with aclosing(self._client.stream(self._last_event_id)) as stream:
            async for told in stream:
                self._last_event_id = told.id or self._last_event_id
                match told.notice:
                    case AvailabilityNotice(services=states):
                        self._note(states)
                    case CommandsNotice(kiosks=kiosks):
                        if self._client.kiosk_number in kiosks:
                            self._commanded()
                    case other:
                        assert_never(other)

    def _note(self, states: Mapping[str, ServiceState]) -> None:
        now = self._clock.now()
        lines = {name: service_line(state, now) for name, state in states.items()}
        self._snapshot = replace(self._snapshot, services={**self._snapshot.services, **lines})
        self._tell()

    def _tell(self) -> None:
        age = self._link.age()
        heard_at = None if age is None else self._clock.now() - timedelta(seconds=age)
        self._snapshot = replace(self._snapshot, up=self._link.up, heard_at=heard_at)
        self._publish(self._snapshot)


def _parse(document: bytes) -> Catalogue | None:
    try:
        values = msgspec.json.decode(document, type=dict[str, object])
    except msgspec.DecodeError as error:
        log.warning("the server's catalogue cannot be read: %s", error)
        return None
    loaded = parse_catalogue(values, "server's catalogue")
    for fault in loaded.faults:
        log.warning("%s", fault)
    return loaded.catalogue
