"""The lightest set that shares a part with each of some sets: reductions, then branch and bound."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Part = int
Group = frozenset[Part]


class ExhaustedError(Exception):
    """The branches that a search may try are used up."""


@dataclass
class Effort:
    """How many branches a search may still try."""

    branches: int

    def spend(self) -> None:
        """Count one branch; raises ``ExhaustedError`` when none is left."""
        if not self.branches:
            raise ExhaustedError
        self.branches -= 1


def lightest_hitting(groups: Iterable[Group], weights: Sequence[int], effort: Effort) -> Group:
    """Return the parts of least total weight of which every group has at least one; no group may be empty.

    Groups that share no part, nor through others, are none of each other's business and solved apart.
    Raises ``ExhaustedError``.
    """
    certain, rest = _reduced(groups, weights)
    for component in _components(rest):
        certain |= _Branching(component, weights, effort).solve()
    return certain


def _reduced(groups: Iterable[Group], weights: Sequence[int]) -> tuple[Group, list[Group]]:
    """Return parts that are in some lightest set, and the groups that they leave open."""
    certain: Group = frozenset()
    left = _smallest(groups)
    while True:
        if single := frozenset().union(*(each for each in left if len(each) == 1)):
            certain |= single
            left = [each for each in left if single.isdisjoint(each)]
        worse = _outdone(left, weights)
        if not worse:
            return certain, left
        left = _smallest(each - worse for each in left)


def _smallest(groups: Iterable[Group]) -> list[Group]:
    """Return the groups that contain no other; whatever hits those hits all."""
    smallest: list[Group] = []
    by_part: dict[Part, list[Group]] = {}
    for group in sorted(dict.fromkeys(groups), key=len):
        if not any(other <= group for part in group for other in by_part.get(part, ())):
            smallest.append(group)
            for part in group:
                by_part.setdefault(part, []).append(group)
    return smallest


def _outdone(groups: Sequence[Group], weights: Sequence[int]) -> Group:
    """Return the parts for which a lighter one stands in every group that has them."""
    having: dict[Part, set[int]] = {}
    for index, group in enumerate(groups):
        for part in group:
            having.setdefault(part, set()).add(index)
    return frozenset(
        part
        for part, places in having.items()
        if any(
            (weights[other], other) < (weights[part], part) and places <= having[other]
            for other in groups[next(iter(places))]
        )
    )


def _components(groups: Sequence[Group]) -> Iterator[list[Group]]:
    """Part the groups into those that hang together by the parts that they share."""
    by_part: dict[Part, list[int]] = {}
    for index, group in enumerate(groups):
        for part in group:
            by_part.setdefault(part, []).append(index)
    seen: set[int] = set()
    for start in range(len(groups)):
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for index in component:
            new = {other for part in groups[index] for other in by_part[part]} - seen
            seen |= new
            component.extend(sorted(new))
        yield [groups[index] for index in component]


class _Branching:
    """Branch and bound over one component: the best choice so far, while all that could beat it are tried.

    Parts are numbered anew from the lightest on, and sets of them are the bits of a number.
    """

    def __init__(self, groups: Sequence[Group], weights: Sequence[int], effort: Effort) -> None:
        self.effort = effort
        self.parts = sorted(frozenset().union(*groups), key=weights.__getitem__)
        self.weights = [weights[part] for part in self.parts]
        bits = {part: 1 << number for number, part in enumerate(self.parts)}
        self.groups = [sum(bits[part] for part in group) for group in groups]
        self.best = 0
        self.least = sum(self.weights) + 1

    def solve(self) -> Group:
        self._try(self.groups, 0, 0)
        return frozenset(part for number, part in enumerate(self.parts) if self.best >> number & 1)

    def _try(self, groups: list[int], chosen: int, cost: int) -> None:
        self.effort.spend()
        if not groups:
            if cost < self.least:
                self.best, self.least = chosen, cost
            return
        bound, left = self._ascend(groups)
        if cost + bound >= self.least:
            return
        self._offer(groups, chosen, left)
        too_dear = sum(1 << part for part, more in left.items() if cost + bound + more >= self.least)
        groups = [each & ~too_dear for each in groups]
        if not all(groups):
            return
        first = min(groups, key=int.bit_count)
        excluded = 0
        for part in sorted(_bits(first), key=lambda part: left[part]):
            bit = 1 << part
            rest = [each & ~excluded for each in groups if not each & bit]
            if all(rest):
                self._try(rest, chosen | bit, cost + self.weights[part])
            excluded |= bit

    def _ascend(self, groups: list[int]) -> tuple[int, dict[int, int]]:
        """Return what must be paid at least, and what each part costs beyond its share of that.

        Each group in its turn pays as much as its lightest part still costs, towards all of its parts:
        a solution of the dual of the linear program.
        """
        left: dict[int, int] = {}
        bound = 0
        for group in sorted(groups, key=int.bit_count):
            parts = _bits(group)
            for part in parts:
                left.setdefault(part, self.weights[part])
            share = min(map(left.__getitem__, parts))
            if share:
                bound += share
                for part in parts:
                    left[part] -= share
        return bound, left

    def _offer(self, groups: list[int], chosen: int, left: dict[int, int]) -> None:
        """Take the parts that are paid for in full, drop those that are not needed, and keep the best."""
        paid = sum(1 << part for part, more in left.items() if not more)
        for part in sorted(_bits(paid), reverse=True):
            without = paid & ~(1 << part)
            if all(each & without for each in groups):
                paid = without
        cost = sum(self.weights[part] for part in _bits(chosen | paid))
        if cost < self.least:
            self.best, self.least = chosen | paid, cost


def _bits(mask: int) -> list[int]:
    """Return the numbers of the bits that are set."""
    numbers = []
    while mask:
        low = mask & -mask
        numbers.append(low.bit_length() - 1)
        mask ^= low
    return numbers
