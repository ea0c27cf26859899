"""Dated cases of availability in the mall of ``calendar_kit``: what it is at a moment, and what staff said.

Moments are in WIB, in 2026 unless they name another year. 24 November 2026 is a Tuesday.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.availability import NO_WORD, Outage, StaffWord, State, Word
from kiosk.domain.text import Text
from tests.unit.calendar_kit import at

WHY = Text.of({"id": "Listrik padam"})


@dataclass(frozen=True)
class Case:
    """A service at a moment; what is not named is expected to be nothing."""

    name: str
    service: str
    now: str
    state: str
    since: str = ""
    until: str = ""
    opens: str = ""
    serving: str = ""
    reason: str = ""
    said: StaffWord = NO_WORD
    link_down: bool = False


def moment(words: str) -> datetime | None:
    """Read a case's moment: ``11-24 09:00``, or with a year before it."""
    if not words:
        return None
    return at(words if words.startswith("20") else f"2026-{words}")


def own(service: str, state: State, since: str = "", until: str = "") -> StaffWord:
    """What staff said of one service."""
    return StaffWord(services={service: Word(state, WHY, moment(since), moment(until))})


def common(agency: str, state: State, since: str = "", until: str = "") -> StaffWord:
    """What staff said of one agency."""
    return StaffWord(agencies={agency: Word(state, WHY, moment(since), moment(until))})


def outage(agency: str, reason: Text | None = None, since: str = "", until: str = "") -> StaffWord:
    """That an agency's link is down."""
    return StaffWord(outages={agency: Outage(reason, moment(since), moment(until))})


def both(first: StaffWord, second: StaffWord) -> StaffWord:
    """Two things said at once."""
    return StaffWord(
        {**first.services, **second.services},
        {**first.agencies, **second.agencies},
        {**first.outages, **second.outages},
    )


NATAL, LEAVE = "Kelahiran Yesus Kristus (Natal)", "Cuti bersama Natal"
FITRI, FITRI_LEAVE = "Idul Fitri 1447 Hijriah", "Cuti bersama Idul Fitri"
DAY = ("11-24 08:00", "11-24 15:00")

BY_THE_HOURS = [
    Case("before-the-machine", "ktp", "11-24 07:29", "closed", since="11-23 15:00", opens="11-24 08:00"),
    Case("first-number", "ktp", "11-24 07:30", "open", "11-24 07:30", "11-24 15:00", serving="11-24 08:00"),
    Case("last-early-number", "ktp", "11-24 07:59", "open", "11-24 07:30", "11-24 15:00",
         serving="11-24 08:00"),
    Case("opening", "ktp", "11-24 08:00", "open", *DAY),
    Case("last-minute", "ktp", "11-24 14:59", "open", *DAY),
    Case("closing", "ktp", "11-24 15:00", "closed", since="11-24 15:00", opens="11-25 08:00"),
    Case("friday-before-the-break", "ktp", "11-27 11:29", "open", "11-27 08:00", "11-27 11:30"),
    Case("friday-early-numbers", "ktp", "11-27 07:30", "open", "11-27 07:30", "11-27 11:30",
         serving="11-27 08:00"),
    Case("friday-break", "ktp", "11-27 12:00", "closed", since="11-27 11:30", opens="11-27 13:30"),
    Case("friday-after-the-break", "ktp", "11-27 13:30", "open", "11-27 13:30", "11-27 15:00"),
    Case("friday-evening", "ktp", "11-27 16:00", "closed", since="11-27 15:00", opens="11-30 08:00"),
    Case("saturday", "ktp", "11-28 10:00", "closed", since="11-27 15:00", opens="11-30 08:00"),
    Case("saturday-no-early-numbers", "ktp", "11-28 07:45", "closed", since="11-27 15:00",
         opens="11-30 08:00"),
    Case("sunday", "ktp", "11-29 10:00", "closed", since="11-27 15:00", opens="11-30 08:00"),
    Case("samsat-saturday", "stnk", "11-28 10:00", "open", "11-28 08:00", "11-28 12:00"),
    Case("samsat-saturday-early", "stnk", "11-28 07:45", "open", "11-28 07:30", "11-28 12:00",
         serving="11-28 08:00"),
    Case("samsat-saturday-noon", "stnk", "11-28 12:00", "closed", since="11-28 12:00", opens="11-30 08:00"),
    Case("samsat-friday-eleven", "stnk", "11-27 11:00", "closed", since="11-27 11:00", opens="11-28 08:00"),
    Case("touching-hours-are-one-stretch", "keluhan", "11-24 12:00", "open", "11-24 06:00", "11-24 22:00"),
    Case("opens-before-the-machine", "keluhan", "11-24 05:59", "closed", since="11-23 22:00",
         opens="11-24 06:00"),
]  # fmt: skip

