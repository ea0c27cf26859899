"""Who may speak to the server: kiosks and staff, each with a token that the server keeps as a hash alone.

Who is invited gets a code for a short time; whoever brings it gets the token, once. Codes and tokens are
never logged.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.numbering import KIOSKS, parse_label
from kiosk.server.refused import Refused


class Role(StrEnum):
    """What a client is to the server."""

    KIOSK = "kiosk"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Client:
    """Who was ever invited; ``code_ends`` is when the code that it was invited with expires."""

    mall: str
    id: str
    role: Role
    number: int | None
    name: str
    code_ends: datetime
    enrolled_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """Return in one word how it stands."""
        if self.revoked_at:
            return "revoked"
        if self.enrolled_at:
            return "enrolled"
        return "invited" if now < self.code_ends else "expired"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is to be invited; ``wanted`` is the number that a kiosk shall have, if not any that is free.

    ``day`` is the mall's service day, which began at ``day_began``.
    """

    client: str
    role: Role
    name: str
    wanted: int | None
    code: bytes
    code_ends: datetime
    day: date
    day_began: datetime


@dataclass(frozen=True, slots=True)
class LastHealth:
    """What a kiosk last told of itself: a heartbeat's JSON."""

    told_at: datetime
    health: str


class Clients(Protocol):
    """The clients' durable memory."""

    async def invite(self, mall: str, invitation: Invitation, now: datetime) -> Client | Refused:
        """Keep an invitation, with a number if it is a kiosk's; those that expired unused are forgotten."""
        ...

    async def enrol(self, mall: str, code: bytes, token: bytes, now: datetime) -> Client | None:
        """Use up the code with this hash, and keep the token's hash; ``None`` if no such code is valid."""
        ...

    async def living(self, mall: str) -> Mapping[bytes, Client]:
        """Return all that are enrolled and not revoked, by their tokens' hashes."""
        ...

    async def known(self, mall: str | None) -> Sequence[Client]:
        """Return all of one mall, or of all, that were ever invited: by number, then by name."""
        ...

    async def healths(self, mall: str | None) -> Mapping[tuple[str, int], LastHealth]:
        """Return what kiosks last told, by mall and number."""
        ...

    async def revoke(self, mall: str, client: str, now: datetime) -> None:
        """End a client's right to speak; once revoked is for ever."""
        ...


def number_for(
    invitation: Invitation, known: Sequence[Client], spoke: Collection[int]
) -> int | Refused | None:
    """Choose a kiosk's number so that no label of the day can come twice; staff have none.

    ``spoke`` are the numbers that stand in labels which kiosks gave by themselves today, or under which one
    was heard: an open server's may be on paper. Those that nobody ever had go first.
    """
    if invitation.role is Role.STAFF:
        return None
    if invitation.wanted is not None:
        return _why_not(invitation.wanted, known, spoke, invitation) or invitation.wanted
    had = {each.number for each in known}
    for number in sorted(KIOSKS, key=lambda each: (each in had, each)):
        if _why_not(number, known, spoke, invitation) is None:
            return number
    return Refused(
        f"all numbers from {KIOSKS[0]} to {KIOSKS[-1]} are taken, or were in use today; "
        "revoke kiosks that are gone, and enrol this one tomorrow"
    )


def _why_not(
    number: int, known: Sequence[Client], spoke: Collection[int], invitation: Invitation
) -> Refused | None:
    if number not in KIOSKS:
        return Refused(f"--number {number}: a kiosk's number is {KIOSKS[0]} to {KIOSKS[-1]}")
    other = "leave --number out for one that is free"
    holders = [each for each in known if each.number == number]
    if holder := next((each for each in holders if each.revoked_at is None), None):
        return Refused(f"--number {number}: is {holder.name!r}'s; revoke that kiosk first, or {other}")
    if number in spoke:
        return Refused(
            f"--number {number}: a kiosk spoke as that one today, and no labels may come twice; {other}"
        )
    # What it gave on paper while it had no line, the server may not have heard of.
    if holder := next((each for each in holders if _had_today(each, invitation)), None):
        return Refused(
            f"--number {number}: was {holder.name!r}'s until today, which may have given labels that the "
            f"server has not heard of; wait until tomorrow, or {other}"
        )
    return None


def _had_today(holder: Client, invitation: Invitation) -> bool:
    """Tell whether somebody who was revoked could give labels on the day of an invitation."""
    revoked = holder.enrolled_at and holder.revoked_at
    return revoked is not None and revoked >= invitation.day_began


def kiosks_in(series: Iterable[str]) -> frozenset[int]:
    """Return which kiosks gave labels by themselves, from all that stands before a label's dash."""
    labels = [parse_label(f"{each}-001") for each in series]
    return frozenset(each.kiosk for each in labels if each and each.kiosk)
