"""The other stage: Rebound as `make run` starts it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from config.drill.stage import ROOT, Stage
from config.processes import Mark, recorded


class Embedded(Stage):
    """`make run`: SQLite, a folder as broker, and supervisord, which starts again what dies."""

    name = "embedded default"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.supervisor: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "var" / "rebound.sqlite3"

    def open(self) -> None:
        super().open()
        self.run(sys.executable, "-m", "config.prepare")

    def start(self) -> None:
        with (self.folder / "output.txt").open("ab") as output:
            self.supervisor = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "config.run"], cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )

    def heal(self) -> None:
        """The three processes are the supervisor's; only it is ours. A port not yet free makes it give up at once."""
        if self.supervisor is None or self.supervisor.poll() is not None:
            self.start()
        super().heal()

    def kill(self, *pids: int) -> None:
        super().kill(*pids)
        if self.supervisor is not None and self.supervisor.pid in pids:
            self.supervisor.wait(10)

    def close(self) -> None:
        self.kill(*self.all())
        if self.supervisor is not None:
            self.supervisor.wait(10)
        super().close()

    def _marks(self, *names: str) -> Iterator[Mark]:
        for name in names or ("web", "worker", "beat"):
            found = recorded(self.folder / "var" / "run", name)
            if found and found[0].is_alive:
                yield found[0]

    def workers(self) -> list[int]:
        return [mark.pid for mark in self._marks("worker")]

    def beats(self) -> list[int]:
        return [mark.pid for mark in self._marks("beat")]

    def all(self) -> list[int]:
        """The supervisor first, so that it starts nothing again."""
        own = [self.supervisor.pid] if self.supervisor and self.supervisor.poll() is None else []
        return own + [mark.pid for mark in self._marks()]
