"""A kiosk's events: the numbers it gave itself, what became of the paper, and repetitions."""

from random import Random
from typing import Any

import pytest
from uuid6 import uuid7

from kiosk.server.store import QueueCount
from tests.server.kit import (
    MONDAY,
    PREPARING,
    SERIES,
    Mall,
    catalogue,
    event,
    issued,
    press,
)

OWN_LABEL = f"{SERIES}2-001"
MIDNIGHT = 15 * 3600


def kinds_of(told: dict[str, Any]) -> dict[int, str]:
    return {each["seq"]: each["problem"]["type"].rpartition(":")[2] for each in told["refused"]}


async def test_a_ticket_of_a_kiosk_alone_enters_at_its_press(mall: Mall) -> None:
    await mall.put(press(60))
    told = await mall.tell(issued(1, uuid7(), OWN_LABEL, 10), issued(2, uuid7(), f"{SERIES}2-002", 90))
    assert told == {"acked": [1, 2], "refused": []}
    assert await mall.labels() == [OWN_LABEL, f"{SERIES}-001", f"{SERIES}2-002"]
    assert [each["state"] for each in await mall.rows()] == ["waiting", "numbered", "waiting"]


@pytest.mark.parametrize("service", [PREPARING, "ktp-baru"])
async def test_who_holds_a_paper_is_never_turned_away_for_the_hour(mall: Mall, service: str) -> None:
    series = catalogue().agency_of(service).series
    told = await mall.tell(issued(1, uuid7(), f"{series}2-001", MIDNIGHT, service=service))
    assert told["acked"] == [1]
    answer = await mall.put(press(MIDNIGHT, service, label=f"{series}2-002"))
    assert (answer.status_code, answer.json()["label"]) == (201, f"{series}2-002")


async def test_the_paper_wins_over_the_number_whose_answer_was_lost(mall: Mall) -> None:
    lost, bystander = uuid7(), uuid7()
    await mall.put(press(0), lost)
    await mall.put(press(1), bystander)
    assert (await mall.tell(issued(1, lost, OWN_LABEL)))["acked"] == [1]

    row = (await mall.rows())[0]
    assert (row["label"], row["withdrawn_label"], row["state"]) == (OWN_LABEL, f"{SERIES}-001", "waiting")
    assert (await mall.put(press(0), lost)).json()["label"] == OWN_LABEL
    assert (await mall.put(press(2))).json()["label"] == f"{SERIES}-003", (
        "a withdrawn number is not given again"
    )
    kept = await mall.sql("SELECT label, replaced_by FROM withdrawn_labels")
    assert kept == [(f"{SERIES}-001", OWN_LABEL)]


