"""Kiosks' heartbeats, between what travels and what is kept."""

from datetime import UTC

import msgspec

from kiosk.clock import Clock
from kiosk.contract.heartbeat import HeartbeatAnswer, HeartbeatRequest, LeaseBody
from kiosk.domain.catalogue import Catalogue
from kiosk.domain.hours import service_day
from kiosk.server.commanding.commanding import Commanding
from kiosk.server.lending.leases import Beat, Claim
from kiosk.server.lending.quotas import quotas_of
from kiosk.server.store import Store


class Heartbeats:
    """Keeps how the mall's kiosks are, lends them numbers of the present day, and hands out commands."""

    def __init__(self, catalogue: Catalogue, store: Store, clock: Clock, commanding: Commanding) -> None:
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._commanding = commanding

    async def hear(self, kiosk: int, request: HeartbeatRequest) -> HeartbeatAnswer:
        """Keep a kiosk's health and answer each lease that it told.

        One of another day, or of an agency without a quota, stays as the kiosk knows it.
        """
        now, mall = self._clock.now().astimezone(UTC), self._catalogue.mall
        day = service_day(now, mall.zone)
        quotas = {each.agency: each for each in quotas_of(self._catalogue, day)}
        known = [each for each in request.leases if each.day == day and each.agency in quotas]
        # A store may lock one series after the other: every kiosk asks in the same order, as do presses.
        claims = sorted((Claim(quotas[each.agency], each) for each in known), key=_series)
        beat = Beat(kiosk, request.journal, _health(request), tuple(claims))
        renewals = await self._store.lending.beat(mall.id, beat, day, now)
        answers = [
            LeaseBody(claim.told.agency, day, renewal.lease.granted, renewal.give_back)
            for claim, renewal in zip(claims, renewals, strict=True)
        ]
        rest = (
            LeaseBody(each.agency, each.day, each.granted) for each in request.leases if each not in known
        )
        commands = await self._commanding.exchange(kiosk, request.commands)
        return HeartbeatAnswer(now, [*answers, *rest], commands)


def _series(claim: Claim) -> str:
    return claim.quota.series


def _health(request: HeartbeatRequest) -> str:
    told = msgspec.to_builtins(request)
    del told["leases"], told["commands"]
    return msgspec.json.encode(told).decode()
