"""Qt's application, one event loop for Qt and asyncio, and hooks that let no failure pass in silence."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any

import shiboken6
from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from qasync import QEventLoop, _SimpleTimer

log = logging.getLogger(__name__)

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

M_ARENA_MAX = -8

Main = Callable[[asyncio.Event], Coroutine[Any, Any, int]]


class PreciseTimer(_SimpleTimer):
    """qasync's timer with Qt's precise type: the coarse one wakes up to 5 % early."""

    def startTimer(self, interval: int, timerType: Qt.TimerType = Qt.TimerType.PreciseTimer) -> int:
        return super().startTimer(interval, timerType)


class PreciseLoop(QEventLoop):
    """An event loop for Qt and asyncio whose delays are exact to the millisecond."""

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._timer = PreciseTimer()

    def close(self) -> None:
        """Close, and end the timers that run on: garbage collection in another thread could not."""
        if not self.is_closed():
            super().close()
            shiboken6.delete(self._timer)


def prepare() -> None:
    """Choose how Qt draws, before anything of it is made; what the environment says goes first."""
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    os.environ.setdefault("QSG_RENDER_LOOP", "basic")
    if sys.platform == "linux":
        _share_memory()


def _share_memory() -> None:
    """Let all threads take memory from two arenas (mallopt(3)); glibc's one for each costs 10 MB and more."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_ARENA_MAX, 2)


def application() -> QGuiApplication:
    """Return the process's one Qt application, made ready for a kiosk."""
    prepare()
    made = QGuiApplication.instance() or QGuiApplication(["kiosk"])
    assert isinstance(made, QGuiApplication)
    made.setQuitOnLastWindowClosed(False)
    made.setApplicationName("kiosk")
    return made


def run(main: Main) -> int:
    """Run ``main`` until it returns its exit code; SIGTERM and SIGINT set the event that it is given."""
    made = application()
    _hook()
    with asyncio.Runner(loop_factory=lambda: PreciseLoop(made)) as runner:
        return runner.run(_watched(main))


async def _watched(main: Main) -> int:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    loop.set_exception_handler(_complain)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return await main(stop)


def _hook() -> None:
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    qInstallMessageHandler(_qt_message)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("a failure that nothing expected", exc_info=(kind, error, trace))


def _uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        _uncaught(failure.exc_type, failure.exc_value, failure.exc_traceback)


def _complain(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    del loop
    log.critical("a failure in the event loop: %s", context.get("message"), exc_info=context.get("exception"))


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    del context
    log.log(LEVELS.get(kind, logging.WARNING), "Qt: %s", message)
