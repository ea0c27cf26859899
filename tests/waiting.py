"""Waiting in asynchronous tests: for what is to become true, with a deadline, never for a length of time."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

T = TypeVar("T")

STEP = 0.005
"""Seconds between two looks."""


async def until(condition: Callable[[], T], seconds: float = 5.0) -> T:
    """Return the condition's first true value; the test fails when there is none within the seconds."""
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > deadline:
            pytest.fail(f"waited {seconds:g} s in vain, last seen: {value!r}")
        await asyncio.sleep(STEP)


async def until_told(ask: Callable[[], Awaitable[T]], seconds: float = 5.0) -> T:
    """Ask until the answer is true, and return it; the test fails when it never is within the seconds."""
    deadline = time.monotonic() + seconds
    while True:
        if value := await ask():
            return value
        if time.monotonic() > deadline:
            pytest.fail(f"asked for {seconds:g} s in vain, last heard: {value!r}")
        await asyncio.sleep(STEP)
