"""The command ``kiosk way``: what it reads, and a way as JSON's own values or as lines for people."""

from argparse import ArgumentTypeError
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kiosk.domain.catalogue import Catalogue, Ready
from kiosk.domain.holdings import Holding, Holdings
from kiosk.domain.route import Way
from kiosk.faults import choose_from

EVERYTHING_ELSE = "*"
LANGUAGE = "en"


class AskedWronglyError(ValueError):
    """The command names something that the catalogue does not have; the message says what to do."""


def hold(words: str) -> tuple[str, Holding]:
    """Read what a citizen holds, like ``kk=lost``; ``*`` stands for every document that is not named."""
    document, _, state = words.partition("=")
    if not document or state not in set(Holding):
        states = ", ".join(Holding)
        raise ArgumentTypeError(f"{words!r} is not DOCUMENT=STATE; the states are {states}")
    return document, Holding(state)


def holdings_of(
    catalogue: Catalogue, held: Iterable[tuple[str, Holding]], conditions: Iterable[str]
) -> Holdings:
    """Return the citizen's answers; raises ``AskedWronglyError``."""
    documents = dict(held)
    others = documents.pop(EVERYTHING_ELSE, Holding.HAVE)
    for document in documents:
        check_known(document, "document", catalogue.documents)
    true = frozenset(conditions)
    for condition in true:
        check_known(condition, "condition", catalogue.conditions)
    return Holdings(documents, others, true)


def check_known(name: str, kind: str, known: Collection[str]) -> None:
    """Raise ``AskedWronglyError`` for a name that is not known."""
    if name not in known:
        raise AskedWronglyError(f"there is no {kind} {name!r}; {choose_from(name, known)}")


def way_report(way: Way, today: Iterable[bool]) -> dict[str, Any]:
    """Return ``{stops, outside, complete, instead, lacking, missing, proven}``, ids throughout.

    Each stop is ``{service, gives, for, brings, today}``. ``lacking`` are the documents for whose lack
    it is ``instead``; ``missing`` are those that stand against every plan when it is not ``complete``.
    """
    return {
        "stops": [
            {
                "service": stop.service,
                "gives": list(stop.gives),
                "for": list(stop.later),
                "brings": list(stop.brings),
                "today": possible,
            }
            for stop, possible in zip(way.stops, today, strict=True)
        ],
        "outside": list(way.outside),
        "complete": way.complete,
        "instead": way.instead,
        "lacking": list(way.lacking),
        "missing": list(way.missing),
        "proven": way.proven,
    }


def way_lines(catalogue: Catalogue, way: Way, today: Iterable[bool]) -> Iterator[str]:
    """Yield a way as people read it: each stop with its place, its reasons and its papers."""
    if way.instead:
        yield f"{way.wanted} wants these held already: {', '.join(way.lacking)}. Instead: {way.instead}."
    if not way.complete:
        yield f"There is no way to {way.instead or way.wanted}. In the way: {', '.join(way.missing)}."
    for number, (stop, possible) in enumerate(zip(way.stops, today, strict=True), start=1):
        service = catalogue.services[stop.service]
        agency = catalogue.agencies[service.agency]
        name = service.name.in_language(LANGUAGE)
        yield f"{number}. {stop.service}: {name}"
        place = f"building {agency.place.building}, floor {agency.place.floor}"
        yield f"   {agency.short}, {place}; {'today' if possible else 'not today'}"
        if stop.gives:
            papers, later = ", ".join(stop.gives), ", ".join(stop.later)
            yield f"   gives {papers} {_after(service.ready)}, for {later}"
        if stop.brings:
            yield f"   bring from outside: {', '.join(stop.brings)}"
    if not way.proven:
        yield "There may be a better way: too many were possible to try them all."


def _after(ready: Ready | None) -> str:
    match ready:
        case None:
            return "(ask when)"
        case Ready(most=0):
            return "at once"
        case Ready(least=least, most=most) if least == most:
            return f"after {most} working day{'s' * (most > 1)}"
        case Ready(least=least, most=most):
            return f"after {least} to {most} working days"
