"""How many numbers of a quota a kiosk has at hand, in case its line is cut.

A kiosk wants as many as it gave within the last hour, at least one and at most ``MOST``. But a number that
lies at a kiosk with few visitors is missed at one with many: all kiosks together may have half of what is
left, each an equal part of that. So a quota that goes to its end melts the leases away, and its last numbers
are given one by one with a line. The numbers that it takes a kiosk to give back are asked for, never taken:
it may have used them meanwhile.
"""

from datetime import datetime

from kiosk.contract.heartbeat import LeaseTold
from kiosk.server.lending.leases import Lease, Loan, Quota, Renewal, Use

MOST = 5
"""The most numbers that a kiosk has at hand."""

PART = 2
"""All kiosks together have one in so many of the numbers that are left."""


def renew(quota: Quota, use: Use, loan: Loan, told: LeaseTold, kiosks: int, now: datetime) -> Renewal:
    """Renew a lease.

    ``use`` is the quota's at this moment and includes the ``loan``; ``kiosks`` counts those that were heard
    lately, with this one. Of all that a kiosk ever told the highest counts hold: a message that comes late
    or again changes nothing. A number of which a ticket has come cannot be returned, whatever the kiosk
    says: its disk may have been put back to what it was this morning.
    """
    before = loan.lease
    granted = max(before.granted, min(told.granted, quota.most))
    unused = min(granted - told.used, before.returned + loan.undrawn + granted - before.granted)
    returned = max(before.returned, min(told.returned, unused))
    heard = (granted - returned) - (before.granted - before.returned)
    left = quota.left(Use(use.issued, use.lent + heard, use.booked), now)
    at_hand = max(0, granted - returned - told.used)
    wanted = min(MOST, max(1, told.recent), (left + at_hand) // (PART * max(1, kiosks)))
    return Renewal(Lease(granted + max(0, wanted - at_hand), returned), max(0, at_hand - wanted))
