"""The cheapest set of parts from which a goal can be reached, exactly, whatever loops there are.

Each part has a weight and items; an item is met by any one of its providers. A part is reached from a
chosen set if it is chosen and a reached provider meets each of its items. The cheapest set is found
without walking along chains of parts, so that loops cannot hold the search up:

1. A *cut* is a set of parts of which every solution contains at least one.
2. The cheapest set that hits all cuts known so far costs no more than the cheapest solution.
3. If the goal is reached from it, it is the solution. Otherwise there are cuts that it does not hit.

Each round adds a cut that the last choice missed, and there are finitely many sets: it ends. The method is
that of P. Haslum, J. Slaney and S. Thiebaux, "Minimal Landmarks for Optimal Delete-Free Planning" (ICAPS
2012), with cuts as in M. Helmert and C. Domshlak, "Landmarks, Critical Paths and Abstractions" (ICAPS 2009).
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from kiosk.domain.route_hitting import Group, Part, cheapest_hitting

Item = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Parts by number: ``weights`` are above 0, ``items`` name each part's providers, ``goal`` is a part."""

    weights: Sequence[int]
    items: Sequence[tuple[Item, ...]]
    goal: Part


def cheapest(problem: Problem) -> Group | None:
    """Return the parts of least total weight from which the goal is reached, or ``None`` if there are none."""
    search = _Search(problem)
    if not search.can_be_had(problem.goal):
        return None
    forced = search.forced()
    chosen = forced
    cuts: list[Group] = []
    while new := list(search.cuts(chosen)):
        cuts.extend(new)
        chosen = forced | cheapest_hitting(cuts, problem.weights)
    return chosen


class _Search:
    """A problem without what cannot be had, and with its items turned round: which ones a part meets."""

    def __init__(self, problem: Problem) -> None:
        self.weights, self.goal = problem.weights, problem.goal
        self.items = problem.items
        self._turn_round()
        self._had = self._distances(frozenset())
        self.items = [
            tuple(tuple(each for each in item if self.can_be_had(each)) for item in items)
            for items in problem.items
        ]
        self._turn_round()

    def _turn_round(self) -> None:
        self._meets: list[list[tuple[Part, int]]] = [[] for _ in self.weights]
        for part, items in enumerate(self.items):
            for index, item in enumerate(items):
                for provider in item:
                    self._meets[provider].append((part, index))

    def can_be_had(self, part: Part) -> bool:
        """Whether a part is reached from all parts together."""
        return self._had[part] is not None

    def forced(self) -> Group:
        """Return the parts that stand alone in an item of another forced part, from the goal on."""
        found = {self.goal}
        stack = [self.goal]
        while stack:
            for item in self.items[stack.pop()]:
                if len(item) == 1 and item[0] not in found:
                    found.add(item[0])
                    stack.append(item[0])
        return frozenset(found)

    def cuts(self, chosen: Group) -> Iterator[Group]:
        """Yield cuts that share no part with ``chosen`` nor with each other; none if it reaches the goal."""
        free = set(chosen)
        while (distances := self._distances(free))[self.goal]:
            cut = self._cut(distances)
            yield cut
            free |= cut

    def _distances(self, free: Set[Part]) -> list[int | None]:
        """Return for each part the dearest chain that it cannot do without; ``None`` if it cannot be had.

        The parts of ``free`` cost nothing: what is reached from them is at 0. The computation is
        Dijkstra's, except that a part follows when the last of its items is met.
        """
        distances: list[int | None] = [None] * len(self.weights)
        unmet = [set(range(len(items))) for items in self.items]
        queue = [(self._price(part, free), part) for part, items in enumerate(self.items) if not items]
        heapify(queue)
        while queue:
            distance, part = heappop(queue)
            distances[part] = distance
            for other, item in self._meets[part]:
                if item in unmet[other]:
                    unmet[other].remove(item)
                    if not unmet[other]:
                        heappush(queue, (distance + self._price(other, free), other))
        return distances

    def _price(self, part: Part, free: Set[Part]) -> int:
        return 0 if part in free else self.weights[part]

    def _cut(self, distances: Sequence[int | None]) -> Group:
        """Go back from the goal along the dearest unmet items to the parts whose items are all met."""
        cut = set()
        seen = {self.goal}
        stack = [self.goal]
        while stack:
            part = stack.pop()
            item = self._dearest_unmet(part, distances)
            if item is None:
                cut.add(part)
            else:
                stack.extend(each for each in item if each not in seen)
                seen |= set(item)
        return frozenset(cut)

    def _dearest_unmet(self, part: Part, distances: Sequence[int | None]) -> Item | None:
        dearest, found = 0, None
        for item in self.items[part]:
            least = min(distances[each] or 0 for each in item)
            if least > dearest:
                dearest, found = least, item
        return found
