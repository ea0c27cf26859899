"""Finding a service: by its agency, by the keyboard, in another language, and when it is shut."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.model import Screen
from kiosk.assets import asset
from kiosk.domain.places import Agencies, Contrast, Reading
from kiosk.ui.finger import _items
from tests.issuing_kit import queue_server
from tests.kiosk_kit import WORDS, Citizen, at_kiosk, words
from tests.waiting import until

TO_KTP = ("welcome", "agency:disdukcapil", "service:ktp-baru")
LANDSCAPE = (1920, 1080)


async def test_typing_finds_a_service_and_back_leads_back_to_what_was_found(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "search")
        await citizen.told("agencies.type_hint")
        await citizen.touch("key:k", "key:t", "key:p", "service:ktp-hilang")
        await citizen.sees(Screen.SERVICE)
        assert citizen.model.visit.place == Reading("ktp-hilang", Agencies("ktp"))
        await citizen.touch("back")
        await until(lambda: citizen.finger.sees("service:ktp-hilang"))
        await citizen.until(lambda model: model.visit.place == Agencies("ktp"))
        await citizen.touch("key:erase", "key:x", "key:x")
        await citizen.told("agencies.found_none")
        await citizen.touch("search:close")
        await until(lambda: citizen.finger.sees("agency:disdukcapil"))


def keys(query: str) -> list[str]:
    """Return the names of the keys that type a query."""
    return ["key:space" if letter == " " else f"key:{letter}" for letter in query]


def rows(citizen: Citizen) -> list[str]:
    """Return the services that are listed, from above."""
    listed = [each for each in citizen.operable() if each.objectName().startswith("service:")]
    return [each.objectName().removeprefix("service:") for each in sorted(listed, key=lambda item: item.y())]


def written_on(citizen: Citizen, name: str) -> list[str]:
    """Return the texts that stand on an item, empty ones left out."""
    item = citizen.finger._find(name)
    return [text for each in _items(item) if (text := each.property("text"))] if item else []


async def test_a_row_that_was_found_tells_its_agency_its_state_and_how_many_wait(tmp_path: Path) -> None:
    async with queue_server(tmp_path) as url, at_kiosk(tmp_path, url) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil", "service:ktp-hilang", "take", "done")
        await citizen.touch("welcome", "search", *keys("ktpku ilang"))
        waiting = WORDS.say("id", "state.open_waiting", n=1)
        await until(lambda: any(waiting in each for each in written_on(citizen, "service:ktp-hilang")))
        assert rows(citizen)[0] == "ktp-hilang"
        assert written_on(citizen, "service:ktp-hilang")[:2] == ["Disdukcapil", "KTP-el hilang"]
        for _ in "ktpku ilang":
            await citizen.touch("key:erase")
        await citizen.touch("speak:en", *keys("renew pasport"))
        await citizen.until(lambda model: model.visit.place == Agencies("renew pasport"))
        await until(lambda: rows(citizen)[0] == "paspor-ganti")
        agency, name, state, *_ = written_on(citizen, "service:paspor-ganti")
        reason = citizen.model.availability["paspor-ganti"].reason
        assert reason
        assert (agency, name) == ("Imigrasi", "Passport renewal")
        assert reason.in_language("en") in state


async def test_each_key_searches_and_what_is_meant_stays_first(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "search", *keys("perp"))
        for letter in "anjag sim c":
            await citizen.touch(*keys(letter))
            await citizen.settled()
            assert "sim-c-perpanjangan" in rows(citizen)[:2]
        assert rows(citizen)[0] == "sim-c-perpanjangan"


async def test_words_that_say_nothing_leave_the_hint_and_nonsense_is_told_kindly(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "search", *keys("saya mau"))
        await citizen.told("agencies.type_hint")
        await citizen.touch(*keys(" xyzzy"))
        await citizen.told("agencies.found_none")
        assert rows(citizen) == []


async def test_a_letter_typed_twice_is_two_letters(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "search")
        await citizen.double_tap("key:n")
        await citizen.until(lambda model: model.visit.place == Agencies("nn"))


async def test_the_language_can_be_changed_in_mid_visit_and_the_place_stays(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.told("service.take", "id")
        here = citizen.model.visit.place
        await citizen.touch("speak:en")
        await citizen.told("service.take", "en")
        assert citizen.model.visit.place == here
        catalogue = citizen.model.catalogue
        assert catalogue
        assert citizen.reads(catalogue.services["ktp-baru"].name.in_language("en"))
        assert not citizen.reads(words("service.take", "id"))
        await citizen.touch("home")
        await citizen.told("welcome.promise", "id")


async def test_size_colours_and_reach_change_what_is_seen_until_the_visit_ends(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil")
        before = await citizen.centre("home")
        await citizen.touch("text-size", "contrast", "reach")
        adjusted = citizen.model.visit.adjustments
        assert (adjusted.text_size, adjusted.contrast, adjusted.low_reach) == (1, Contrast.DARK, True)
        await citizen.touch("service:ktp-baru")
        await citizen.told("service.take")
        assert (await citizen.centre("home")).y() == before.y(), "the foot stays where it can be reached"
        await citizen.touch("home")
        await citizen.sees(Screen.WELCOME)
        assert not citizen.model.visit.adjustments.low_reach


@pytest.mark.parametrize("size", [(1080, 1920), LANDSCAPE], ids=["portrait", "landscape"])
async def test_a_shut_service_can_be_read_but_gives_no_number(tmp_path: Path, size: tuple[int, int]) -> None:
    async with at_kiosk(tmp_path, size=size) as citizen:
        await citizen.touch("language:en", "agency:imigrasi", "service:paspor-baru")
        await citizen.sees(Screen.SERVICE)
        assert not citizen.finger.sees("take")
        assert not citizen.finger.sees("take:priority")
        state = citizen.model.availability["paspor-baru"]
        assert state.reason
        assert citizen.reads(words("service.shut", "en"))
        assert citizen.reads(state.reason.in_language("en"))


async def test_a_mall_brings_its_own_language_and_its_own_words(tmp_path: Path) -> None:
    ternate = asset("catalogue", "examples", "ternate.yaml")
    async with at_kiosk(tmp_path, catalogue=ternate) as citizen:
        await citizen.touch("language:max", "agency:disdukcapil", "service:ktp-baru")
        await until(lambda: citizen.reads("Ambe nomor"))
        assert citizen.reads("Kase surat di loket")


async def changed(citizen: Citizen, *, without_service: str = "", without_agency: str = "") -> None:
    """Let a catalogue arrive that lacks something."""
    now = citizen.model.catalogue
    assert now
    services = {
        name: each
        for name, each in now.services.items()
        if name != without_service and each.agency != without_agency
    }
    agencies = {name: each for name, each in now.agencies.items() if name != without_agency}
    citizen.kiosk.controller.catalogue_arrived(replace(now, services=services, agencies=agencies))
    await citizen.settled()


async def test_a_service_that_the_mall_takes_away_is_left_by_whoever_reads_it(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP)
        await citizen.sees(Screen.SERVICE)
        await changed(citizen, without_service="kk-baru")
        assert citizen.screen is Screen.SERVICE
        await changed(citizen, without_service="ktp-baru")
        await citizen.sees(Screen.WELCOME)
        await citizen.touch("welcome", "agency:disdukcapil")
        await citizen.sees(Screen.SERVICES)
        assert not citizen.finger.sees("service:ktp-baru")


async def test_an_agency_that_the_mall_takes_away_is_left_by_whoever_is_there(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch("welcome", "agency:disdukcapil")
        await citizen.sees(Screen.SERVICES)
        await changed(citizen, without_agency="disdukcapil")
        await citizen.sees(Screen.WELCOME)
        await citizen.touch("welcome")
        await citizen.sees(Screen.AGENCIES)
        assert not citizen.finger.sees("agency:disdukcapil")


async def test_a_number_stays_on_the_screen_though_the_mall_takes_its_service_away(tmp_path: Path) -> None:
    async with at_kiosk(tmp_path) as citizen:
        await citizen.touch(*TO_KTP, "take")
        await citizen.sees(Screen.TICKET)
        await changed(citizen, without_agency="disdukcapil")
        assert citizen.text("label") == "B1-001"
        await citizen.touch("done")
        await citizen.sees(Screen.WELCOME)
