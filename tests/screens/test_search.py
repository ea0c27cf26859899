"""What the search says when it finds nothing, on the real window."""

import pytest
from PySide6.QtGui import QGuiApplication

from kiosk.domain.catalogue import Catalogue
from kiosk.domain.places import Adjustments, TextSize
from kiosk.words import load_words
from tests.screens.conftest import all_shown
from tests.screens.test_look import ORIENTATIONS, in_window

WORDS = load_words()


@pytest.mark.parametrize(("size", "language", "text_size"), ORIENTATIONS)
def test_the_advice_when_nothing_is_found_is_seen_whole(
    qapp: QGuiApplication, pekanbaru: Catalogue, size: tuple[int, int], language: str, text_size: TextSize
) -> None:
    advice = WORDS.say(language, "agencies.found_none")
    for shown in all_shown(qapp, pekanbaru, size, Adjustments(language, text_size)):
        if shown.scene.name == "search-none":
            (words,) = [each for each in shown.items if each.property("text") == advice]
            (home,) = [each for each in shown.items if each.objectName() == "home"]
            keys = [each for each in shown.items if each.objectName().startswith("key:")]
            assert in_window(words).bottom() <= in_window(home).top()
            assert len(keys) > 30
            assert not any(in_window(each).intersects(in_window(words)) for each in keys)
            break
    else:
        pytest.fail("no scene shows a search that finds nothing")
