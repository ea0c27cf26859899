"""Running a kiosk from its first frame to its orderly end."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace

from kiosk.parts import CannotBeginError
from kiosk.trusted_clock import OwnClock, TrustedClock
from kiosk.ui.opening import Opened, open_window
from kiosk.wiring import Builder, Kiosk, Plan, first_model

Drive = Callable[[Kiosk], Coroutine[object, object, int]]

CANNOT_BEGIN = 2
START_AGAIN = 75
STOPPED = 130
"""Exit codes; the second asks whoever keeps the program running to start it again (sysexits(3), EX_TEMPFAIL),
the last is a shell's for a program that was interrupted."""


async def telling(run: Awaitable[int]) -> int:
    """Await a run and return its exit code; if it could not begin, tell why, a line each, and return 2."""
    code = CANNOT_BEGIN
    try:
        code = await run
    except* CannotBeginError as faults:
        for fault in _each(faults):
            sys.stderr.write(f"{fault}\n")
    return code


def _each(faults: BaseExceptionGroup[CannotBeginError]) -> Iterator[CannotBeginError]:
    for fault in faults.exceptions:
        if isinstance(fault, BaseExceptionGroup):
            yield from _each(fault)
        else:
            yield fault


async def run_kiosk(plan: Plan, stop: asyncio.Event, drive: Drive | None = None) -> int:
    """Open a window and run a kiosk in it; return the exit code."""
    async with open_window(plan.display, plan.settings.server.public_url) as opened:
        return await run_behind(opened, plan, stop, drive)


async def run_behind(opened: Opened, plan: Plan, stop: asyncio.Event, drive: Drive | None = None) -> int:
    """Run a kiosk until it is told to stop, or until ``drive`` has done with it; return the exit code."""
    window, stage = opened.window, opened.stage
    clock = (OwnClock if plan.demonstration else TrustedClock)(plan.clock)
    plan = replace(plan, clock=clock)
    model = first_model(plan, stage.words)
    window.update(model)
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        builder = Builder(plan, clock, stack, tasks.create_task, stage.words, stop.set)
        kiosk = await builder.build(window, stage, model)
        code = await _driven(drive(kiosk), stop) if drive else await _until(stop)
        kiosk.controller.stop()
        builder.end()
        return START_AGAIN if builder.starts_again else code


async def _until(stop: asyncio.Event) -> int:
    await stop.wait()
    return 0


async def _driven(driving: Coroutine[object, object, int], stop: asyncio.Event) -> int:
    """Return what the driver returns, unless the kiosk is told to stop before."""
    driver, stopping = asyncio.create_task(driving), asyncio.create_task(stop.wait())
    await asyncio.wait({driver, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if driver.done():
        return driver.result()
    driver.cancel()
    await asyncio.wait({driver})
    return STOPPED
