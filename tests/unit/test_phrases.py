"""Sentences in Indonesian and English: dates, hours, money, and what a service can do."""

from datetime import date, datetime, timedelta

import pytest

from kiosk.domain.agenda import Stretch
from kiosk.domain.availability import Availability, State
from kiosk.domain.text import Text
from kiosk.phrases import (
    Mark,
    clock_time,
    hours_of_day,
    long_date,
    mark_of,
    money,
    opening,
    short_date,
    state_sentence,
)
from kiosk.words import Words, load_words

WORDS = load_words()
PLAIN = Words(
    {
        "en": {
            "state.open": "open",
            "state.open_none": "nobody",
            "state.open_waiting": "{n} wait",
            "state.serving_from": "from {time}",
            "state.preparing": "preparing",
            "state.link_down": "waits for its link",
            "state.why": "{state}: {reason}",
            "state.closed": "closed",
            "state.opens_today": "at {time}",
            "state.opens_on": "{weekday} {time}",
            "state.again_today": "again {time}",
            "state.again_on": "again {weekday} {time}",
            "state.paused": "paused",
            "state.quota_full": "full",
            "date.time": "{hour}.{minute}",
            "date.weekday.1": "Tuesday",
        }
    },
    first="en",
)
MONDAY = datetime.fromisoformat("2019-02-18T09:05+07:00")
REASON = Text.of({"id": "Menunggu pembukaan", "en": "Waiting to open"})
TWO_STRETCHES = (
    Stretch(MONDAY.replace(hour=8, minute=0), MONDAY.replace(hour=12, minute=0)),
    Stretch(MONDAY.replace(hour=13, minute=0), MONDAY.replace(hour=15, minute=30)),
)
OPEN = Availability(State.OPEN)


@pytest.mark.parametrize(
    ("language", "long", "short", "clock"),
    [
        ("id", "Senin, 18 Februari 2019", "18 Februari 2019", "09.05"),
        ("en", "Monday, 18 February 2019", "18 February 2019", "09:05"),
    ],
)
def test_dates_and_times_follow_the_language(language: str, long: str, short: str, clock: str) -> None:
    assert long_date(WORDS, language, MONDAY.date()) == long
    assert short_date(WORDS, language, MONDAY.date()) == short
    assert clock_time(WORDS, language, MONDAY) == clock


@pytest.mark.parametrize("language", ["id", "en"])
def test_each_day_of_the_week_and_each_month_has_a_name_of_its_own(language: str) -> None:
    days = {long_date(WORDS, language, date(2019, 2, 18) + timedelta(days=n)).split(",")[0] for n in range(7)}
    months = {short_date(WORDS, language, date(2019, month, 1)).split()[1] for month in range(1, 13)}
    assert (len(days), len(months)) == (7, 12)


@pytest.mark.parametrize(
    ("language", "hours"),
    [("id", "08.00\u201312.00 dan 13.00\u201315.30"), ("en", "08:00\u201312:00 and 13:00\u201315:30")],
)
def test_hours_with_a_break_are_two_spans(language: str, hours: str) -> None:
    assert hours_of_day(WORDS, language, TWO_STRETCHES) == hours
    assert hours_of_day(WORDS, language, ()) == ""


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        ("id", 0, "Rp0"),
        ("id", 999, "Rp999"),
        ("id", 1_650_000, "Rp1.650.000"),
        ("en", 1_650_000, "Rp1,650,000"),
    ],
)
def test_money_is_grouped_by_thousands(language: str, amount: int, written: str) -> None:
    assert money(WORDS, language, amount) == written


@pytest.mark.parametrize(
    ("language", "hours_later", "said"),
    [
        ("id", 4, "Buka pukul 13.05"),
        ("en", 4, "Opens at 13:05"),
        ("id", 24, "Buka Selasa 09.05"),
        ("en", 24, "Opens Tuesday 09:05"),
        ("id", 6 * 24, "Buka Minggu 09.05"),
        ("id", 7 * 24, "Buka 25 Februari 2019 pukul 09.05"),
        ("en", 8 * 24, "Opens on 26 February 2019 at 09:05"),
    ],
)
def test_an_opening_names_its_day_only_when_it_is_another_one(
    language: str, hours_later: int, said: str
) -> None:
    assert opening(WORDS, language, MONDAY + timedelta(hours=hours_later), MONDAY) == said


