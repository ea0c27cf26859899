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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from kiosk.domain.route_hitting import Part, cheapest_hitting

Item = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Parts by number: ``weights`` are above 0, ``items`` name each part's providers, ``goal`` is a part."""

    weights: Sequence[int]
    items: Sequence[tuple[Item, ...]]
    goal: Part


def cheapest(problem: Problem) -> frozenset[Part] | None:
    """Return the parts of least total weight from which the goal is reached, or ``None`` if there are none."""
    search = _Search(problem)
    if search.distances(frozenset())[problem.goal] is None:
        return None
    forced = search.forced()
    cuts: list[frozenset[Part]] = []
    chosen = forced
    while new := list(search.cuts(chosen)):
        cuts.extend(new)
        chosen = forced | cheapest_hitting(cuts, problem.weights)
    return chosen


class _Search:
    """A problem with its items turned round: which items a part meets."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.meets: list[list[tuple[Part, int]]] = [[] for _ in problem.weights]
        for part, items in enumerate(problem.items):
            for index, item in enumerate(items):
                for provider in item:
                    self.meets[provider].append((part, index))

    def distances(self, chosen: Iterable[Part]) -> list[int | None]:
        """Return for each part the dearest chain that it cannot do without; ``None`` if it cannot be had.

        Chosen parts cost nothing, so that 0 means that the part is reached from them. The computation is
        Dijkstra's: the last of a part's items to be met decides.
        """
        weights = list(self.problem.weights)
        for part in chosen:
            weights[part] = 0
        distances: list[int | None] = [None] * len(weights)
        unmet = [set(range(len(items))) for items in self.problem.items]
        queue = [(weights[part], part) for part, items in enumerate(self.problem.items) if not items]
        queue.sort()
        while queue:
            distance, part = heappop(queue)
            distances[part] = distance
            for other, item in self.meets[part]:
                if item in unmet[other]:
                    unmet[other].remove(item)
                    if not unmet[other]:
                        heappush(queue, (distance + weights[other], other))
        return distances

    def forced(self) -> frozenset[Part]:
        """Return the parts that stand alone in an item of another forced part, from the goal on."""
        found = {self.problem.goal}
        stack = [self.problem.goal]
        while stack:
            for item in self.problem.items[stack.pop()]:
                if len(item) == 1 and item[0] not in found:
                    found.add(item[0])
                    stack.append(item[0])
        return frozenset(found)

    def cuts(self, chosen: frozenset[Part]) -> Iterator[frozenset[Part]]:
        """Yield cuts that share no part with ``chosen`` nor with each other; none if it reaches the goal."""
        free = set(chosen)
        while (distances := self.distances(free))[self.problem.goal]:
            cut = self._cut(distances)
            yield cut
            free |= cut

    def _cut(self, distances: list[int | None]) -> frozenset[Part]:
        """Go back from the goal along the dearest unmet items to the parts whose items are all met."""
        seen = {self.problem.goal}
        stack = [self.problem.goal]
        cut = set()
        while stack:
            part = stack.pop()
            item = self._dearest_unmet(part, distances)
            if item is None:
                cut.add(part)
                continue
            for provider in item:
                if provider not in seen and distances[provider] is not None:
                    seen.add(provider)
                    stack.append(provider)
        return frozenset(cut)

    def _dearest_unmet(self, part: Part, distances: list[int | None]) -> Item | None:
        dearest, chosen = 0, None
        for item in self.problem.items[part]:
            least = min(each for provider in item if (each := distances[provider]) is not None)
            if least > dearest:
                dearest, chosen = least, item
        return chosen
