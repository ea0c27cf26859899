"""The cheapest set that shares a part with each of some sets: reductions, then branch and bound."""

from collections.abc import Iterable, Iterator, Sequence

Part = int
Group = frozenset[Part]


def cheapest_hitting(groups: Iterable[Group], weights: Sequence[int]) -> Group:
    """Return the parts of least total weight of which every group has at least one; no group may be empty.

    Groups that share no part, nor through others, are none of each other's business and solved apart.
    """
    certain, rest = _reduced(groups, weights)
    for component in _components(rest):
        certain |= _Branching(weights).solve(component)
    return certain


def _reduced(groups: Iterable[Group], weights: Sequence[int]) -> tuple[Group, list[Group]]:
    """Return parts that are in some cheapest set, and the groups that they leave open."""
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
    """Return the parts for which a cheaper one stands in every group that has them."""
    having: dict[Part, set[int]] = {}
    for index, group in enumerate(groups):
        for part in group:
            having.setdefault(part, set()).add(index)
    return frozenset(
        part
        for part, places in having.items()
        if any(
            weights[other] < weights[part] and places <= having[other]
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
    """The best choice so far, while everything that could be better is tried."""

    def __init__(self, weights: Sequence[int]) -> None:
        self.weights = weights
        self.best: Group = frozenset()
        self.least: int | None = None

    def solve(self, groups: list[Group]) -> Group:
        self._try(groups, frozenset(), 0)
        return self.best

    def _try(self, groups: list[Group], chosen: Group, cost: int) -> None:
        certain, groups = _reduced(groups, self.weights)
        chosen |= certain
        cost += sum(self.weights[part] for part in certain)
        if self.least is not None and cost + self._bound(groups) >= self.least:
            return
        if not groups:
            self.best, self.least = chosen, cost
            return
        part = min(min(groups, key=len), key=self.weights.__getitem__)
        self._try(
            [each for each in groups if part not in each], chosen | {part}, cost + self.weights[part]
        )
        self._try([each - {part} for each in groups], chosen, cost)

    def _bound(self, groups: Sequence[Group]) -> int:
        """Return what must be paid at least: the cheapest part of each of some groups that share none."""
        seen: set[Part] = set()
        total = 0
        for each in groups:
            if seen.isdisjoint(each):
                seen |= each
                total += min(map(self.weights.__getitem__, each))
        return total