@pytest.mark.parametrize(
    ("state", "waiting", "said"),
    [
        (OPEN, None, "open"),
        (OPEN, 0, "nobody"),
        (OPEN, 7, "7 wait"),
        (Availability(State.OPEN, serving_from=MONDAY + timedelta(minutes=25)), 7, "from 9.30"),
        (Availability(State.OPEN, serving_from=MONDAY - timedelta(minutes=25)), 7, "7 wait"),
        (Availability(State.PREPARING, REASON), None, "preparing: Waiting to open"),
        (Availability(State.PREPARING), None, "preparing"),
        (Availability(State.CLOSED, REASON), None, "closed: Waiting to open"),
        (Availability(State.CLOSED, REASON, next_open=MONDAY), None, "closed: Waiting to open, again 9.5"),
        (Availability(State.PREPARING, link_down=True), None, "Waits for its link"),
        (Availability(State.PREPARING, REASON, link_down=True), None, "Waits for its link: Waiting to open"),
        (Availability(State.PREPARING, Text.plain("Preparing a booth")), None, "Preparing a booth"),
        (Availability(State.CLOSED), None, "closed"),
        (Availability(State.CLOSED, next_open=MONDAY + timedelta(hours=4)), None, "at 13.5"),
        (Availability(State.CLOSED, next_open=MONDAY + timedelta(days=1)), None, "Tuesday 9.5"),
        (Availability(State.PAUSED, REASON), None, "paused: Waiting to open"),
        (Availability(State.PAUSED, next_open=MONDAY + timedelta(days=1)), None, "paused, again Tuesday 9.5"),
        (Availability(State.QUOTA_FULL), None, "full"),
    ],
)
def test_a_state_is_one_sentence(state: Availability, waiting: int | None, said: str) -> None:
    assert state_sentence(PLAIN, "en", state, MONDAY, waiting) == said


def test_an_opening_elsewhere_is_said_in_the_malls_zone() -> None:
    opens = Availability(State.CLOSED, next_open=datetime.fromisoformat("2019-02-18T06:30+00:00"))
    assert state_sentence(PLAIN, "en", opens, MONDAY, None) == "at 13.30"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_state_can_be_said_with_and_without_a_reason(state: State, language: str) -> None:
    bare = state_sentence(WORDS, language, Availability(state), MONDAY, None)
    explained = state_sentence(WORDS, language, Availability(state, REASON), MONDAY, None)
    assert bare
    if state is not State.OPEN:
        assert REASON.in_language(language) in explained


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        (OPEN, Mark.OPEN),
        (Availability(State.INTAKE_ONLY), Mark.OPEN),
        (Availability(State.PREPARING, REASON), Mark.PREPARING),
        (Availability(State.CLOSED, next_open=MONDAY), Mark.LATER),
        (Availability(State.CLOSED, REASON, next_open=MONDAY), Mark.LATER),
        (Availability(State.CLOSED, REASON), Mark.CLOSED),
        (Availability(State.PAUSED), Mark.CLOSED),
        (Availability(State.QUOTA_FULL, next_open=MONDAY), Mark.LATER),
        (Availability(State.PICKUP_ONLY), Mark.PREPARING),
        (Availability(State.CONSULT_ONLY, REASON), Mark.PREPARING),
    ],
)
def test_each_state_has_its_shape(state: Availability, mark: Mark) -> None:
    assert mark_of(state) is mark


THURSDAY = MONDAY.replace(hour=8, minute=0) + timedelta(days=3)
NETWORK = Text.of({"id": "menunggu jaringan pusat", "en": "waiting for the network"})
CHRISTMAS = Text.of({"id": "Hari Natal", "en": "Christmas"})


@pytest.mark.parametrize(
    ("state", "indonesian", "english"),
    [
        (Availability(State.OPEN), "Buka", "Open"),
        (
            Availability(State.INTAKE_ONLY, NETWORK),
            "Hanya menerima berkas: menunggu jaringan pusat",
            "Taking in papers only: waiting for the network",
        ),
        (
            Availability(State.PICKUP_ONLY, NETWORK),
            "Hanya pengambilan berkas: menunggu jaringan pusat",
            "Collection of finished papers only: waiting for the network",
        ),
        (
            Availability(State.PICKUP_ONLY, link_down=True),
            "Hanya pengambilan berkas: menunggu jaringan pusat",
            "Collection of finished papers only: waiting for the link to the central data",
        ),
        (Availability(State.CONSULT_ONLY), "Hanya konsultasi", "Advice only"),
        (
            Availability(State.QUOTA_FULL, next_open=THURSDAY),
            "Kuota hari ini habis, buka lagi Kamis 08.00",
            "Today's quota is used up, opens again Thursday 08:00",
        ),
        (
            Availability(State.PREPARING, link_down=True, next_open=MONDAY + timedelta(hours=4)),
            "Menunggu jaringan pusat, buka lagi pukul 13.05",
            "Waiting for the link to the central data, opens again at 13:05",
        ),
        (Availability(State.PREPARING), "Disiapkan", "In preparation"),
        (
            Availability(State.PAUSED, NETWORK),
            "Berhenti sejenak: menunggu jaringan pusat",
            "Paused: waiting for the network",
        ),
        (
            Availability(State.CLOSED, CHRISTMAS, next_open=THURSDAY + timedelta(days=7)),
            "Tutup: Hari Natal, buka lagi 28 Februari 2019 pukul 08.00",
            "Closed: Christmas, opens again on 28 February 2019 at 08:00",
        ),
        (Availability(State.CLOSED, next_open=THURSDAY), "Buka Kamis 08.00", "Opens Thursday 08:00"),
    ],
)
def test_citizens_read_the_state_the_reason_and_the_next_opening(
    state: Availability, indonesian: str, english: str
) -> None:
    assert state_sentence(WORDS, "id", state, MONDAY, None) == indonesian
    assert state_sentence(WORDS, "en", state, MONDAY, None) == english
