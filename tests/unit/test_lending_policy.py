"""How many numbers a kiosk is lent: what it needs, while there are enough for all."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.heartbeat import LeaseTold
from kiosk.server.lending.leases import Lease, Loan, Quota, Renewal, Use
from kiosk.server.lending.policy import MOST, renew

NOW = datetime(2019, 2, 18, 2, tzinfo=UTC)
DAY = date(2019, 2, 18)
PLENTY = Quota("imigrasi", "C", ("paspor-baru",), 1000)
UNUSED = Use(0, 0, 0)
NOTHING = Loan(Lease(0, 0), 0)


def told(granted: int = 0, used: int = 0, returned: int = 0, recent: int = 0) -> LeaseTold:
    return LeaseTold("imigrasi", DAY, granted, used, returned, recent)


def loan(granted: int, returned: int = 0, drawn: int = 0) -> Loan:
    return Loan(Lease(granted, returned), granted - returned - drawn)


def at_hand(renewal: Renewal, used: int) -> int:
    return renewal.lease.granted - renewal.lease.returned - used


@pytest.mark.parametrize(("recent", "lent"), [(0, 1), (1, 1), (3, 3), (5, 5), (200, 5)])
def test_a_kiosk_gets_what_it_gave_lately_within_bounds(recent: int, lent: int) -> None:
    assert renew(PLENTY, UNUSED, NOTHING, told(recent=recent), 1, NOW) == Renewal(Lease(lent, 0), 0)


def test_what_was_used_is_replaced() -> None:
    renewal = renew(PLENTY, Use(0, 5, 0), loan(5, 0), told(5, used=4, recent=5), 1, NOW)
    assert renewal == Renewal(Lease(9, 0), 0)


def test_what_is_missed_no_more_is_asked_for() -> None:
    renewal = renew(PLENTY, Use(0, 5, 0), loan(5, 0), told(5, recent=2), 1, NOW)
    assert renewal == Renewal(Lease(5, 0), give_back=3)


def test_what_was_given_back_is_left_for_all() -> None:
    quota = Quota("imigrasi", "C", ("paspor-baru",), 5)
    renewal = renew(quota, Use(0, 5, 0), loan(5, 0), told(5, returned=4), 1, NOW)
    assert renewal.lease == Lease(5, 4)


@pytest.mark.parametrize(("kiosks", "lent"), [(1, 5), (2, 3), (3, 2), (6, 1), (7, 0)])
def test_all_kiosks_together_have_at_most_half_of_what_is_left(kiosks: int, lent: int) -> None:
    twelve = Quota("imigrasi", "C", ("paspor-baru",), 12)
    assert renew(twelve, UNUSED, NOTHING, told(recent=5), kiosks, NOW).lease.granted == lent


def test_nothing_is_lent_of_the_share_before_its_release() -> None:
    kept = Quota("imigrasi", "C", ("paspor-baru",), 10, share=8, release=NOW + timedelta(hours=1))
    assert renew(kept, UNUSED, NOTHING, told(recent=5), 1, NOW).lease.granted == 1
    assert renew(kept, UNUSED, NOTHING, told(recent=5), 1, NOW + timedelta(hours=1)).lease.granted == 5


def test_a_message_that_comes_late_takes_nothing_back() -> None:
    renewal = renew(PLENTY, Use(6, 1, 0), loan(9, 2), told(recent=1), 1, NOW)
    assert (renewal.lease.granted, renewal.lease.returned) >= (9, 2)


def test_a_server_that_was_restored_learns_again_what_it_had_lent() -> None:
    renewal = renew(PLENTY, UNUSED, NOTHING, told(granted=7, used=4, returned=1, recent=2), 1, NOW)
    assert renewal == Renewal(Lease(7, 1), 0)


def test_a_kiosk_cannot_return_what_it_used_nor_claim_more_than_the_quota() -> None:
    renewal = renew(PLENTY, UNUSED, NOTHING, told(10**9, used=3, returned=10**9), 1, NOW)
    assert renewal.lease == Lease(1001, 997)
    assert at_hand(renewal, 3) <= 1


counts = st.integers(0, 30)


@given(counts, counts, counts, counts, counts, counts, st.integers(1, 9))
def test_a_lease_never_takes_more_than_is_left_and_its_counts_only_grow(
    most: int, issued: int, others: int, granted: int, returned: int, used: int, kiosks: int
) -> None:
    quota = Quota("imigrasi", "C", ("paspor-baru",), most)
    before = Lease(granted, min(returned, granted))
    lent = before.granted - before.returned
    use = Use(issued, others + lent, 0)
    honest = told(granted, min(used, lent), before.returned, recent=9)
    after = renew(quota, use, Loan(before, lent), honest, kiosks, NOW)
    grown = after.lease.granted - before.granted
    assert 0 <= grown <= quota.left(use, NOW)
    assert after.lease.returned == before.returned
    assert 0 <= after.give_back <= lent - honest.used
    assert grown == 0 or after.give_back == 0
    assert at_hand(after, honest.used) - after.give_back <= MOST


def test_a_quota_that_goes_to_its_end_melts_the_leases_away() -> None:
    ten, lease, used, online = Quota("imigrasi", "C", ("paspor-baru",), 10), Lease(0, 0), 0, 0
    hand = [0]
    while ten.left(Use(online, lease.granted - lease.returned, 0), NOW):
        online += 1
        for _ in range(2):
            use = Use(online, lease.granted - lease.returned, 0)
            renewal = renew(
                ten,
                use,
                loan(lease.granted, lease.returned),
                told(lease.granted, used, lease.returned, 5),
                1,
                NOW,
            )
            lease = Lease(renewal.lease.granted, renewal.lease.returned + renewal.give_back)
        hand.append(lease.granted - lease.returned)
    assert max(hand) == 4
    assert hand[-1] == 0
    assert online == 10
