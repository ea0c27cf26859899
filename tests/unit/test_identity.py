"""The kiosk's identity: kept for its eyes alone, put before the settings, refused if it is damaged."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.identity import FILE, BadIdentityError, Identity, IdentityFile, as_enrolled, load_identity
from kiosk.settings.model import DataSettings, KioskSettings, ServerSettings, Settings

MINE = Identity("0192", 7, "a token", "https://queue.example.id")


def settings(folder: Path, number: int = 1, token: str = "", url: str = "") -> Settings:
    return Settings(
        kiosk=KioskSettings(number=number),
        server=ServerSettings(url=url, token=token),
        data=DataSettings(folder=folder),
    )


def test_what_is_kept_is_read_again_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    path = IdentityFile(folder).keep(MINE)
    assert path == folder / FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_identity(folder) == MINE
    assert [each.name for each in folder.iterdir()] == [FILE]


def test_a_new_identity_replaces_the_old_one_whole(tmp_path: Path) -> None:
    IdentityFile(tmp_path).keep(MINE)
    (tmp_path / f"{FILE}.new").write_text("left by a power cut")
    again = replace_number(MINE, 8)
    IdentityFile(tmp_path).keep(again)
    assert load_identity(tmp_path) == again
    place = IdentityFile(tmp_path)
    place.leave()
    assert load_identity(tmp_path) == again
    assert [each.name for each in tmp_path.iterdir()] == [FILE]


def replace_number(identity: Identity, number: int) -> Identity:
    return Identity(identity.kiosk, number, identity.token, identity.server)


def test_a_place_that_cannot_be_written_is_found_before_the_code_is_used(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(BadIdentityError, match=r"data\.folder"):
        IdentityFile(tmp_path / "data")


def test_without_an_identity_the_settings_stay(tmp_path: Path) -> None:
    given = settings(tmp_path, 3, "mine", "http://10.0.0.5:8080")
    assert as_enrolled(given) == (given, [])


def test_an_identity_goes_before_settings_that_say_nothing_else(tmp_path: Path) -> None:
    IdentityFile(tmp_path).keep(MINE)
    for given in (settings(tmp_path), settings(tmp_path, 7, MINE.token, MINE.server)):
        enrolled, notes = as_enrolled(given)
        assert (enrolled.kiosk.number, enrolled.server.token, enrolled.server.url, notes) == (
            MINE.number,
            MINE.token,
            MINE.server,
            [],
        )


def test_settings_that_contradict_are_named_and_only_their_address_counts(tmp_path: Path) -> None:
    IdentityFile(tmp_path).keep(MINE)
    given = settings(tmp_path, 3, "another token", "http://10.0.0.5:8080")
    enrolled, notes = as_enrolled(given)
    assert (enrolled.kiosk.number, enrolled.server.token, enrolled.server.url) == (
        7,
        MINE.token,
        "http://10.0.0.5:8080",
    )
    assert [note.partition(" ")[0] for note in notes] == ["kiosk.number", "server.token", "server.url"]
    assert "another token" not in str(notes)
    assert MINE.token not in str(notes)
    assert replace(enrolled, kiosk=given.kiosk, server=given.server) == given


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"null",
        b'{"kiosk": "0192", "number": 7, "token": "a"}',
        b'{"kiosk": "0192", "number": 0, "token": "a", "server": "http://a"}',
        b'{"kiosk": "0192", "number": 100, "token": "a", "server": "http://a"}',
        b'{"kiosk": "0192", "number": null, "token": "a", "server": "http://a"}',
    ],
)
def test_a_damaged_identity_stops_the_kiosk_before_it_takes_anothers_number(
    tmp_path: Path, damaged: bytes
) -> None:
    (tmp_path / FILE).write_bytes(damaged)
    with pytest.raises(BadIdentityError, match="kiosk enrol CODE"):
        as_enrolled(settings(tmp_path, 3))
