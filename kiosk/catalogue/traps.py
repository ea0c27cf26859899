"""Traps: services that no citizen can ever reach, told with the shortest chain that shows why."""

from kiosk.catalogue.reading import Faults
from kiosk.catalogue.shelves import Stock
from kiosk.domain.holdings import Holding
from kiosk.domain.route_traps import Trap, find_traps

STATES = (Holding.NEVER, Holding.LOST)
"""What may have happened to all papers of a citizen; either must leave a way to every service."""


def check_traps(stock: Stock, faults: Faults) -> None:
    """Report each circle once, and each service that waits behind one."""
    told: set[frozenset[str]] = set()
    for state in STATES:
        for trap in find_traps(stock.services.items, stock.documents.items, state):
            trapped = frozenset(trap.chain if trap.circle else trap.chain[:1])
            if trapped not in told:
                told.add(trapped)
                node = stock.services.places[trap.chain[0]].at(*trap.link.place)
                faults.warn(node, *_words(trap))


def _words(trap: Trap) -> tuple[str, str]:
    """Say what is wrong, and what to do."""
    first, chain = trap.chain[0], " -> ".join(trap.chain)
    if not trap.circle:
        wrong = f"no citizen can reach {first}: {chain}"
        return wrong, "mend the circle at its end, or offer a document that does not need it"
    if trap.link.must_hold:
        wrong = f"nobody can ever hold {trap.link.documents[0]}: {first} is in the circle {chain}"
        return wrong, "let another service issue it, or do not expect it to be held"
    if len(trap.link.documents) > 1:
        wrong = f"each document of this choice needs {first} itself, as in the circle {chain}"
        return wrong, "add a document that does not"
    return f"no citizen can start the circle {chain}", "offer another document in one of them with any_of"
