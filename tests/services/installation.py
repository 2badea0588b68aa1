"""A Rebound of its own on a free port, with its own `var/`, started the way people start it."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.processes import Mark, recorded

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 120  # seconds; a process that starts on a busy machine takes long
CHILDREN = ["web", "worker", "beat"]


def free_port() -> int:
    """One below those that the system gives away by itself: between asking and listening nobody else is given it."""
    for port in random.sample(range(15_000, 32_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("A hundred ports are taken")


def eventually(ask, *, within: float, what: str):
    """The first true answer; fails with `what` when there is none within so many seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if answer := ask():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Not within {within} seconds: {what}")


def fetch(address: str) -> tuple[int, str]:
    """Status and body; status 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()
    except OSError:
        return 0, ""


class Installation:
    def __init__(self, folder: Path, static: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.output = folder / "output.txt"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder / "var"),
            "STATIC_ROOT": str(static),
            "PORT": str(self.port),
        }
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.output.open("ab") as output:
            self.process = self.run(stdout=output, stderr=output)

    def run(self, **options) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, "-m", "config.run"], cwd=ROOT, env=self.environment, **options)

    def refusal(self) -> str:
        """What a further start says before it gives up."""
        process = self.run(stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1, output
        return output

    def wait_until_up(self) -> None:
        def is_up() -> bool:
            assert self.process is not None and self.process.poll() is None, f"It has stopped:\n{self.words()}"
            return bool(self.health())

        eventually(is_up, within=PATIENCE, what="/health/ answers")

    def words(self) -> str:
        return self.output.read_text() if self.output.exists() else ""

    def mark(self, name: str) -> Mark | None:
        found = recorded(self.folder / "var" / "run", name)
        return found[0] if found else None

    def living(self) -> dict[str, Mark]:
        marks = {name: self.mark(name) for name in CHILDREN}
        return {name: mark for name, mark in marks.items() if mark and mark.is_alive}

    def health(self) -> dict[str, str]:
        status, body = fetch(self.address + "health/")
        return json.loads(body) if status in {200, 503} else {}

    def stop(self) -> int:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def clear_away(self) -> None:
        """Whatever a failed test left running."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
            self.process.kill()
            self.process.wait(10)
        for mark in self.living().values():
            mark.end()
