"""What `make run` keeps in memory while nothing happens: each process's share of it (Pss), as Linux counts it."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.bench.setups import PORT, Setup

MOST_MEBIBYTES = 280
IDLE_SECONDS, PATIENCE = 60, 300
HEALTH = f"http://127.0.0.1:{PORT}/health/"


def report(setup: Setup, *, idle: int = IDLE_SECONDS) -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        print("\nMemory: this machine does not tell it.")
        return
    command = [sys.executable, "-m", "config.run"]
    supervisor = subprocess.Popen(command, env=setup.environment, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        wait_until_well()
        time.sleep(idle)
        shares = {name_of(pid): share_of(pid) for pid in [supervisor.pid, *below(supervisor.pid)]}
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait()
    print(f"\nMemory of `make run` after {idle} idle seconds, in MiB of Pss; at most {MOST_MEBIBYTES}\n")
    for name, share in shares.items():
        print(f"{name:<60} {share:>7.1f}")
    print(f"{'all':<60} {sum(shares.values()):>7.1f}")


def wait_until_well() -> None:
    for _ in range(PATIENCE):
        try:
            with urllib.request.urlopen(HEALTH, timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(1)
    raise RuntimeError("Rebound did not become well.")


def below(pid: int) -> list[int]:
    """The processes that this one started, and those that they started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [found for child in children for found in [child, *below(child)]]


def share_of(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024


def name_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return f"{pid} {' '.join(Path(word).name if '/' in word else word for word in words)}"[:60]