HOLIDAYS = [
    Case("national", "ktp", "12-25 09:00", "closed", since="12-23 15:00", opens="12-28 08:00", reason=NATAL),
    Case("no-early-numbers", "ktp", "12-25 07:45", "closed", since="12-23 15:00", opens="12-28 08:00",
         reason=NATAL),
    Case("joint-leave", "ktp", "12-24 09:00", "closed", since="12-23 15:00", opens="12-28 08:00",
         reason=LEAVE),
    Case("evening-before", "ktp", "12-23 16:00", "closed", since="12-23 15:00", opens="12-28 08:00"),
    Case("works-on-holidays", "keluhan", "12-25 09:00", "open", "12-25 06:00", "12-25 22:00"),
    Case("works-on-holidays-at-night", "keluhan", "12-25 23:00", "closed", since="12-25 22:00",
         opens="12-26 06:00"),
    Case("holiday-on-a-sunday", "ktp", "04-05 09:00", "closed", since="04-02 15:00", opens="04-06 08:00",
         reason="Kebangkitan Yesus Kristus (Paskah)"),
    Case("over-new-year", "ktp", "2025-12-31 16:00", "closed", since="2025-12-31 15:00", opens="01-02 08:00"),
    Case("fixed-date-of-2027", "ktp", "2027-01-01 09:00", "closed", since="12-31 15:00",
         opens="2027-01-04 08:00",
         reason="Tahun Baru 2027 Masehi"),
    Case("lebaran-last-evening", "ktp", "03-17 16:00", "closed", since="03-17 14:00", opens="03-25 08:00"),
    Case("lebaran", "ktp", "03-21 09:00", "closed", since="03-17 14:00", opens="03-25 08:00", reason=FITRI),
    Case("lebaran-samsat-saturday", "stnk", "03-21 09:00", "closed", since="03-17 14:00", opens="03-25 08:00",
         reason=FITRI),
    Case("lebaran-leave", "ktp", "03-24 09:00", "closed", since="03-17 14:00", opens="03-25 08:00",
         reason=FITRI_LEAVE),
    Case("after-lebaran", "ktp", "03-25 14:30", "open", "03-25 08:00", "03-25 15:00"),
]  # fmt: skip

RAMADAN = [
    Case("the-day-before", "ktp", "02-18 14:30", "open", "02-18 08:00", "02-18 15:00"),
    Case("ends-earlier", "ktp", "02-19 14:30", "closed", since="02-19 14:00", opens="02-20 08:00"),
    Case("within", "ktp", "02-19 13:00", "open", "02-19 08:00", "02-19 14:00"),
    Case("friday", "ktp", "02-20 10:00", "open", "02-20 08:00", "02-20 11:00"),
    Case("own-regular-hours-decide", "stnk", "02-21 10:00", "open", "02-21 08:00", "02-21 12:00"),
    Case("own-season-hours-decide", "bpkb", "02-24 09:30", "open", "02-24 09:00", "02-24 10:00"),
    Case("own-season-hours-shut-other-days", "bpkb", "02-23 09:30", "closed", since="02-18 14:00",
         opens="02-24 09:00"),
    Case("own-season-hours-end-with-it", "bpkb", "03-28 09:30", "open", "03-28 08:00", "03-28 12:00"),
]  # fmt: skip

