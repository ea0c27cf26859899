"""The counters' work on every store: who is called, by whom, and what that leaves behind."""

import asyncio
from collections import Counter as Counted
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from itertools import cycle

import pytest

from kiosk.domain.ticket import EventKind, TicketClass, TicketState
from kiosk.server.counters.calls import (
    Call,
    Counter,
    CounterBusy,
    CounterFree,
    Ending,
    Measured,
    NotSetAside,
    Pace,
)
from kiosk.server.store import Placed, QueueCount, Store
from tests.server.store_kit import DAY, MALL, NOW, SERVICE, entry, opened, told

OTHER, ELSEWHERE = "kk-baru", "paspor-baru"
AGENCY, SERVICES = "disdukcapil", (SERVICE, OTHER)
PRIORITY = TicketClass.PRIORITY


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    async with opened(database) as store:
        yield store


def counter(number: int = 1, seconds: float = 60.0, day: date = DAY) -> Counter:
    """A counter so many seconds after all people of these tests pressed."""
    now = datetime.combine(day, NOW.timetz()) + timedelta(seconds=seconds)
    return Counter(f"{AGENCY}-{number}", AGENCY, SERVICES, day, now)


async def press(store: Store, seconds: float = 0.0, service: str = SERVICE, regular: bool = True) -> str:
    ticket_class = TicketClass.REGULAR if regular else PRIORITY
    issued = await store.issue(MALL, entry(None, None, service, seconds, ticket_class), NOW)
    assert isinstance(issued, Placed)
    return issued.record.label


async def call(store: Store, at: Counter, *services: str, priority_after: int = 2) -> Call:
    called = await store.calls.next(MALL, at, services or SERVICES, priority_after)
    assert isinstance(called, Call), called
    return called


async def end(store: Store, at: Counter, ending: Ending, service: str | None = None) -> Call:
    ended = await store.calls.end(MALL, at, ending, None, service)
    assert isinstance(ended, Call), ended
    return ended


async def called(store: Store, count: int, *services: str, priority_after: int = 2) -> list[str]:
    """Call so many people to one counter, each until done."""
    labels = []
    for _ in range(count):
        labels.append((await call(store, counter(), *services, priority_after=priority_after)).label)
        await end(store, counter(), Ending.DONE)
    return labels


async def test_people_are_called_by_press_time_whatever_their_service_and_arrival(store: Store) -> None:
    late, first, second = [await press(store, 3), await press(store, 1), await press(store, 2, OTHER)]
    await store.record(MALL, [told(1, entry(label="B7-001", seconds=0))], NOW)
    assert await called(store, 4) == ["B7-001", first, second, late]
    assert await store.calls.next(MALL, counter(), SERVICES, 2) is None


async def test_a_counter_may_call_for_some_services_only(store: Store) -> None:
    await press(store, 1)
    other = await press(store, 2, OTHER)
    assert await called(store, 1, OTHER) == [other]
    assert await store.calls.next(MALL, counter(), [OTHER], 2) is None


async def test_people_who_pressed_in_the_same_microsecond_are_called_by_their_ids(store: Store) -> None:
    pressed = [entry() for _ in range(9)]
    for each in reversed(pressed):
        await store.issue(MALL, each, NOW)
    ids = [(await call(store, counter(number))).press.ticket_id for number in range(1, 10)]
    assert ids == sorted(each.press.ticket_id for each in pressed)


async def test_one_with_priority_is_called_after_every_n_regular_ones(store: Store) -> None:
    regular = [await press(store, seconds) for seconds in range(7)]
    priority = [await press(store, 10 + seconds, regular=False) for seconds in range(3)]
    r, p = iter(regular), iter(priority)
    expected = [next(p), next(r), next(r), next(r), next(p), next(r), next(r), next(r), next(p), next(r)]
    assert await called(store, 10, priority_after=3) == expected


async def test_a_class_that_waits_alone_is_called(store: Store) -> None:
    first, second = await press(store, 1, regular=False), await press(store, 2, regular=False)
    assert await called(store, 2) == [first, second]
    regular = [await press(store, seconds) for seconds in range(3, 7)]
    assert await called(store, 3) == regular[:3]
    priority = await press(store, 7, regular=False)
    assert await called(store, 2) == [priority, regular[3]]