async def test_the_paper_wins_when_the_same_press_tells_it_too(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    answer = await mall.put(press(label=OWN_LABEL), ticket_id)
    assert (answer.status_code, answer.json()["label"]) == (200, OWN_LABEL)
    assert answer.json()["state"] == "waiting"


async def test_the_last_paper_wins_though_one_call_tells_of_several(mall: Mall) -> None:
    ticket_id = uuid7()
    labels = [f"{SERIES}{kiosk}-001" for kiosk in (2, 3, 2, 3, 4)]
    told = await mall.tell(*(issued(seq, ticket_id, label) for seq, label in enumerate(labels)))
    assert told["acked"] == [0, 1, 2, 3, 4]
    assert await mall.labels() == [f"{SERIES}4-001"]


async def test_one_label_is_never_two_peoples(mall: Mall) -> None:
    first, second = uuid7(), uuid7()
    told = await mall.tell(issued(1, first, OWN_LABEL), issued(2, second, OWN_LABEL))
    assert (told["acked"], kinds_of(told)) == ([1], {2: "label-taken"})
    answer = await mall.put(press(label=OWN_LABEL), second)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:mpp-kiosk:problem:label-taken")
    assert [each["ticket_id"] for each in await mall.rows()] == [str(first)]


async def test_a_numbered_ticket_keeps_its_number_when_the_one_that_is_told_is_taken(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.tell(issued(1, uuid7(), OWN_LABEL))
    await mall.put(press(1), ticket_id)
    told = await mall.tell(issued(2, ticket_id, OWN_LABEL, 1))
    assert kinds_of(told) == {2: "label-taken"}
    assert await mall.labels() == [OWN_LABEL, f"{SERIES}-001"]


@pytest.mark.parametrize(
    "label",
    ["", "B", "B-12", "B-000", "B-0012", "B0-001", "B100-001", "b-001", "A-001", "B-9999999", "B-٠١٢"],
)
async def test_a_label_that_cannot_be_the_tickets_is_refused(mall: Mall, label: str) -> None:
    told = await mall.tell(issued(1, uuid7(), label))
    assert kinds_of(told) == {1: "bad-label"}
    answer = await mall.put(press(label=label))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:mpp-kiosk:problem:bad-label")
    assert await mall.rows() == []


async def test_the_server_counts_on_from_a_number_that_it_had_forgotten(mall: Mall) -> None:
    await mall.tell(issued(1, uuid7(), f"{SERIES}-041"))
    assert (await mall.put(press(1))).json()["label"] == f"{SERIES}-042"


async def test_after_999_comes_1000(mall: Mall) -> None:
    await mall.tell(issued(1, uuid7(), f"{SERIES}-999"))
    assert (await mall.put(press(1))).json()["label"] == f"{SERIES}-1000"


@pytest.mark.parametrize("kind", ["printed", "unknown", "blind", "on_screen", "reprinted"])
async def test_a_number_is_confirmed_by_what_became_of_the_paper(mall: Mall, kind: str) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    assert (await mall.tell(event(1, ticket_id, kind)))["acked"] == [1]
    assert [each["state"] for each in await mall.rows()] == ["waiting"]


async def test_a_voided_ticket_leaves_the_queue_for_good(mall: Mall) -> None:
    first, second = uuid7(), uuid7()
    await mall.put(press(0), first)
    told = (await mall.put(press(1), second)).json()
    assert told["ahead"] == 1
    await mall.tell(issued(1, first, f"{SERIES}-001"), event(2, first, "voided"))
    await mall.tell(event(2, first, "voided"), event(3, first, "printed"), issued(1, first, f"{SERIES}-001"))

    assert [each["state"] for each in await mall.rows()] == ["voided", "numbered"]
    assert (await mall.put(press(1), second)).json()["ahead"] == 0
    gone = (await mall.put(press(0), first)).json()
    assert gone["state"] == "voided"
    followed = (await mall.client.get(f"/v1/t/{gone['track']}")).json()
    assert followed == {"label": f"{SERIES}-001", "service": "ktp-baru", "state": "voided"}


async def test_events_of_tickets_that_never_came_are_refused(mall: Mall) -> None:
    told = await mall.tell(event(1, uuid7(), "printed"), event(2, uuid7(), "on_screen"))
    assert (told["acked"], kinds_of(told)) == ([], {1: "unknown-ticket", 2: "unknown-ticket"})


async def test_one_refused_event_does_not_hold_up_the_others(mall: Mall) -> None:
    good, other = uuid7(), uuid7()
    bare = event(3, uuid7(), "issued")
    unknown = issued(2, uuid7(), OWN_LABEL, service="tukang-sulap")
    told = await mall.tell(issued(1, good, OWN_LABEL), unknown, bare, issued(4, other, f"{SERIES}2-002"))
    assert told["acked"] == [1, 4]
    assert kinds_of(told) == {2: "unknown-service", 3: "bad-body"}
    assert len(await mall.rows()) == 2


async def test_an_issued_event_for_another_service_is_refused(mall: Mall) -> None:
    ticket_id = uuid7()
    await mall.put(press(), ticket_id)
    told = await mall.tell(issued(1, ticket_id, OWN_LABEL, service="kk-baru"))
    assert kinds_of(told) == {1: "ticket-conflict"}


async def test_repeating_a_whole_outbox_changes_nothing(mall: Mall) -> None:
    alone, numbered, voided = uuid7(), uuid7(), uuid7()
    await mall.put(press(5), numbered)
    await mall.put(press(6), voided)
    outbox = [
        issued(1, alone, OWN_LABEL, 4),
        event(2, alone, "printed"),
        issued(3, numbered, f"{SERIES}-001", 5),
        event(4, numbered, "printed"),
        event(5, numbered, "reprinted", 9),
        issued(6, voided, f"{SERIES}2-002", 6),
        event(7, voided, "voided"),
    ]
    first = await mall.tell(*outbox)
    rows = await mall.rows()
    for _ in range(3):
        assert await mall.tell(*outbox) == first == {"acked": [1, 2, 3, 4, 5, 6, 7], "refused": []}
    assert await mall.rows() == rows


async def test_who_is_ahead_is_who_pressed_earlier_and_still_waits(mall: Mall) -> None:
    """Whatever order presses and events come in, the counts are those of the day's list."""
    chance = Random(7)
    pressed = {uuid7(): chance.randrange(60) for _ in range(60)}
    for ticket_id, second in pressed.items():
        if chance.random() < 0.5:
            await mall.put(press(second), ticket_id)
        else:
            label = f"{SERIES}3-{100 + len(await mall.rows())}"
            await mall.tell(issued(1, ticket_id, label, second))
        if chance.random() < 0.3:
            await mall.tell(
                event(2, chance.choice([row["ticket_id"] for row in await mall.rows()]), "voided")
            )

    rows = await mall.rows()
    assert [row["pressed_at"] for row in rows] == sorted(row["pressed_at"] for row in rows)
    waiting = 0
    for row in rows:
        ticket_id = next(each for each in pressed if str(each) == row["ticket_id"])
        told = (await mall.put(press(pressed[ticket_id]), ticket_id)).json()
        assert told["ahead"] == waiting
        waiting += row["state"] != "voided"
    assert 0 < waiting < len(rows)
    queues = await mall.store.queues(catalogue().mall.id, MONDAY.date())
    assert queues == {"ktp-baru": QueueCount(waiting, waiting)}