MOVING, TRAINING, TESTING = "Pindah gedung", "Pelatihan petugas", "Uji alat"
CLOSURES = [
    Case("mall", "ktp", "12-01 09:00", "closed", since="11-30 15:00", opens="12-02 08:00", reason=MOVING),
    Case("mall-no-early-numbers", "ktp", "12-01 07:45", "closed", since="11-30 15:00", opens="12-02 08:00",
         reason=MOVING),
    Case("mall-shuts-those-who-always-work", "keluhan", "12-01 09:00", "closed", since="11-30 22:00",
         opens="12-02 06:00", reason=MOVING),
    Case("mall-ends-at-midnight", "ktp", "12-02 00:00", "closed", since="11-30 15:00", opens="12-02 08:00"),
    Case("agency-before", "paspor-ambil", "12-02 12:59", "open", "12-02 08:00", "12-02 13:00"),
    Case("agency", "paspor-ambil", "12-02 14:00", "closed", since="12-02 13:00", opens="12-03 09:30",
         reason=TRAINING),
    Case("agency-no-early-numbers", "paspor-ambil", "12-03 07:45", "closed", since="12-02 13:00",
         opens="12-03 09:30", reason=TRAINING),
    Case("agency-after", "paspor-ambil", "12-03 09:30", "open", "12-03 09:30", "12-03 15:00"),
    Case("another-agency", "ktp", "12-02 14:00", "open", "12-02 08:00", "12-02 15:00"),
    Case("service", "ktp", "12-07 10:30", "closed", since="12-07 10:00", opens="12-07 11:00", reason=TESTING),
    Case("service-before", "ktp", "12-07 09:00", "open", "12-07 08:00", "12-07 10:00"),
    Case("service-early", "ktp", "12-07 07:45", "open", "12-07 07:30", "12-07 10:00", serving="12-07 08:00"),
    Case("another-service", "kk", "12-07 10:30", "open", "12-07 08:00", "12-07 15:00"),
]  # fmt: skip

