"""The part of qasync 0.28 that the project uses."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QObject

P = ParamSpec("P")
T = TypeVar("T")

class QEventLoop(asyncio.SelectorEventLoop):
    _timer: QObject
    def __init__(
        self, app: QCoreApplication | None = ..., set_running_loop: bool = ..., already_running: bool = ...
    ) -> None: ...

async def asyncWrap(fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T: ...

class _SimpleTimer(QObject):
    def __init__(self) -> None: ...
