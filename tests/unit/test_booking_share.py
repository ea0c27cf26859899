"""The share of a quota that is kept for bookings: how the catalogue says it."""

from datetime import time
from pathlib import Path

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import Loaded, load_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.domain.catalogue import BookingShare

SOUND = asset("catalogue", "examples", "ternate.yaml").read_text("utf-8")
LETTER = "    letter: KC\n"
QUOTA = "quota_per_day: 50"


def load(folder: Path, *settings: str) -> Loaded:
    assert SOUND.count(LETTER) == 1
    file = folder / "mall.yaml"
    lines = "".join(f"    {each}\n" for each in settings)
    file.write_text(SOUND.replace(LETTER, LETTER + lines), "utf-8")
    return load_catalogue(file)


def test_a_share_is_read_and_travels(tmp_path: Path) -> None:
    told = load(tmp_path, QUOTA, 'bookings: {share: 20, until: "09:30"}')
    assert told.faults == ()
    assert told.catalogue is not None
    assert told.catalogue.agencies["disdukcapil"].bookings == BookingShare(20, time(9, 30))
    written = {each["id"]: each.get("bookings") for each in to_document(told.catalogue)["agencies"]}
    assert written == {"disdukcapil": {"share": 20, "until": "09:30"}, "bpjs-kesehatan": None}


@pytest.mark.parametrize(
    ("settings", "path", "wrong"),
    [
        ((QUOTA, "bookings: {share: 20}"), "", "has no 'until'; add 'until:'"),
        ((QUOTA, 'bookings: {until: "10:00"}'), "", "has no 'share'; add 'share:'"),
        (
            (QUOTA, 'bookings: {share: 51, until: "10:00"}'),
            ".share",
            "keeps 51 of a quota of 50; write 50 or",
        ),
        ((QUOTA, 'bookings: {share: -1, until: "10:00"}'), ".share", "-1 is too small"),
        ((QUOTA, "bookings: {share: 20, until: 25}"), ".until", '25 is no time of day; write it as "07:30"'),
        ((QUOTA, "bookings: 20"), "", "expected a mapping, not the number 20"),
        (('bookings: {share: 20, until: "10:00"}',), "", "is a share of no quota; add 'quota_per_day:'"),
    ],
)
def test_a_share_that_cannot_be_is_told(
    tmp_path: Path, settings: tuple[str, ...], path: str, wrong: str
) -> None:
    faults = load(tmp_path, *settings).faults
    assert [(each.path, wrong in str(each)) for each in faults[:1]] == [(f"agencies[0].bookings{path}", True)]
