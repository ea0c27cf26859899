"""``python -m benchmarks [NAME...]``: run the benchmarks one after another and renew ``docs/performance.md``.

With names (``touch``, ``ticket``) only those are run and printed, and the page stays as it is.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HEAD = ("| figure | median | p95 | runs | target | |", "|---|---|---|---|---|---|")


def main(names: list[str]) -> int:
    """Run the benchmarks; return 1 if one of them broke. A slow one is no failure."""
    rows: list[str] = []
    for name in names or sorted(file.stem.removeprefix("bench_") for file in HERE.glob("bench_*.py")):
        print(f"# {name}", file=sys.stderr, flush=True)
        program = [sys.executable, "-m", f"benchmarks.bench_{name}"]
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as bench:
            assert bench.stdout is not None
            for line in bench.stdout:
                print(line, end="", flush=True)
                rows.append(line.rstrip())
        if bench.returncode:
            print(f"the benchmark {name!r} broke: see above", file=sys.stderr)
            return 1
    if not names:
        write_table(rows)
    return 0


def write_table(rows: list[str]) -> None:
    """Put the rows between the two marks of the page."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join((*HEAD, *rows))
    PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
