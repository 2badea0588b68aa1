"""Who runs from this `var/`: process marks that survive the reuse of pids, the lock, and the end of leftovers.

A pid alone may belong to a stranger by the time it is read, so it is always kept together with its start time.
"""

import contextlib
import fcntl
import gc
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

RARELY = (10_000, 20, 20)  # usually 700, 10, 10


@dataclass(frozen=True)
class Mark:
    """One process, told apart from a later one with the same pid by when it was started."""

    pid: int
    started: str

    @property
    def is_alive(self) -> bool:
        return self.started != "" and _started(self.pid) == self.started

    def end(self, *, patience: float = 10.0) -> None:
        """Asks the process to stop, and kills it when it has not done so after `patience` seconds."""
        for wish in (signal.SIGTERM, signal.SIGKILL):
            if not self.is_alive:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, wish)
            deadline = time.monotonic() + patience
            while self.is_alive and time.monotonic() < deadline:
                time.sleep(0.05)


def mark_of(pid: int) -> Mark:
    return Mark(pid, _started(pid))


def _started(pid: int) -> str:
    """When this process was started, as a text only good for comparing; empty where none (or a zombie) lives."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
            boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        except OSError:
            return ""
        fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
        return "" if fields[0] in "ZX" else f"{boot}:{fields[19]}"
    answer = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, started = answer.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else started.strip()


# --- What is written down in `var/run/` -------------------------------------------------------------------------------


def record(folder: Path, name: str, *, address: str = "") -> None:
    """Writes down that the calling process is the one called `name`."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{name}.{os.getpid()}.tmp"
    fresh.write_text(json.dumps(asdict(mark_of(os.getpid())) | {"address": address}))
    fresh.replace(folder / f"{name}.json")


def recorded(folder: Path, name: str) -> tuple[Mark, str] | None:
    """The process last written down under this name, with its address; None where there is nothing legible."""
    try:
        row = json.loads((folder / f"{name}.json").read_text())
        return Mark(int(row["pid"]), str(row["started"])), str(row["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


class AlreadyRunning(Exception):
    def __init__(self, mark: Mark, address: str) -> None:
        super().__init__(f"Rebound is already running as process {mark.pid}, at {address}")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits until no other process is in here with this folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def take_over(folder: Path, *, address: str, names: list[str]) -> list[str]:
    """Makes the calling process the one that runs from here, and ends what a dead predecessor left behind.

    Returns the names of the leftovers that were ended. Raises AlreadyRunning where the predecessor is alive.
    """
    with alone(folder):
        before = recorded(folder, "supervisor")
        if before and before[0].is_alive and before[0].pid != os.getpid():
            raise AlreadyRunning(*before)
        record(folder, "supervisor", address=address)
    leftovers = []
    for name in names:
        found = recorded(folder, name)
        if found and found[0].is_alive:
            found[0].end()
            leftovers.append(name)
        (folder / f"{name}.json").unlink(missing_ok=True)
    return leftovers


# --- What stays in memory ---------------------------------------------------------------------------------------------


def settle() -> None:
    """After all is imported: what is there now stays, so the collector need not look at it again and again.

    It would, several times in each page, for nothing: half a million objects that never go. And it looks for new ones
    a little less often; nearly all that a page makes goes by itself as soon as the page is written.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)
