"""A catalogue of 93 services, the one that is shipped, and one of 5,000 made of copies of it.

How long it takes to load from a file and from a folder, and to find out what is open; then, in a
whole kiosk, the touch that leads to the agencies and the memory.
"""

import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.driving import CATALOGUE, MONDAY, Citizen, drive, resident_megabytes, searched
from benchmarks.figures import Figure, report
from kiosk.app.model import Screen
from kiosk.catalogue.loading import load_catalogue
from kiosk.catalogue.writing import to_document
from kiosk.domain.availability import availabilities
from kiosk.domain.catalogue import Catalogue

SERVICES = 5000
COPIES_AT_AN_AGENCY = 5
SERIES = "ABCDEFGHJKLMNPRSTUVWXYZ"
RUNS, TOUCHES = 5, 7
TILES = "each tile is an item of its own, and 242 agencies have as many"
FIRST_KEY = "a first key makes a dozen tiles at once; later ones keep them"
MANY = "fifty times a large mall"


def grown(catalogue: Catalogue, count: int) -> Catalogue:
    """Copy services, and every fifth time their agencies too, until there are so many services."""
    series = (f"{first}{second}" for first in SERIES for second in SERIES)
    agencies, services = dict(catalogue.agencies), dict(catalogue.services)
    for copy in range(1, count):
        group = copy // COPIES_AT_AN_AGENCY
        if copy % COPIES_AT_AN_AGENCY == 0:
            for agency in catalogue.agencies.values():
                name = _named(agency.id, group)
                agencies[name] = replace(agency, id=name, series=next(series))
        for service in catalogue.services.values():
            name = _named(service.id, copy)
            services[name] = replace(service, id=name, agency=_named(service.agency, group))
            if len(services) == count:
                return replace(catalogue, agencies=agencies, services=services)
    raise AssertionError("a copy is never empty")


def _named(name: str, copy: int) -> str:
    return f"{name}-{copy}" if copy else name


def write_file(catalogue: Catalogue, file: Path) -> None:
    file.write_text(_yaml(to_document(catalogue)), "utf-8")


def write_folder(catalogue: Catalogue, folder: Path) -> None:
    """Write one file per agency and one for everything else."""
    folder.mkdir()
    document = to_document(catalogue)
    services = document.pop("services")
    for agency in document.pop("agencies"):
        own = [each for each in services if each["agency"] == agency["id"]]
        (folder / f"{agency['id']}.yaml").write_text(_yaml({"agency": agency, "services": own}), "utf-8")
    (folder / "mall.yaml").write_text(_yaml(document), "utf-8")


def _yaml(document: dict[str, Any]) -> str:
    text: str = yaml.dump(document, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    return text


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begun)


def load(path: Path) -> Catalogue:
    loaded = load_catalogue(path)
    assert loaded.catalogue is not None, loaded.faults[:3]
    return loaded.catalogue


def report_parts(catalogue: Catalogue, file: Path, folder: Path) -> None:
    name = f"{len(catalogue.services):,} services"
    report(
        Figure(f"{name}: load the file", [timed(lambda: load(file)) for _ in range(RUNS)], "ms"),
        Figure(f"{name}: load the folder", [timed(lambda: load(folder)) for _ in range(RUNS)], "ms"),
        Figure(
            f"{name}: availability of all",
            [timed(lambda: availabilities(catalogue, MONDAY)) for _ in range(10 * RUNS)],
            "ms",
        ),
    )


class Looks:
    """Goes to the agencies and back, and looks at the memory."""

    def __init__(self) -> None:
        self.touches: list[float] = []
        self.keys: list[float] = []
        self.megabytes = 0.0

    async def __call__(self, citizen: Citizen) -> None:
        for _ in range(TOUCHES):
            self.touches.append(await citizen.go("welcome", Screen.AGENCIES))
            await citizen.touch("search", searched(""))
            self.keys.append(await citizen.touch("key:k", searched("k")))
            await citizen.go("home", Screen.WELCOME)
        self.megabytes = resident_megabytes()


def look(folder: Path, catalogue: Path) -> Looks:
    looks = Looks()
    drive(folder, looks, catalogue=catalogue)
    return looks


def report_kiosk(name: str, looks: Looks) -> None:
    report(
        Figure(f"{name}: touch to frame, welcome to agencies", looks.touches, "ms", 30, 60, reason=TILES),
        Figure(f"{name}: touch to frame, search key to results", looks.keys, "ms", 30, 60, reason=FIRST_KEY),
        Figure(f"{name}: memory of the kiosk", [looks.megabytes], "MB", 160, reason=MANY),
    )


def main() -> None:
    shipped = load(CATALOGUE)
    with TemporaryDirectory() as name:
        folder = Path(name)
        for catalogue in (shipped, grown(shipped, SERVICES)):
            count = len(catalogue.services)
            file, parts = folder / f"{count}.yaml", folder / f"{count}"
            write_file(catalogue, file)
            write_folder(catalogue, parts)
            report_parts(catalogue, file, parts)
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
                looks = process.submit(look, folder / f"kiosk-{count}", parts).result()
            report_kiosk(f"{count:,} services", looks)


if __name__ == "__main__":
    main()