NOW = "11-24 09:00"
PADAM = "Listrik padam"
STANDING_REASON = "Menunggu jaringan"
S = State
OWN = [
    Case("open-over-standing", "paspor", NOW, "open", *DAY, said=own("paspor", S.OPEN)),
    Case("open-after-hours", "paspor", "11-24 16:00", "closed", since="11-24 15:00", opens="11-25 08:00",
         said=own("paspor", S.OPEN)),
    Case("open-on-a-holiday", "paspor", "12-25 09:00", "closed", since="12-23 15:00", opens="12-28 08:00",
         reason=NATAL, said=own("paspor", S.OPEN)),
    Case("intake", "ktp", NOW, "intake_only", "11-24 08:30", "11-24 15:00", reason=PADAM,
         said=own("ktp", S.INTAKE_ONLY, "11-24 08:30")),
    Case("intake-from-yesterday", "ktp", NOW, "intake_only", "11-24 08:00", "11-24 10:00", reason=PADAM,
         said=own("ktp", S.INTAKE_ONLY, "11-23 10:00", "11-24 10:00")),
    Case("intake-early", "ktp", "11-24 07:45", "intake_only", "11-24 07:30", "11-24 15:00", reason=PADAM,
         serving="11-24 08:00", said=own("ktp", S.INTAKE_ONLY)),
    Case("intake-on-saturday", "ktp", "11-28 09:00", "closed", since="11-27 15:00", opens="11-30 08:00",
         said=own("ktp", S.INTAKE_ONLY)),
    Case("pickup", "ktp", NOW, "pickup_only", "11-24 08:30", "11-24 10:00", "11-24 10:00", reason=PADAM,
         said=own("ktp", S.PICKUP_ONLY, "11-24 08:30", "11-24 10:00")),
    Case("pickup-of-a-pickup", "ambil", NOW, "open", *DAY, said=own("ambil", S.PICKUP_ONLY)),
    Case("consult", "ktp", NOW, "consult_only", reason=PADAM, said=own("ktp", S.CONSULT_ONLY)),
    Case("consult-of-advice", "tanya", NOW, "open", *DAY, said=own("tanya", S.CONSULT_ONLY)),
    Case("quota", "ktp", NOW, "quota_full", opens="11-25 08:00", reason=PADAM, said=own("ktp", S.QUOTA_FULL)),
    Case("quota-on-friday", "ktp", "11-27 09:00", "quota_full", "11-27 08:30", opens="11-30 08:00",
         reason=PADAM,
         said=own("ktp", S.QUOTA_FULL, "11-27 08:30")),
    Case("quota-until-midnight", "ktp", NOW, "quota_full", "", "11-25 00:00", "11-25 08:00", reason=PADAM,
         said=own("ktp", S.QUOTA_FULL, "", "11-25 00:00")),
    Case("quota-before-christmas", "ktp", "12-23 09:00", "quota_full", opens="12-28 08:00", reason=PADAM,
         said=own("ktp", S.QUOTA_FULL)),
    Case("quota-of-yesterday", "ktp", NOW, "open", *DAY, said=own("ktp", S.QUOTA_FULL, "11-23 10:00")),
    Case("preparing", "ktp", NOW, "preparing", reason=PADAM, said=own("ktp", S.PREPARING)),
    Case("paused-until-ten", "ktp", NOW, "paused", "", "11-24 10:00", "11-24 10:00", reason=PADAM,
         said=own("ktp", S.PAUSED, "", "11-24 10:00")),
    Case("paused-until-the-break", "ktp", "11-27 09:00", "paused", "", "11-27 12:00", "11-27 13:30",
         reason=PADAM,
         said=own("ktp", S.PAUSED, "", "11-27 12:00")),
    Case("paused-until-saturday", "ktp", "11-27 09:00", "paused", "", "11-28 09:00", "11-30 08:00",
         reason=PADAM,
         said=own("ktp", S.PAUSED, "", "11-28 09:00")),
    Case("paused-at-night", "ktp", "11-24 22:00", "paused", "11-24 14:00", reason=PADAM,
         said=own("ktp", S.PAUSED, "11-24 14:00")),
    Case("closed", "ktp", NOW, "closed", reason=PADAM, said=own("ktp", S.CLOSED)),
    Case("ended", "ktp", "11-24 10:00", "open", *DAY, said=own("ktp", S.PAUSED, "", "11-24 10:00")),
    Case("not-begun", "ktp", NOW, "open", *DAY, said=own("ktp", S.PAUSED, "11-24 09:01")),
    Case("just-begun", "ktp", NOW, "paused", "11-24 09:00", reason=PADAM, said=own("ktp", S.PAUSED, NOW)),
    Case("of-another-service", "ktp", NOW, "open", *DAY, said=own("kk", S.CLOSED)),
]  # fmt: skip

