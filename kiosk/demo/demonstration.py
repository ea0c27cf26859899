"""``kiosk demo``: a server, a kiosk and a printer on one machine, for people or for an answers file."""

import asyncio

from kiosk import runtime
from kiosk.demo.options import PUBLIC_URL, DemoOptions, display_of
from kiosk.ui.opening import open_window


def run_demo(options: DemoOptions) -> int:
    """Run the demonstration; return the exit code, 2 if it could not begin."""

    async def run(stop: asyncio.Event) -> int:
        async with open_window(display_of(options.size), PUBLIC_URL) as opened:
            from kiosk.demo.running import demonstrate

            return await demonstrate(options, opened, stop)

    return runtime.run(run)