async def test_an_unconfirmed_number_is_called_once_confirmed_or_after_the_grace(
    store: Store,
) -> None:
    ghost, shown = entry(), entry(seconds=1)
    for each in (ghost, shown):
        await store.issue(MALL, each, NOW)
    assert await store.calls.next(MALL, counter(seconds=19.9), SERVICES, 2) is None
    await store.record(MALL, [told(1, shown, EventKind.PRINTED)], NOW)
    assert (await call(store, counter(1, 19.9))).press == shown.press
    assert (await call(store, counter(2, 20))).press == ghost.press


async def test_no_two_counters_get_one_person_whoever_asks_at_once(database: str) -> None:
    async with opened(database) as store:
        pressed = [await press(store, seconds, SERVICES[seconds % 2]) for seconds in range(18)]
        async with opened(database) as beside:
            stores = cycle((store, beside))
            answers = await asyncio.gather(
                *(next(stores).calls.next(MALL, counter(number), SERVICES, 2) for number in range(1, 25))
            )
        labels = [each.label for each in answers if isinstance(each, Call)]
        assert sorted(labels) == sorted(pressed)
        assert answers.count(None) == 6
        assert await store.queues(MALL, DAY) == {each: QueueCount(0, 9) for each in SERVICES}


async def test_one_counter_that_asks_often_at_once_gets_one_person(store: Store) -> None:
    for seconds in range(5):
        await press(store, seconds)
    answers = await asyncio.gather(*(store.calls.next(MALL, counter(), SERVICES, 2) for _ in range(20)))
    (got,) = [each for each in answers if isinstance(each, Call)]
    assert [each for each in answers if each != got] == [CounterBusy(got)] * 19
    assert (await store.queues(MALL, DAY))[SERVICE].waiting == 4


async def test_a_person_comes_and_is_done(store: Store) -> None:
    label = await press(store)
    await call(store, counter(seconds=60))
    served = await store.calls.serve(MALL, counter(seconds=90), None)
    assert isinstance(served, Call)
    assert (served.label, served.state, served.serving_at) == (label, "serving", counter(seconds=90).now)
    assert await store.calls.serve(MALL, counter(seconds=95), None) == served
    assert await store.calls.present(MALL, counter()) == served
    ended = await end(store, counter(seconds=390), Ending.DONE)
    assert (ended.state, ended.ended_as) == ("done", "done")
    assert await store.calls.present(MALL, counter()) is None
    assert [each.state for each in await store.tickets(MALL, DAY)] == [TicketState.DONE]
    assert await store.calls.pace(MALL, DAY, NOW) == Pace(
        {SERVICE: Measured(1, 5.0, 25.0)}, frozenset({counter().id})
    )
    assert (await store.calls.pace(MALL, DAY, counter(seconds=61).now)).counters == frozenset()


async def test_a_change_that_comes_twice_is_made_once_if_it_names_its_ticket(store: Store) -> None:
    for seconds in range(2):
        await press(store, seconds)
    first = await call(store, counter())
    ended = await store.calls.end(MALL, counter(seconds=70), Ending.DONE, first.press.ticket_id)
    again = await store.calls.end(MALL, counter(seconds=80), Ending.DONE, first.press.ticket_id)
    assert ended == again
    other = await store.calls.end(MALL, counter(seconds=80), Ending.PARKED, first.press.ticket_id)
    assert other == CounterFree()
    second = await call(store, counter(seconds=90))
    assert await store.calls.end(MALL, counter(seconds=91), Ending.DONE, first.press.ticket_id) == ended
    assert await store.calls.serve(MALL, counter(), first.press.ticket_id) == CounterBusy(second)
    assert await store.calls.present(MALL, counter()) == second


async def test_a_free_counter_has_nobody_to_change(store: Store) -> None:
    assert await store.calls.serve(MALL, counter(), None) == CounterFree()
    assert await store.calls.recall(MALL, counter(), None) == CounterFree()
    assert await store.calls.end(MALL, counter(), Ending.DONE, None) == CounterFree()


