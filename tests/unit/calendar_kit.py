"""A small mall with hours of all kinds, for tests of the calendar and of availability."""

from datetime import datetime
from typing import Any

from kiosk.catalogue.loading import parse_catalogue
from kiosk.domain.catalogue import Catalogue

DAILY = ["08:00-15:00"]
WEEK = {
    "mon": DAILY, "tue": DAILY, "wed": DAILY, "thu": DAILY, "fri": ["08:00-11:30", "13:30-15:00"],
}  # fmt: skip
SHORT = ["08:00-14:00"]
RAMADAN = {"mon": SHORT, "tue": SHORT, "wed": SHORT, "thu": SHORT, "fri": ["08:00-11:00"]}
SAMSAT = {**{day: ["08:00-14:00"] for day in ("mon", "tue", "wed", "thu")}, "fri": ["08:00-11:00"]}
SATURDAY = {"sat": ["08:00-12:00"]}
EVERY_DAY = {day: ["06:00-12:00", "12:00-22:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}

CLOSURES = [
    {"from": "2026-12-01", "to": "2026-12-01", "reason": {"id": "Pindah gedung", "en": "Moving house"}},
    {
        "from": "2026-12-02 13:00",
        "to": "2026-12-03T09:30",
        "agencies": ["imigrasi"],
        "reason": {"id": "Pelatihan petugas", "en": "Staff training"},
    },
    {
        "from": "2026-12-07 10:00",
        "to": "2026-12-07 11:00",
        "services": ["ktp"],
        "reason": {"id": "Uji alat", "en": "Testing a device"},
    },
]


def agency(name: str, letter: str, **more: object) -> dict[str, Any]:
    """An agency as a catalogue writes it."""
    place = {"building": "A", "floor": "1", "counters": 2}
    return {"id": name, "name": name, "short": name, "letter": letter, **place, **more}


def service(name: str, of: str, **more: object) -> dict[str, Any]:
    """A service as a catalogue writes it, without any paper."""
    return {
        "id": name, "agency": of, "name": name, "procedure": "steps", "fee": {"kind": "free"}, **more,
    }  # fmt: skip


def document(**more: object) -> dict[str, Any]:
    """The whole mall; ``more`` takes the place of its sections."""
    return {
        "timezone": "Asia/Jakarta",
        "languages": {"id": {}, "en": {}},
        "hours_default": WEEK,
        "season_hours": {"ramadan": RAMADAN},
        "ticket_opens": "07:30",
        "procedures": {"steps": ["Serahkan berkas"]},
        "agencies": [
            agency("capil", "A"),
            agency("imigrasi", "B", status="preparing", status_reason="Menunggu jaringan"),
            agency("samsat", "C", hours=SAMSAT | SATURDAY),
            agency("pdam", "D", hours=EVERY_DAY, works_on_holidays=True),
        ],
        "services": [
            service("ktp", "capil"),
            service("kk", "capil", quota=True),
            service("ambil", "capil", kind="pickup"),
            service("tanya", "capil", kind="consult"),
            service("paspor", "imigrasi"),
            service("paspor-ambil", "imigrasi", kind="pickup", status="open"),
            service("stnk", "samsat"),
            service("bpkb", "samsat", season_hours={"ramadan": {"tue": ["09:00-10:00"]}}),
            service("keluhan", "pdam", kind="consult"),
        ],
        "calendar": {"closures": CLOSURES},
    } | more


def mall(**more: object) -> Catalogue:
    """The whole mall, read without a fault."""
    loaded = parse_catalogue(document(**more))
    assert loaded.faults == ()
    assert loaded.catalogue is not None
    return loaded.catalogue


def at(words: str, offset: str = "+07:00") -> datetime:
    """A moment in WIB, unless it says otherwise."""
    return datetime.fromisoformat(words + offset)
