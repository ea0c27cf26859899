"""Asking for the server while the line is down, at the times that the link's back-off sets."""

import asyncio
from contextlib import suppress

from kiosk.clock import Clock
from kiosk.sync.client import ServerClient
from kiosk.sync.link import LinkHealth


async def keep_probing(client: ServerClient, link: LinkHealth, clock: Clock) -> None:
    """Probe for as long as the program runs; a good answer, whoever got it, ends the wait for the next."""
    while True:
        await link.wait_down()
        left = link.link.probe_at - clock.elapsed()
        if left <= 0:
            await client.health()
            continue
        with suppress(TimeoutError):
            async with asyncio.timeout(left):
                await link.wait_up()
