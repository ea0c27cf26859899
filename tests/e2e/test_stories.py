"""Ten stories of the mall, told by answers files, on the real window with a server of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from kiosk.assets import asset
from kiosk.demo.answers import read_answers
from tests.e2e.kit import kiosk, report, server_tickets

STORIES = sorted(asset("answers", "stories").glob("*.yaml"))


Told = Callable[[Path], tuple[CompletedProcess[str], Path]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Tell all the stories, two at a time."""
    folder = tmp_path_factory.mktemp("stories")

    def tell(story: Path) -> tuple[CompletedProcess[str], Path]:
        out = folder / story.stem
        return kiosk("demo", "--out", out, "--answers", story, "--no-screens"), out

    with ThreadPoolExecutor(2) as tellers:
        telling = {story: tellers.submit(tell, story) for story in STORIES}
        yield lambda story: telling[story].result()


@pytest.mark.parametrize("story", STORIES, ids=lambda file: str(file.stem))
def test_a_story_comes_true(told: Told, story: Path) -> None:
    done, out = told(story)
    assert done.returncode == 0, done.stdout + done.stderr
    moment = read_answers(story).at
    assert moment
    numbered = [row["label"] for row in report(out) if row["label"]]
    held = server_tickets(out / "server.db", moment.date().isoformat())
    assert [row["label"] for row in held] == numbered


def test_a_way_that_is_not_as_told_fails_the_run_and_is_named(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        "at: 2019-02-18T09:00+07:00\n"
        "visits: [{service: paspor-baru, hold: {kk: never}, take: nothing,"
        " expect: {stops: [paspor-baru], today: true}}]\n",
        "utf-8",
    )
    done = kiosk("demo", "--out", tmp_path / "out", "--answers", story, "--no-screens")
    assert done.returncode == 1
    assert "expected the way paspor-baru, but it was kk-baru, paspor-baru" in done.stdout
    assert "expected today: True, but it was False" in done.stdout
