"""What holds for all schedules."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_log() -> Iterator[None]:
    """Let nothing be logged: thousands of schedules would fill the memory; what matters is judged."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)
