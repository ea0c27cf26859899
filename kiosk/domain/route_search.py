"""The lightest set of parts from which a goal can be reached, exactly, whatever loops there are.

Each part has a weight and items; an item is met by any one of its providers. A part is reached from a
chosen set if it is chosen and a reached provider meets each of its items. The lightest set is found
without walking along chains of parts, so that loops cannot hold the search up:

1. A *cut* is a set of parts of which every solution contains at least one.
2. The lightest set that hits all cuts known so far weighs no more than the lightest solution.
3. If the goal is reached from it, it is the solution. Otherwise there are cuts that it does not hit.

Each round adds a cut that the last choice missed, and there are finitely many sets: it ends. Malls are
far from the hardest problems that there could be; for those the work is bounded, and the lightest
solution known by then is returned as what it is.

The method is that of P. Haslum, J. Slaney and S. Thiebaux, "Minimal Landmarks for Optimal Delete-Free
Planning" (ICAPS 2012), with cuts as in M. Helmert and C. Domshlak, "Landmarks, Critical Paths and
Abstractions: What's the Difference Anyway?" (ICAPS 2009).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from operator import add

from kiosk.domain.route_hitting import Effort, ExhaustedError, Group, Part, lightest_hitting

BRANCHES = 3_000
"""How many branches a search may try, which takes about a second. Real catalogues need a few."""

Item = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Parts by number: ``items`` name each part's providers, and ``goal`` is the part to be reached.

    ``levels`` are the weights of the parts, from rough to fine: each level only parts what weighs the
    same on those before it. The last one has no weight of 0.
    """

    levels: Sequence[Sequence[int]]
    items: Sequence[tuple[Item, ...]]
    goal: Part


@dataclass(frozen=True, slots=True)
class Solution:
    """Parts from which the goal is reached; ``proven`` if no others are lighter."""

    parts: Group
    proven: bool = True


def lightest(problem: Problem, branches: int = BRANCHES) -> Solution | None:
    """Return the lightest solution, or ``None`` if there is none.

    A cut is a cut whatever the parts weigh: each level begins with the cuts of those before it, and
    without the parts that would make a solution heavier than what these allow.
    """
    search = _Search(problem)
    effort = Effort(branches)
    found: Group | None = None
    for weights in problem.levels:
        known = search.some_solution(weights)
        if known is None:
            return None
        most = _weight(known, weights)
        search.forget_heavier(weights, most)
        try:
            found = search.solve(weights, effort)
        except ExhaustedError:
            return Solution(known, proven=False)
        if (least := _weight(found, weights)) < most:
            search.forget_heavier(weights, least)
    return None if found is None else Solution(found)


def _weight(parts: Iterable[Part], weights: Sequence[int]) -> int:
    return sum(weights[part] for part in parts)


class _Search:
    """The parts that the lightest solution may still have, what each of them meets, and the cuts so far."""

    def __init__(self, problem: Problem) -> None:
        self.goal = problem.goal
        self.items: dict[Part, tuple[Item, ...]] = dict(enumerate(problem.items))
        self.known_cuts: list[Group] = []
        self._turn_round()

    def _turn_round(self) -> None:
        self._meets: dict[Part, list[tuple[Part, int]]] = {part: [] for part in self.items}
        for part, items in self.items.items():
            for index, item in enumerate(items):
                for provider in item:
                    self._meets[provider].append((part, index))

    def some_solution(self, weights: Sequence[int]) -> Group | None:
        """Return a solution that is light but perhaps not the lightest, or ``None`` if there is none."""
        distances, providers = self._spread(weights, frozenset(), add)
        if self.goal not in distances:
            return None
        found = {self.goal}
        stack = [self.goal]
        while stack:
            part = stack.pop()
            new = {providers[part, index] for index in range(len(self.items[part]))} - found
            found |= new
            stack.extend(new)
        return frozenset(found)

    def forget_heavier(self, weights: Sequence[int], most: int) -> None:
        """Forget the parts that no solution of weight ``most`` has, and then what the goal has no use for."""
        kept, _ = self._spread(weights, frozenset(), max, most)
        items = {
            part: tuple(tuple(each for each in item if each in kept) for item in self.items[part])
            for part in kept
        }
        used = {self.goal}
        stack = [self.goal]
        while stack:
            new = {provider for item in items[stack.pop()] for provider in item} - used
            used |= new
            stack.extend(new)
        self.items = {part: items[part] for part in sorted(used)}
        self.known_cuts = [cut & used for cut in self.known_cuts]
        self._turn_round()

    def solve(self, weights: Sequence[int], effort: Effort) -> Group:
        """Return the lightest solution but for parts that weigh nothing; raises ``ExhaustedError``."""
        forced = self.forced()
        free = forced | {part for part in self.items if not weights[part]}
        while True:
            missed = [cut for cut in self.known_cuts if forced.isdisjoint(cut)]
            chosen = forced | lightest_hitting(missed, weights, effort)
            new = list(self.cuts(weights, free | chosen))
            if not new:
                return chosen
            self.known_cuts.extend(new)

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

    def cuts(self, weights: Sequence[int], chosen: Set[Part]) -> Iterator[Group]:
        """Yield cuts that share no part with ``chosen`` nor with each other; none if it reaches the goal."""
        free = set(chosen)
        while True:
            distances, _ = self._spread(weights, free, max)
            if not distances[self.goal]:
                return
            cut = self._cut(distances)
            yield cut
            free |= cut

    def _spread(
        self,
        weights: Sequence[int],
        free: Set[Part],
        together: Callable[[int, int], int],
        most: int | None = None,
    ) -> tuple[dict[Part, int], dict[tuple[Part, int], Part]]:
        """Return how far each part is that can be had within ``most``, and each item's nearest provider.

        A part is as far as its items ``together``, and its own weight, which is 0 if it is ``free``. With
        ``max`` that is the heaviest chain that it cannot do without; with ``add`` it counts what several
        items need as often as they need it. The computation is Dijkstra's, except that a part follows
        when the last of its items is met (D. Knuth, "A Generalization of Dijkstra's Algorithm", 1977).
        """
        distances: dict[Part, int] = {}
        providers: dict[tuple[Part, int], Part] = {}
        unmet = {part: len(items) for part, items in self.items.items()}
        needed = dict.fromkeys(self.items, 0)
        queue = [(0 if part in free else weights[part], part) for part, count in unmet.items() if not count]
        heapify(queue)
        while queue:
            distance, part = heappop(queue)
            if most is not None and distance > most:
                break
            distances[part] = distance
            for item in self._meets[part]:
                if item in providers:
                    continue
                providers[item] = part
                other = item[0]
                needed[other] = together(needed[other], distance)
                unmet[other] -= 1
                if not unmet[other]:
                    heappush(queue, (needed[other] + (0 if other in free else weights[other]), other))
        return distances, providers

    def _cut(self, distances: Mapping[Part, int]) -> Group:
        """Go back from the goal along the farthest unmet items to the parts whose items are all met."""
        cut = set()
        seen = {self.goal}
        stack = [self.goal]
        while stack:
            part = stack.pop()
            item = self._farthest_unmet(part, distances)
            if item is None:
                cut.add(part)
            else:
                stack.extend(each for each in item if each not in seen)
                seen |= set(item)
        return frozenset(cut)

    def _farthest_unmet(self, part: Part, distances: Mapping[Part, int]) -> Item | None:
        farthest, found = 0, None
        for item in self.items[part]:
            nearest = min(map(distances.__getitem__, item))
            if nearest > farthest:
                farthest, found = nearest, item
        return found