COMMON = [
    Case("open-over-standing", "paspor", NOW, "open", *DAY, said=common("imigrasi", S.OPEN)),
    Case("intake-of-full", "ktp", NOW, "intake_only", *DAY, reason=PADAM,
         said=common("capil", S.INTAKE_ONLY)),
    Case("intake-leaves-pickup", "ambil", NOW, "open", *DAY, said=common("capil", S.INTAKE_ONLY)),
    Case("intake-leaves-advice", "tanya", NOW, "open", *DAY, said=common("capil", S.INTAKE_ONLY)),
    Case("pickup-shuts-full", "ktp", NOW, "pickup_only", reason=PADAM, said=common("capil", S.PICKUP_ONLY)),
    Case("pickup-shuts-advice", "tanya", NOW, "pickup_only", reason=PADAM,
         said=common("capil", S.PICKUP_ONLY)),
    Case("pickup-leaves-pickup", "ambil", NOW, "open", *DAY, said=common("capil", S.PICKUP_ONLY)),
    Case("pickup-by-the-hours", "ambil", "11-24 16:00", "closed", since="11-24 15:00", opens="11-25 08:00",
         said=common("capil", S.PICKUP_ONLY)),
    Case("consult-shuts-pickup", "ambil", NOW, "consult_only", reason=PADAM,
         said=common("capil", S.CONSULT_ONLY)),
    Case("consult-leaves-advice", "tanya", NOW, "open", *DAY, said=common("capil", S.CONSULT_ONLY)),
    Case("quota-of-the-limited", "kk", NOW, "quota_full", opens="11-25 08:00", reason=PADAM,
         said=common("capil", S.QUOTA_FULL)),
    Case("quota-leaves-the-others", "ktp", NOW, "open", *DAY, said=common("capil", S.QUOTA_FULL)),
    Case("preparing", "ambil", NOW, "preparing", reason=PADAM, said=common("capil", S.PREPARING)),
    Case("paused", "tanya", NOW, "paused", "", "11-24 13:00", "11-24 13:00", reason=PADAM,
         said=common("capil", S.PAUSED, "", "11-24 13:00")),
    Case("closed", "ktp", NOW, "closed", reason=PADAM, said=common("capil", S.CLOSED)),
    Case("own-word-first", "ktp", NOW, "open", *DAY,
         said=both(own("ktp", S.OPEN), common("capil", S.CLOSED))),
    Case("own-word-ended", "ktp", NOW, "closed", reason=PADAM,
         said=both(own("ktp", S.OPEN, "", NOW), common("capil", S.CLOSED))),
    Case("of-another-agency", "ktp", NOW, "open", *DAY, said=common("samsat", S.CLOSED)),
]  # fmt: skip

DOWN = outage("capil", None, "11-24 08:30")
OUTAGES = [
    Case("full", "ktp", NOW, "preparing", "11-24 08:30", said=DOWN, link_down=True),
    Case("pickup", "ambil", NOW, "open", *DAY, said=DOWN),
    Case("pickup-after-hours", "ambil", "11-24 16:00", "closed", since="11-24 15:00", opens="11-25 08:00",
         said=DOWN),
    Case("advice", "tanya", NOW, "open", *DAY, said=DOWN),
    Case("with-an-end", "ktp", NOW, "preparing", "", "11-24 17:00", "11-25 08:00", reason=PADAM,
         said=outage("capil", WHY, "", "11-24 17:00"), link_down=True),
    Case("over-standing", "paspor", NOW, "preparing", reason=PADAM, said=outage("imigrasi", WHY),
         link_down=True),
    Case("not-begun", "ktp", NOW, "open", *DAY, said=outage("capil", None, "11-24 09:30")),
    Case("over", "ktp", NOW, "open", *DAY, said=outage("capil", None, "", NOW)),
    Case("intake-goes-on", "ktp", NOW, "intake_only", *DAY, reason=PADAM,
         said=both(DOWN, common("capil", S.INTAKE_ONLY))),
    Case("own-word-first", "ktp", NOW, "open", *DAY, said=both(DOWN, own("ktp", S.OPEN))),
    Case("of-another-agency", "ktp", NOW, "open", *DAY, said=outage("samsat")),
]  # fmt: skip

STANDINGS = [
    Case("of-the-agency", "paspor", NOW, "preparing", reason=STANDING_REASON),
    Case("at-night-too", "paspor", "11-24 22:00", "preparing", reason=STANDING_REASON),
    Case("own-standing-first", "paspor-ambil", NOW, "open", *DAY),
]

ALL = {
    "hours": BY_THE_HOURS,
    "holiday": HOLIDAYS,
    "ramadan": RAMADAN,
    "closure": CLOSURES,
    "standing": STANDINGS,
    "own-word": OWN,
    "agency-word": COMMON,
    "outage": OUTAGES,
}
