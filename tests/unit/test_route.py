"""Ways through the real mall, and the rules of a way one by one."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.assets import asset
from kiosk.catalogue.loading import load_catalogue
from kiosk.domain.availability import StaffWord, State, Word
from kiosk.domain.catalogue import Catalogue, Document, Ready, Standing
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way, find_way, possible_today
from tests.unit.route_kit import MONDAY, WORDS, mall, needs, service

HAVE, NEVER, LOST, DAMAGED, OUTDATED = Holding
BIRTH_PROOFS = ("akta-kelahiran", "akta-perkawinan", "buku-nikah", "ijazah", "surat-baptis")
FRIDAY_BREAK = datetime.fromisoformat("2019-02-22T11:30+07:00")
SATURDAY = datetime.fromisoformat("2019-02-23T09:00+07:00")


@pytest.fixture(scope="module")
def pekanbaru() -> Catalogue:
    loaded = load_catalogue(asset("catalogue", "pekanbaru"))
    assert loaded.catalogue is not None
    return loaded.catalogue


@pytest.fixture(scope="module")
def at_work(pekanbaru: Catalogue) -> Catalogue:
    """The same mall when all that was being prepared is open."""
    agencies = {name: replace(each, standing=Standing.OPEN) for name, each in pekanbaru.agencies.items()}
    services = {name: replace(each, standing=None) for name, each in pekanbaru.services.items()}
    return replace(pekanbaru, agencies=agencies, services=services)


def lacks(state: Holding, *documents: str, conditions: tuple[str, ...] = ()) -> Holdings:
    return Holdings(dict.fromkeys(documents, state), conditions=frozenset(conditions))


def nothing(state: Holding, *held: str) -> Holdings:
    return Holdings(dict.fromkeys(held, HAVE), others=state)


def names(way: Way) -> list[str]:
    return [stop.service for stop in way.stops]


def test_a_passport_with_everything_is_one_stop(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "paspor-baru", Holdings())
    assert (names(way), way.outside, way.complete) == (["paspor-baru"], (), True)


def test_a_diploma_spares_the_birth_certificate(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "paspor-baru", lacks(NEVER, *set(BIRTH_PROOFS) - {"ijazah"}))
    assert names(way) == ["paspor-baru"]


def test_without_any_proof_of_birth_the_certificate_comes_first(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "paspor-baru", lacks(NEVER, *BIRTH_PROOFS, "surat-lahir"))
    assert names(way) == ["akta-kelahiran", "paspor-baru"]
    assert way.outside == (), "a statement that is made at the counter proves the birth"
    first, last = way.stops
    assert (first.gives, first.later) == (("akta-kelahiran",), ("paspor-baru",))
    assert (last.gives, last.later, last.after) == ((), (), (("akta-kelahiran",),))


def test_a_passport_without_a_family_card_begins_at_civil_registration(pekanbaru: Catalogue) -> None:
    assert names(find_way(pekanbaru, "paspor-baru", lacks(NEVER, "kk"))) == ["kk-baru", "paspor-baru"]
    assert names(find_way(pekanbaru, "paspor-baru", lacks(LOST, "kk", "kk-lama", "surat-kehilangan"))) == [
        "polres-kehilangan",
        "kk-hilang",
        "paspor-baru",
    ]


@pytest.mark.parametrize("wanted", ["ktp-hilang", "kk-hilang"])
def test_a_lost_id_card_and_a_lost_family_card_do_not_wait_for_each_other(
    pekanbaru: Catalogue, wanted: str
) -> None:
    way = find_way(pekanbaru, wanted, lacks(LOST, "ktp-el", "kk", "kk-copy", "kk-lama", "surat-kehilangan"))
    assert (names(way), way.outside) == (["polres-kehilangan", wanted], ())


def test_a_driving_licence_begins_at_the_health_insurance(pekanbaru: Catalogue) -> None:
    inactive = find_way(pekanbaru, "sim-c-perpanjangan", lacks(OUTDATED, "jkn-aktif"))
    assert names(inactive) == ["bpjskes-aktivasi", "sim-c-perpanjangan"]
    never = find_way(pekanbaru, "sim-c-perpanjangan", lacks(NEVER, "jkn-aktif", "kartu-jkn"))
    assert names(never) == ["bpjskes-daftar", "sim-c-perpanjangan"]


def test_the_certificate_of_no_conviction_from_nothing_has_five_stops_before(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "sktpd", nothing(NEVER, "meterai"))
    assert names(way) == ["kk-baru", "ktp-baru", "brk-rekening", "bpjskes-daftar", "skck-baru", "sktpd"]
    assert way.outside == ("ponsel-email", "ijazah", "pas-foto")
    assert way.stops[4].gives == ("skck",)
    assert "pos-meterai" in names(find_way(pekanbaru, "sktpd", nothing(NEVER))), "and a stamp is soon bought"


@pytest.mark.parametrize(("now", "today"), [(SATURDAY, True), (FRIDAY_BREAK, False)])
def test_vehicle_tax_is_paid_on_saturday_and_no_more_on_friday_at_half_past_eleven(
    at_work: Catalogue, now: datetime, today: bool
) -> None:
    way = find_way(at_work, "stnk-tahunan", Holdings(), now)
    assert names(way) == ["stnk-tahunan"]
    assert possible_today(at_work, way, now) == (today,)


def test_a_break_is_no_end_of_the_day(at_work: Catalogue) -> None:
    way = find_way(at_work, "ktp-hilang", Holdings(), FRIDAY_BREAK)
    assert possible_today(at_work, way, FRIDAY_BREAK) == (True,)


def test_while_immigration_has_no_line_its_papers_can_be_prepared_today(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "paspor-baru", lacks(NEVER, "kk"), MONDAY)
    assert names(way) == ["kk-baru", "paspor-baru"]
    assert possible_today(pekanbaru, way, MONDAY) == (True, False)
    assert pekanbaru.services["kk-baru"].ready == Ready(1, 3), "and the citizen hears when to come back"


def test_moving_in_needs_the_letter_of_the_region_of_origin(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "pindah-datang", lacks(NEVER, "skpwni"))
    assert (names(way), way.outside) == (["pindah-datang"], ("skpwni",))
    moved = lacks(NEVER, "kk", "skpwni", conditions=("moved_in",))
    assert find_way(pekanbaru, "paspor-baru", moved).outside == ("skpwni",)
    assert find_way(pekanbaru, "paspor-baru", moved).stops[0].brings == ("skpwni",)


def test_a_job_seeker_who_lost_everything_goes_to_the_police_first(pekanbaru: Catalogue) -> None:
    way = find_way(pekanbaru, "ak1", nothing(LOST))
    assert names(way) == ["polres-kehilangan", "ktp-hilang", "kk-hilang", "akta-kutipan-kedua", "ak1"]
    assert way.outside == ("ijazah", "pas-foto")
    assert way.stops[0].later == ("ktp-hilang", "kk-hilang", "akta-kutipan-kedua")


@pytest.mark.parametrize("state", [NEVER, LOST, DAMAGED])
def test_every_service_has_a_way_or_names_what_must_be_held(pekanbaru: Catalogue, state: Holding) -> None:
    ways = {name: find_way(pekanbaru, name, Holdings(others=state)) for name in pekanbaru.services}
    assert {name: way.missing for name, way in ways.items() if not way.complete} == {
        "imei": ("paspor",),
        "bpjstk-jht": ("kpj",),
        "haji-batal": ("spph", "setoran-haji"),
    }
    for name, way in ways.items():
        if way.complete:
            assert way.stops[-1].service == (way.instead or name)
        for document in way.outside:
            paper = pekanbaru.documents[document]
            assert not paper.at_counter
            assert paper.issued_by is None
        for place, stop in enumerate(way.stops[:-1]):
            assert stop.gives
            assert stop.later
            assert set(stop.later) <= set(names(way)[place + 1 :])


@pytest.mark.parametrize(
    ("state", "routes", "issuer"),
    [
        (NEVER, {"lost": "b"}, "a"),
        (LOST, {"lost": "b", "damaged": "c"}, "b"),
        (LOST, {"damaged": "c"}, "a"),
        (DAMAGED, {"lost": "b", "damaged": "c"}, "c"),
        (OUTDATED, {"inactive": "c", "changed": "b"}, "b"),
        (OUTDATED, {"inactive": "c", "expired": "b", "changed": "a"}, "b"),
        (OUTDATED, {"lost": "b"}, "a"),
    ],
)
def test_what_became_of_a_paper_decides_who_issues_it(
    state: Holding, routes: dict[str, str], issuer: str
) -> None:
    paper = Document("paper", WORDS, "a", routes)
    catalogue = mall([*map(service, "abc"), service("wanted", needs("paper"))], [paper])
    assert names(find_way(catalogue, "wanted", lacks(state, "paper"))) == [issuer, "wanted"]


def test_a_paper_that_must_be_held_is_never_fetched_on_the_way() -> None:
    papers = [Document("card", WORDS, "give"), Document("proof", WORDS, "renew")]
    renew = replace(service("renew", needs("card")), must_hold=("card",))
    catalogue = mall([service("give"), renew, service("wanted", needs("proof"))], papers)
    way = find_way(catalogue, "wanted", lacks(NEVER, "card", "proof"))
    assert (way.complete, way.stops, way.missing) == (False, (), ("card",))


def test_one_stand_in_may_lead_to_another_but_not_in_a_circle() -> None:
    a, b = (
        replace(service("a"), must_hold=("one",), instead="b"),
        replace(service("b"), must_hold=("two",), instead="c"),
    )
    papers = [Document("one", WORDS), Document("two", WORDS)]
    way = find_way(mall([a, b, service("c")], papers), "a", nothing(NEVER))
    assert (names(way), way.instead, way.lacking) == (["c"], "c", ("one", "two"))
    circle = mall([a, replace(b, instead="a")], papers)
    assert find_way(circle, "a", nothing(NEVER)).missing == ("one", "two")


def test_a_circle_without_a_way_out_names_its_papers() -> None:
    papers = [Document("egg", WORDS, "hen"), Document("hen", WORDS, "egg")]
    catalogue = mall([service("egg", needs("egg")), service("hen", needs("hen"))], papers)
    way = find_way(catalogue, "egg", nothing(NEVER))
    assert (way.complete, way.missing) == (False, ("egg", "hen"))


def test_a_counter_with_no_known_opening_is_avoided_only_when_the_time_counts() -> None:
    papers = [Document("quick", WORDS, "shut"), Document("slow", WORDS, "open")]
    shut = replace(service("shut", minutes=1), standing=Standing.PREPARING)
    catalogue = mall([shut, service("open", minutes=9), service("wanted", needs("quick", "slow"))], papers)
    assert names(find_way(catalogue, "wanted", nothing(NEVER))) == ["shut", "wanted"]
    assert names(find_way(catalogue, "wanted", nothing(NEVER), MONDAY)) == ["open", "wanted"]
    word = StaffWord({"open": Word(State.PAUSED)})
    assert names(find_way(catalogue, "wanted", nothing(NEVER), MONDAY, word)) == ["shut", "wanted"]
    word = StaffWord({"open": Word(State.PAUSED, until=MONDAY + timedelta(days=3))})
    assert names(find_way(catalogue, "wanted", nothing(NEVER), MONDAY, word)) == ["open", "wanted"]


@pytest.mark.parametrize(
    ("ready", "today"),
    [(Ready(0, 0), True), (Ready(0, 3), False), (Ready(1, 1), False), (None, False)],
)
def test_a_later_stop_is_for_today_only_if_the_paper_is_surely_there(
    ready: Ready | None, today: bool
) -> None:
    papers = [Document("paper", WORDS, "first"), Document("proof", WORDS, "second")]
    first = replace(service("first"), ready=ready)
    second = replace(service("second", needs("paper")), ready=Ready(0, 0))
    catalogue = mall([first, second, service("wanted", needs("proof"))], papers)
    way = find_way(catalogue, "wanted", nothing(NEVER), MONDAY)
    assert possible_today(catalogue, way, MONDAY) == (True, today, today)


def test_an_item_that_two_stops_could_meet_is_explained_by_the_paper_that_is_there_first() -> None:
    papers = [
        Document(f"{kind}-{name}", WORDS, name) for kind in ("own", "either") for name in ("slow", "fast")
    ]
    slow = replace(service("slow"), ready=Ready(3, 3))
    fast = replace(service("fast"), ready=Ready(0, 0))
    both = service("both", needs("own-slow"), needs("own-fast"), needs("either-slow", "either-fast"))
    way = find_way(mall([slow, fast, both], papers), "both", nothing(NEVER))
    assert [stop.gives for stop in way.stops] == [("own-slow",), ("own-fast", "either-fast"), ()]
    assert way.stops[-1].after == (("slow",), ("fast",), ("slow", "fast"))


CALENDAR_DAYS = {"bpjskes-daftar": "14 hari", "akta-perkawinan": "14 hari"}
"""Two weeks, which are ten working days."""


def test_the_days_are_those_of_the_words(pekanbaru: Catalogue) -> None:
    for each in pekanbaru.services.values():
        words = each.duration.in_language("id").lower() if each.duration else ""
        if each.id in CALENDAR_DAYS:
            assert CALENDAR_DAYS[each.id] in words
            assert each.ready
            assert each.ready.most == 10
        elif each.ready is None:
            assert "beberapa" in words or "setelah" in words or ";" in words
        elif each.ready.most:
            assert re.search(rf"\b{each.ready.most}( hari|$)", words)
        else:
            assert re.search(r"menit|jam|langsung|hari yang sama", words)


def test_nothing_is_for_today_after_the_day_has_closed() -> None:
    catalogue = mall([service("wanted")], [])
    evening = MONDAY.replace(hour=16)
    way = find_way(catalogue, "wanted", Holdings(), evening)
    assert possible_today(catalogue, way, evening) == (False,)
    assert possible_today(catalogue, way, MONDAY.replace(hour=7)) == (True,)


def test_a_chain_of_five_thousand_services_has_an_end() -> None:
    count = 5000
    papers = [Document(f"p{place}", WORDS, f"s{place}") for place in range(count)]
    chain = [service("s0"), *(service(f"s{place}", needs(f"p{place - 1}")) for place in range(1, count))]
    way = find_way(mall(chain, papers), f"s{count - 1}", nothing(NEVER))
    assert names(way) == [f"s{place}" for place in range(count)]
