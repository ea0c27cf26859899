"""The cheapest set that shares a part with each of some sets: branch and bound."""

from collections.abc import Iterable, Sequence

Part = int


def cheapest_hitting(sets: Iterable[frozenset[Part]], weights: Sequence[int]) -> frozenset[Part]:
    """Return the parts of least total weight of which every set has at least one; no set may be empty."""
    return _Hitting(weights).solve(sets)


class _Hitting:
    """The best choice so far, while all that could be better are tried."""

    def __init__(self, weights: Sequence[int]) -> None:
        self.weights = weights
        self.best: frozenset[Part] = frozenset()
        self.least: int | None = None

    def solve(self, sets: Iterable[frozenset[Part]]) -> frozenset[Part]:
        ordered = sorted({each: None for each in sets}, key=len)
        self._try(ordered, frozenset(), 0)
        return self.best

    def _try(self, sets: list[frozenset[Part]], chosen: frozenset[Part], cost: int) -> None:
        if not sets:
            self.best, self.least = chosen, cost
            return
        first = min(sets, key=len)
        for part in sorted(first, key=self.weights.__getitem__):
            rest = [each for each in sets if part not in each]
            total = cost + self.weights[part]
            if self.least is None or total + self._bound(rest) < self.least:
                self._try(rest, chosen | {part}, total)
            sets = [each - {part} for each in sets]
            if not all(sets):
                return

    def _bound(self, sets: list[frozenset[Part]]) -> int:
        """Return what must be paid at least: the cheapest part of each of some sets that share none."""
        seen: set[Part] = set()
        total = 0
        for each in sets:
            if seen.isdisjoint(each):
                seen |= each
                total += min(map(self.weights.__getitem__, each))
        return total
