"""The search, key by key: on the real mall, and on one of 5,000 services made of copies of it.

Each query is typed letter by letter and everything that stands in the field is searched for, as at the
kiosk. Drawing what was found is measured with the touches (``bench_catalogue.py``, ``bench_touch.py``).
"""

from functools import partial

from benchmarks.bench_catalogue import RUNS, SERVICES, grown, load, timed
from benchmarks.driving import CATALOGUE
from benchmarks.figures import Figure, report
from kiosk.app.finding.opening import open_index
from kiosk.domain.catalogue import Catalogue

QUERIES = (
    "ktp hilang",
    "bikin paspor",
    "pajk kendaran motor",
    "renew driving licence",
    "saya mau ngurus surat kelakuan baik",
    "xyzzy",
)
HITS = 12
MOST_A_KEY = 5.0


def measure(catalogue: Catalogue, most: float | None) -> None:
    name = f"{len(catalogue.services):,} services"
    index = open_index(catalogue)
    typed = [query[:letters] for query in QUERIES for letters in range(1, len(query) + 1)]
    keys = [timed(partial(index.find, each, HITS)) for _ in range(RUNS) for each in typed]
    report(
        Figure(
            f"{name}: make the search index",
            [timed(partial(open_index, catalogue)) for _ in range(RUNS)],
            "ms",
        ),
        Figure(f"{name}: search after a key", keys, "ms", most_p95=most),
        Figure(f"{name}: the slowest key", [max(keys)], "ms"),
    )


def main() -> None:
    real = load(CATALOGUE)
    measure(real, MOST_A_KEY)
    measure(grown(real, SERVICES), None)


if __name__ == "__main__":
    main()
