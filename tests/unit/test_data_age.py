"""How old the figures on the screen are: said while the line is cut, and not shown once they mislead."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from kiosk.app.model import Line, Model, Queue
from kiosk.domain import visit
from kiosk.domain.places import Adjustments, Agencies, Issuing, Place, Reading, Services, Welcome
from kiosk.domain.ticket import WaitRange
from kiosk.ui.views.frame import FrameView
from kiosk.ui.views.stage import Nobody, Stage
from kiosk.ui.views.tiles import agency_rows, service_row
from kiosk.words import load_words
from tests.issuing_kit import press
from tests.unit.calendar_kit import at, mall

WORDS = load_words()
MALL = mall()
HEARD = at("2026-11-24T09:14")
QUEUES = {"ktp": Queue(3, WaitRange(5, 12))}
CUT = Line(up=False, heard_at=HEARD)


def model_at(now: str, line: Line, place: Place | None = None, language: str = "id") -> Model:
    seen = replace(visit.fresh(language), place=place or Agencies(), adjustments=Adjustments(language))
    return Model(seen, at(now), MALL, line=line, queues=QUEUES).judged()


def head(model: Model) -> str:
    owner = QObject()
    view = FrameView(Stage(Nobody(), WORDS), owner)
    view.update(model)
    return str(view.property("line")).replace("\u00a0", " ")


def figures(model: Model) -> tuple[str, str]:
    """Return what the list says of the queue, of the agency as a whole and of the service."""
    tile = next(each for each in agency_rows(model, WORDS) if each.agency == "capil")
    row = service_row(model, WORDS, MALL.services["ktp"], above=False)
    return tile.words, f"{row.words}, {row.wait}".rstrip(", ")


@pytest.mark.parametrize("line", [Line(up=True, heard_at=HEARD), CUT])
@pytest.mark.parametrize("now", ["2026-11-24T09:14", "2026-11-24T09:43"])
def test_figures_are_shown_until_the_server_is_silent_for_half_an_hour(line: Line, now: str) -> None:
    assert figures(model_at(now, line)) == ("Buka, 3 menunggu", "Buka, 3 menunggu, sekitar 5\u201312 menit")


def test_after_half_an_hour_of_silence_no_figures_are_shown() -> None:
    assert figures(model_at("2026-11-24T09:44", CUT)) == ("Buka", "Buka")


def test_a_line_that_is_up_shows_figures_however_long_ago_it_came_up() -> None:
    up = Line(up=True, heard_at=HEARD)
    assert figures(model_at("2026-11-24T11:00", up))[0] == "Buka, 3 menunggu"
    assert head(model_at("2026-11-24T11:00", up)) == ""


@pytest.mark.parametrize("place", [Agencies(), Services("capil"), Reading("ktp", Services("capil"))])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Tanpa jaringan, data antrean pukul 09.14"),
        ("en", "No network, queue data from 09:14"),
    ],
)
def test_a_screen_with_figures_says_how_old_they_are(place: Place, language: str, said: str) -> None:
    assert head(model_at("2026-11-24T09:20", CUT, place, language)) == said


@pytest.mark.parametrize(
    ("language", "said"), [("id", "Tanpa jaringan sejak pukul 09.14"), ("en", "No network since 09:14")]
)
def test_where_no_figures_are_shown_the_head_says_since_when_the_line_is_cut(
    language: str, said: str
) -> None:
    assert head(model_at("2026-11-24T09:44", CUT, Agencies(), language)) == said
    for place in (Welcome(), Issuing(press())):
        assert head(model_at("2026-11-24T09:20", CUT, place, language)) == said


def test_a_server_that_was_never_heard_has_no_time() -> None:
    assert head(model_at("2026-11-24T09:20", Line())) == "Tanpa jaringan"
