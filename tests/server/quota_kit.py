"""What the tests of quotas stand on: a mall with a limited agency, and kiosks' heartbeats."""

from dataclasses import dataclass, field, replace
from datetime import time
from uuid import UUID

import httpx
from uuid6 import uuid7

from kiosk.domain.catalogue import BookingShare, Catalogue
from tests.server.kit import DAY, SAME_AGENCY, SERVICE, Body, Mall, catalogue, later

AGENCY, UNLIMITED = "disdukcapil", "dukcapil-ambil"


def limited(most: int, share: int | None = None, until: time = time(10)) -> Catalogue:
    """Return the mall with one agency that limits two of its services, and may keep a share for bookings."""
    known = catalogue()
    kept = None if share is None else BookingShare(share, until)
    agency = replace(known.agencies[AGENCY], quota_per_day=most, bookings=kept)
    services = {name: replace(known.services[name], quota=True) for name in (SERVICE, SAME_AGENCY)}
    return replace(
        known, agencies={**known.agencies, AGENCY: agency}, services={**known.services, **services}
    )


@dataclass(slots=True)
class Borrower:
    """A kiosk that tells its lease as its journal knows it, and takes what it is answered."""

    mall: Mall
    number: int
    recent: int = 5
    journal: UUID = field(default_factory=uuid7)
    granted: int = 0
    used: int = 0
    returned: int = 0

    @property
    def at_hand(self) -> int:
        return self.granted - self.used - self.returned

    def told(self, agency: str = AGENCY, day: str = DAY) -> Body:
        counts = {"granted": self.granted, "used": self.used, "returned": self.returned}
        return {"agency": agency, "day": day, **counts, "recent": self.recent}

    async def send(self, *leases: Body, **more: object) -> httpx.Response:
        body = {
            "version": "1.0",
            "journal": str(self.journal),
            "now": later(),
            "clock_confirmed": True,
            "printer": "ready",
            "paper_used_mm": 1234.5,
            "outbox": 0,
            "dead_letters": 0,
            "leases": leases,
            **more,
        }
        headers = {"MPP-Kiosk": str(self.number)}
        return await self.mall.client.post("/v1/heartbeat", json=body, headers=headers)

    async def beat(self) -> None:
        """Send a heartbeat and do what the answer says."""
        answer = await self.send(self.told())
        assert answer.status_code == 200, answer.text
        (lease,) = answer.json()["leases"]
        self.granted = max(self.granted, lease["granted"])
        self.returned += min(self.at_hand, lease["give_back"])
