"""Disks that are really full: a small file system of its own where it can be mounted, and a limit that the
system sets to a process's files, which anybody may have and which acts as a used-up quota does.
"""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

SIZE = 16 << 20
BLOCK = 4096


class Disk(Protocol):
    """A disk that can be filled and freed while programs use it."""

    @property
    def folder(self) -> Path:
        """Where its files are."""
        ...

    @property
    def writes_nothing(self) -> bool:
        """Whether a full disk takes not even what replaces something."""
        ...

    def fill(self, *processes: int) -> None:
        """Let nothing more be written by these processes."""
        ...

    def free(self, *processes: int) -> None:
        """Let them write again."""
        ...


@dataclass(slots=True)
class Mounted:
    """A file system in memory that a ballast fills to its last byte."""

    folder: Path
    writes_nothing: bool = False

    def fill(self, *processes: int) -> None:
        with (self.folder / "ballast").open("ab", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(BLOCK))
        assert os.statvfs(self.folder).f_bavail == 0

    def free(self, *processes: int) -> None:
        (self.folder / "ballast").unlink()


@dataclass(slots=True)
class Limited:
    """A folder in which a process writes nothing more than pipes and sockets."""

    folder: Path
    writes_nothing: bool = True
    before: dict[int, tuple[int, int]] = field(default_factory=dict)

    def fill(self, *processes: int) -> None:
        for process in set(processes) - self.before.keys():
            self.before[process] = resource.prlimit(process, resource.RLIMIT_FSIZE)
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, self.before[process][1]))

    def free(self, *processes: int) -> None:
        for process in processes:
            resource.prlimit(process, resource.RLIMIT_FSIZE, self.before.pop(process))


@cache
def can_mount() -> bool:
    """Tell whether this user, on this machine, may mount."""
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return os.geteuid() == 0 and not subprocess.run(command, capture_output=True, check=False).returncode
    except FileNotFoundError:
        return False


@contextmanager
def small_disk(kind: str, folder: Path) -> Iterator[Disk]:
    """Make a disk of a kind until the end of the block."""
    if kind == "limit":
        yield Limited(folder)
        return
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)], check=True)
    try:
        yield Mounted(place)
    finally:
        subprocess.run(["umount", str(place)], check=True)


KINDS = ("mounted", "limit") if can_mount() else ("limit",)
"""The kinds that there are on this machine."""