@pytest.mark.parametrize("ending", [Ending.PARKED, Ending.NO_SHOW])
async def test_who_was_set_aside_or_did_not_come_is_called_back(store: Store, ending: Ending) -> None:
    label = await press(store)
    await call(store, counter())
    assert (await end(store, counter(), ending)).state == ending.value
    assert await store.calls.next(MALL, counter(), SERVICES, 2) is None
    back = await store.calls.recall(MALL, counter(2, 300), label)
    assert isinstance(back, Call)
    assert (back.label, back.counter, back.nth, back.state) == (label, counter(2).id, 2, "called")
    assert await store.calls.recall(MALL, counter(2, 400), label) == await store.calls.present(
        MALL, counter(2)
    )
    assert await store.calls.recall(MALL, counter(3), label) == NotSetAside(label, TicketState.CALLED)
    assert (await store.queues(MALL, DAY))[SERVICE] == QueueCount(0, 1)


async def test_one_who_is_called_back_by_two_counters_at_once_goes_to_one(store: Store) -> None:
    label = await press(store)
    await call(store, counter())
    await end(store, counter(), Ending.PARKED)
    answers = await asyncio.gather(
        *(store.calls.recall(MALL, counter(number), label) for number in range(1, 9))
    )
    assert sum(isinstance(each, Call) for each in answers) == 1
    assert answers.count(NotSetAside(label, TicketState.CALLED)) == 7


async def test_recalling_calls_again_and_fetches_nobody_else(store: Store) -> None:
    first, second = await press(store, 1), await press(store, 2)
    present = await call(store, counter(seconds=60))
    again = await store.calls.recall(MALL, counter(seconds=75), None)
    assert isinstance(again, Call)
    assert (again.label, again.called_at, again.nth) == (first, counter(seconds=75).now, present.nth)
    assert await store.calls.recall(MALL, counter(), second) == CounterBusy(again)
    await end(store, counter(), Ending.DONE)
    assert await store.calls.recall(MALL, counter(), second) == NotSetAside(second, TicketState.NUMBERED)
    assert await store.calls.recall(MALL, counter(), "B-999") == NotSetAside("B-999", None)


async def test_who_is_sent_on_keeps_their_press_time_label_and_quota(store: Store) -> None:
    early, late = await press(store, 1), await press(store, 50, ELSEWHERE)
    await call(store, counter())
    sent = await end(store, counter(), Ending.TRANSFERRED, ELSEWHERE)
    assert (sent.state, sent.standing, sent.press.service) == ("waiting", ELSEWHERE, SERVICE)
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 1), ELSEWHERE: QueueCount(2, 1)}
    found = await store.find(MALL, sent.press.ticket_id)
    assert found is not None
    assert (found.ahead, found.record.standing, found.record.press.service) == (0, ELSEWHERE, SERVICE)
    there = Counter("imigrasi-1", "imigrasi", (ELSEWHERE,), DAY, counter().now)
    assert [(await call(store, there, ELSEWHERE)).label] == [early]
    await end(store, there, Ending.DONE)
    assert (await call(store, there, ELSEWHERE)).label == late
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 1), ELSEWHERE: QueueCount(0, 1)}


async def test_a_void_of_one_who_was_sent_on_frees_both_counts(store: Store) -> None:
    pressed = entry()
    await store.issue(MALL, pressed, NOW)
    await call(store, counter())
    await end(store, counter(), Ending.TRANSFERRED, OTHER)
    await store.record(MALL, [told(1, pressed, EventKind.VOIDED)], NOW)
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 0), OTHER: QueueCount(0, 0)}


async def test_a_ghost_that_was_called_and_then_voided_leaves_the_counter_free(store: Store) -> None:
    ghost, person = entry(), entry(seconds=1)
    for each in (ghost, person):
        await store.issue(MALL, each, NOW)
    assert (await call(store, counter())).press == ghost.press
    for seq in (1, 2):
        await store.record(MALL, [told(seq, ghost, EventKind.VOIDED)], counter().now)
        assert await store.calls.present(MALL, counter()) is None
        assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(1, 1)}
    assert (await call(store, counter())).press == person.press


@pytest.mark.parametrize(("ending", "left"), [(Ending.NO_SHOW, 0), (Ending.PARKED, 0), (Ending.DONE, 1)])
async def test_a_void_takes_back_who_never_came_and_nobody_else(
    store: Store, ending: Ending, left: int
) -> None:
    pressed = entry()
    await store.issue(MALL, pressed, NOW)
    await call(store, counter())
    await end(store, counter(), ending)
    await store.record(MALL, [told(1, pressed, EventKind.VOIDED)], NOW)
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, left)}
    assert isinstance(await store.calls.recall(MALL, counter(), "B-001"), NotSetAside)


