"""What holds for all tests: how Qt draws, which loop runs a test, and that nothing is left over.

Asynchronous tests of the folders in ``QT_FOLDERS`` run on Qt's event loop, all others on asyncio's own.
"""

import asyncio
import inspect
import os
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import pytest
from PySide6.QtCore import QEvent, QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from pytest_asyncio import is_async_test
from qasync import QEventLoop

from kiosk.runtime import PreciseLoop

os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", QSG_RENDER_LOOP="basic")

QT_FOLDERS: Final = {"screens", "flows", "e2e"}
LAST_JOIN: Final = 1.0
"""Seconds that a thread has to end after its test."""

Loop = asyncio.AbstractEventLoop
NewLoop = Callable[[], Loop]
T = TypeVar("T")


class Rest(QObject):
    """Holds back a loop's callbacks while it stands still.

    pytest-qt lets Qt handle events between a fixture and its test. A task's step that ran there
    would find no running loop and fail.
    """

    def __init__(self, loop: QEventLoop) -> None:
        super().__init__(loop._timer)
        self._loop = loop
        loop._timer.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        resting = not self._loop.is_running() and not self._loop.is_closed()
        return resting and event.type() == QEvent.Type.Timer


def qt_loop() -> Loop:
    """Return a new event loop on the process's one Qt application."""
    application = QGuiApplication.instance() or QGuiApplication([])
    assert isinstance(application, QGuiApplication)
    application.setQuitOnLastWindowClosed(False)
    loop = PreciseLoop(application)
    Rest(loop)
    return loop


def pytest_asyncio_loop_factories(config: pytest.Config, item: pytest.Item) -> Mapping[str, NewLoop]:
    """Choose an asynchronous test's event loop by its folder."""
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return {"qt": qt_loop} if folder in QT_FOLDERS else {"asyncio": asyncio.new_event_loop}


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The application class of the kiosk; it has no widgets."""
    return QGuiApplication


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test when Qt warns while it is taken down; pytest-qt watches only until the test's end."""
    warnings: list[str] = []

    def note(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg}:
            warnings.append(message)

    previous = qInstallMessageHandler(note)
    try:
        result = yield
    finally:
        qInstallMessageHandler(previous)
    if warnings:
        pytest.fail("Qt warned at the test's end:\n" + "\n".join(warnings), pytrace=False)
    return result


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running, and show where that thread is."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("Dummy-"):  # Qt's, not started from Python
            continue
        thread.join(LAST_JOIN)
        if thread.is_alive() and thread.ident:
            stack = traceback.extract_stack(sys._current_frames()[thread.ident])
            pytest.fail(f"{thread.name} still runs:\n" + "".join(traceback.format_list(stack)), pytrace=False)


@pytest.fixture(autouse=True)
def no_task_left(no_thread_left: None, request: pytest.FixtureRequest) -> None:
    """Watch over the tasks of an asynchronous test, after all of its fixtures have ended."""
    if is_async_test(request.node):
        request.getfixturevalue("tasks_watched")


@pytest.fixture
async def tasks_watched() -> AsyncIterator[None]:
    """Fail a test that leaves a task running, or in which an exception reached the loop."""
    made_at: WeakKeyDictionary[object, str] = WeakKeyDictionary()
    faults: list[str] = []

    def make(
        loop: Loop, work: Coroutine[Any, Any, T] | Generator[Any, None, T], **options: Any
    ) -> asyncio.Task[T]:
        task = asyncio.Task(work, loop=loop, **options)
        made_at[task] = caller()
        return task

    def note(loop: Loop, context: dict[str, Any]) -> None:
        faults.append(f"{context['message']}: {context.get('exception')!r}")

    loop = asyncio.get_running_loop()
    loop.set_task_factory(make)
    loop.set_exception_handler(note)
    yield
    await asyncio.sleep(0)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    faults += [f"still running: {task.get_coro()}, made at {made_at.get(task)}" for task in left]
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


def caller() -> str:
    """Return file and line of the innermost frame that is neither here nor in asyncio."""
    frame = inspect.currentframe()
    inside = (__file__, str(Path(asyncio.__file__).parent))
    while frame and frame.f_code.co_filename.startswith(inside):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "an unknown place"
