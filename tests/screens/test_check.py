"""The check's own looks: one screen for nine services in ten, and answers that no finger confuses."""

import itertools
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QGuiApplication

from kiosk.app.model import Model
from kiosk.demo.gallery import Scene
from kiosk.demo.options import display_of
from kiosk.domain import visit as v
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.inquiry import begin
from kiosk.domain.places import Adjustments, Checking, Reading, Services, TextSize
from tests.screens.conftest import Shown, all_shown, window_of

MONDAY = datetime.fromisoformat("2019-02-18T09:12+07:00")
SIZES = [(1080, 1920), (1920, 1080), (1366, 768)]
SHARE = 0.9
"""For how many of all services the first questions fit on the screen."""


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_nine_checks_in_ten_are_one_screen(
    qapp: QGuiApplication, pekanbaru: Catalogue, size: tuple[int, int], language: str
) -> None:
    scrolled = []
    with window_of(size) as window:
        for service in pekanbaru.services.values():
            place = Checking(Reading(service.id, Services(service.agency)), begin(service.id))
            visit = replace(v.fresh("id"), place=place, adjustments=Adjustments(language))
            shown = Shown(Scene(service.id, Model(visit, MONDAY, pekanbaru)), window)
            window.update(shown.scene.model)
            qapp.processEvents()
            areas = [each for each in shown.items if each.property("overflows") is not None]
            assert len(areas) == 1, f"{service.id}: the check is not shown"
            if areas[0].property("overflows"):
                scrolled.append(service.id)
    assert len(scrolled) <= (1 - SHARE) * len(pekanbaru.services), scrolled


@pytest.mark.parametrize("text_size", [TextSize.NORMAL, TextSize.LARGEST])
@pytest.mark.parametrize("size", SIZES)
def test_answers_are_five_millimetres_apart(
    qapp: QGuiApplication, pekanbaru: Catalogue, size: tuple[int, int], text_size: TextSize
) -> None:
    millimetre = display_of(size).pixels_per_mm
    near, looked_at = [], 0
    for shown in all_shown(qapp, pekanbaru, size, Adjustments("id", text_size)):
        answers = {
            each.objectName(): each.mapRectToScene(QRectF(0, 0, each.width(), each.height()))
            for each in shown.items
            if shown.scene.name.startswith("check") and each.objectName().startswith(("paper:", "condition:"))
        }
        looked_at += len(answers)
        for one, other in itertools.combinations(answers, 2):
            room = 4.75 * millimetre
            if answers[one].adjusted(-room, -room, room, room).intersects(answers[other]):
                near.append((shown.scene.name, one, other))
    assert looked_at >= 20
    assert near == []
