"""The guards of ``conftest.py``: each fails the tests that it is there to fail, and no others."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SAMPLES = """
import asyncio
import threading

import pytest
from PySide6.QtCore import qWarning
from qasync import QEventLoop

never = threading.Event()


@pytest.fixture
async def ticks():
    seen = []

    async def tick():
        while True:
            await asyncio.sleep(0)
            seen.append(asyncio.get_running_loop())

    task = asyncio.create_task(tick())
    await asyncio.sleep(0)
    yield seen
    assert not task.done()
    task.cancel()


@pytest.fixture
def warning_at_the_end():
    yield
    qWarning("too late")


async def test_a_fixtures_task_goes_on_through_the_test(ticks):
    begun = len(ticks)
    async with asyncio.timeout(2):
        while len(ticks) < begun + 3:
            await asyncio.sleep(0)


async def test_the_loop_is_the_folders(request):
    loop = asyncio.get_running_loop()
    assert isinstance(loop, QEventLoop) == (request.path.parent.name == "screens")
    assert await loop.run_in_executor(None, max, 1, 2) == 2


async def test_leaves_a_task():
    asyncio.create_task(asyncio.sleep(60))


async def test_leaves_a_fault():
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0)


def test_leaves_a_thread():
    threading.Thread(target=never.wait, name="left over", daemon=True).start()


def test_qt_warns():
    qWarning("in the test")


def test_qt_warns_at_the_end(warning_at_the_end):
    pass
"""

EVERYWHERE = {
    "PASSED test_a_fixtures_task_goes_on_through_the_test",
    "PASSED test_the_loop_is_the_folders",
    "ERROR test_leaves_a_task",
    "ERROR test_leaves_a_fault",
    "ERROR test_leaves_a_thread",
    "FAILED test_qt_warns",
    "ERROR test_qt_warns_at_the_end",
}
PASSED_BUT_FOR_ITS_END = {line.replace("ERROR", "PASSED") for line in EVERYWHERE}


def test_each_guard_fails_what_it_guards_against_on_both_loops(tmp_path: Path) -> None:
    for folder in ("screens", "unit"):
        (tmp_path / "tests" / folder).mkdir(parents=True)
        (tmp_path / "tests" / folder / f"test_{folder}.py").write_text(SAMPLES, "utf-8")
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)

    run = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA", "tests"]
    printed = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False).stdout

    outcomes = set(re.findall(r"^(PASSED|FAILED|ERROR) tests/(\w+)/\S+::(\w+)", printed, re.MULTILINE))
    for folder in ("screens", "unit"):
        found = {f"{outcome} {test}" for outcome, where, test in outcomes if where == folder}
        assert found == EVERYWHERE | PASSED_BUT_FOR_ITS_END, printed
    assert "made at " in printed
    assert "left over still runs" in printed
    assert "too late" in printed
