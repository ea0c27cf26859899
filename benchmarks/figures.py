"""Figures, and their rows in a Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: the median and the 95th percentile of some runs, and what they should be.

    ``most`` and ``most_p95`` are upper bounds, ``least`` is a lower one. ``reason`` is printed where
    a bound is missed.
    """

    what: str
    values: Sequence[float]
    unit: str
    most: float | None = None
    most_p95: float | None = None
    least: float | None = None
    reason: str = ""

    def row(self) -> str:
        """Return the figure as a row of a Markdown table."""
        middle, high = median(self.values), p95(self.values)
        cells = (
            self.what,
            f"{_short(middle)} {self.unit}",
            f"{_short(high)} {self.unit}" if len(self.values) >= 20 else "",
            str(len(self.values)),
            self._target(),
            self._verdict(middle, high),
        )
        return f"| {' | '.join(cells)} |"

    def _target(self) -> str:
        parts = (
            "" if self.most is None else f"at most {_short(self.most)}",
            "" if self.most_p95 is None else f"p95 at most {_short(self.most_p95)}",
            "" if self.least is None else f"at least {_short(self.least)}",
        )
        return ", ".join(filter(None, parts)) + (f" {self.unit}" if any(parts) else "")

    def _verdict(self, middle: float, high: float) -> str:
        missed = (
            (self.most is not None and middle > self.most)
            or (self.most_p95 is not None and high > self.most_p95)
            or (self.least is not None and middle < self.least)
        )
        if not self._target():
            return ""
        return f"**missed**: {self.reason or 'not yet known why'}" if missed else "met"


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile; of a few values, the largest."""
    return quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def report(*figures: Figure) -> None:
    """Print rows for the table, which ``python -m benchmarks`` gathers."""
    for figure in figures:
        print(figure.row(), flush=True)


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