async def test_a_confirmation_that_comes_late_changes_nothing(store: Store) -> None:
    pressed = entry()
    await store.issue(MALL, pressed, NOW)
    called = await call(store, counter())
    await store.record(MALL, [told(1, pressed, EventKind.PRINTED)], NOW)
    assert await store.calls.present(MALL, counter()) == called
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 1)}


@pytest.mark.parametrize("ending", [None, Ending.NO_SHOW, Ending.PARKED])
async def test_who_was_called_by_a_label_that_no_paper_bears_is_called_again_by_the_papers(
    store: Store, ending: Ending | None
) -> None:
    """I2, I5: the answer was lost, the grace over; nobody could come, and somebody waits."""
    pressed, later = entry(), entry(seconds=1)
    for each in (pressed, later):
        await store.issue(MALL, each, NOW)
    await call(store, counter())
    if ending:
        await end(store, counter(), ending)
    for seq in (1, 2):
        paper = told(seq, entry(pressed.press.ticket_id, "B2-007"))
        await store.record(MALL, [paper, told(seq + 2, pressed, EventKind.PRINTED)], counter().now)
        assert await store.calls.present(MALL, counter()) is None
        assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(2, 2)}
    again = await call(store, counter(seconds=70))
    assert (again.press, again.label, again.nth) == (pressed.press, "B2-007", 2)
    assert (await call(store, counter(2))).press == later.press


@pytest.mark.parametrize("ending", [None, Ending.DONE])
async def test_a_label_that_comes_late_fetches_nobody_who_came(store: Store, ending: Ending | None) -> None:
    pressed = entry()
    await store.issue(MALL, pressed, NOW)
    await call(store, counter())
    served = await store.calls.serve(MALL, counter(), None)
    if ending:
        served = await end(store, counter(), ending)
    assert isinstance(served, Call)
    await store.record(MALL, [told(1, entry(pressed.press.ticket_id, "B2-007"))], counter().now)
    (kept,) = await store.tickets(MALL, DAY)
    assert (kept.label, kept.state) == ("B2-007", served.state)
    assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(0, 1)}


async def test_what_was_left_open_yesterday_is_ended_by_the_next_call(store: Store) -> None:
    await press(store)
    await call(store, counter())
    tomorrow = DAY + timedelta(days=1)
    later = counter(day=tomorrow)
    assert await store.calls.present(MALL, later) is None
    assert await store.calls.end(MALL, later, Ending.DONE, None) == CounterFree()
    assert await store.calls.next(MALL, later, SERVICES, 2) is None
    assert [each.state for each in await store.tickets(MALL, DAY)] == [TicketState.NO_SHOW]
    assert (await store.calls.pace(MALL, DAY, NOW)).services == {}


async def test_counts_stay_right_while_ghosts_are_called_and_voided_at_once(database: str) -> None:
    async with opened(database) as store, opened(database) as beside:
        pressed = [entry(seconds=seconds) for seconds in range(20)]
        for each in pressed:
            await store.issue(MALL, each, NOW)
        ghosts = pressed[::2]
        voids = [
            beside.record(
                MALL, [told(1, each, EventKind.VOIDED) for each in reversed(ghosts[at : at + 5])], NOW
            )
            for at in range(0, 10, 5)
        ]
        calls = [store.calls.next(MALL, counter(number), SERVICES, 2) for number in range(1, 15)]
        called = (await asyncio.gather(*calls, *voids))[:14]
        states = Counted(each.state for each in await store.tickets(MALL, DAY))
        assert states[TicketState.VOIDED] == len(ghosts)
        waiting = states[TicketState.NUMBERED] + states[TicketState.WAITING]
        assert await store.queues(MALL, DAY) == {SERVICE: QueueCount(waiting, 10)}
        present = [await store.calls.present(MALL, counter(number)) for number in range(1, 15)]
        held = [each.press for each in present if each]
        assert len(held) == states[TicketState.CALLED]
        assert {each.ticket_id for each in held} == {
            each.press.ticket_id for each in called if isinstance(each, Call)
        } - {each.press.ticket_id for each in ghosts}


async def test_yesterdays_people_are_not_called_and_every_mall_has_its_own(store: Store) -> None:
    await press(store)
    tomorrow = counter(day=DAY + timedelta(days=1))
    assert await store.calls.next(MALL, tomorrow, SERVICES, 2) is None
    assert await store.calls.next("elsewhere", counter(), SERVICES, 2) is None
