"""Rebound on a stage: its processes, started as they are in production or as `make run` does, and ended by pid."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

from config.drill.inbox import Inbox
from config.drill.servers import PostgreSQL, Redis, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "config.celery"]
WORKER = ["worker", "-P", "threads", "-c", "4", "--without-gossip", "--without-mingle", "--loglevel", "warning"]
REPLACED = "worker-2"  # the one that may be of an older version
# Of no use but here: these databases hold nothing that anybody wrote.
KEYS = {"SECRET_KEY": "only-for-drills-" * 3, "WRITING_KEYS": "1:b25seS1mb3ItZHJpbGxzLW9ubHktZm9yLWRyaWxsc28="}


class Stage:
    """What both ways to run Rebound have in common. `folder` may be entered by others: PostgreSQL is somebody else."""

    name: ClassVar[str]

    def __init__(self, folder: Path) -> None:
        self.folder, self.inbox, self.port = folder, Inbox(), free_port()
        self.crashes, self.clock = folder / "crashes", folder / "clock"
        self.crashes.mkdir()
        self.clock.write_text("0")
        self.deaths: list[int] = []  # senders that were killed in this run: at most one duplicate each
        self.held = 0  # the sender that waits at a named point
        self.asked = 0  # the one that was asked to stop
        self.ended: set[int] = set()  # by us
        self.seen: set[int] = set()
        self.at_start = 0
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = (
            kept
            | KEYS
            | {
                "DJANGO_SETTINGS_MODULE": "config.drill.settings",
                "ENV_FILE": os.devnull,
                "VAR_DIR": str(folder / "var"),
                "STATIC_ROOT": str(folder / "static"),
                "PORT": str(self.port),
                "SITE_URL": f"http://127.0.0.1:{self.port}",
                "EMAIL_TIMEOUT": "1",
                "TRIAL_MAIL": "1",
                "CRASH_FOLDER": str(self.crashes),
                "DRILL_CLOCK": str(self.clock),
                "LOG_LEVEL": "WARNING",
            }
        )

    def open(self) -> None:
        self.inbox.start()
        self.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{self.inbox.port}"

    def close(self) -> None:
        self.inbox.stop()

    def start(self) -> None:
        raise NotImplementedError

    def workers(self) -> list[int]:
        """The pids of those that send."""
        raise NotImplementedError

    def beats(self) -> list[int]:
        raise NotImplementedError

    def all(self) -> list[int]:
        raise NotImplementedError

    def heal(self) -> None:
        """Starts again what has died, as a supervisor would, and waits for nothing."""
        self.seen.update(self.all())

    def be_of_one_version(self) -> None:
        """Whoever was to be replaced in a run that came to nothing is replaced now."""

    def begin_run(self) -> None:
        self.deaths, self.held, self.asked = [], 0, 0
        self.ended, self.seen = set(), set(self.all())
        self.at_start = len(self.seen)

    def restarts(self) -> int:
        """How many processes have died of themselves in this run."""
        return max(0, len(self.seen) - self.at_start - len(self.ended))

    def sender(self) -> int:
        """The pid of who waits at the named point, else of who sent the last mail, else of any worker."""
        workers = self.workers()
        wanted = self.held or next((taken.sender for taken in self.inbox.taken[-1:]), 0)
        return wanted if wanted in workers else workers[0]

    def run(self, *command: str) -> str:
        """A command on this stage, with what it printed. Raises RuntimeError with its last words."""
        done = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True, timeout=600
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def kill(self, *pids: int) -> None:
        self._end(signal.SIGKILL, *pids)

    def ask_to_stop(self, pid: int) -> None:
        self._end(signal.SIGTERM, pid)

    def _end(self, how: signal.Signals, *pids: int) -> None:
        self.ended.update(pids)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)

    def limit_files(self, size: int) -> None:
        """No process of Rebound may make a file longer than this; RLIM_INFINITY gives the room back."""
        for pid in self.all():
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class Served(Stage):
    """Web, two workers and two beats beside a PostgreSQL and a Redis, as docker-compose.yml starts them."""

    name = "PostgreSQL and Redis"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.postgres, self.redis = PostgreSQL(folder), Redis(folder)
        self.environment |= {"DATABASE_URL": self.postgres.address, "REDIS_URL": self.redis.address}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.old: Path | None = None  # the code of the worker that may be replaced
        self.old_commit = ""  # where it comes from, if not from the last release
        beat = ["beat", "--pidfile=", "--loglevel", "warning"]
        self.commands = {
            "web": [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
            "worker-1": [*CELERY, *WORKER, "-n", "one@drill"],
            "worker-2": [*CELERY, *WORKER, "-n", "two@drill"],
            "beat-1": [*CELERY, *beat, "-s", str(folder / "beat-1")],
            "beat-2": [*CELERY, *beat, "-s", str(folder / "beat-2")],
        }

    def open(self) -> None:
        super().open()
        self.postgres.make()
        self.redis.start()
        self.run(sys.executable, "-m", "config.prepare")

    def close(self) -> None:
        self.kill(*self.all())
        for process in self.processes.values():
            process.wait(10)
        self.redis.stop()
        with contextlib.suppress(subprocess.SubprocessError):
            self.postgres.stop(mode="immediate")
        super().close()

    def start(self) -> None:
        self.heal()

    def heal(self) -> None:
        for name, command in self.commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                self._begin(name, command)
        super().heal()

    def replace_worker(self, code: Path | None) -> None:
        """Asks one worker to stop; whoever heals the stage starts it of that code, or of ours."""
        self.old = code
        self.ask_to_stop(self.processes[REPLACED].pid)

    def be_of_one_version(self) -> None:
        if self.old:
            self.replace_worker(None)

    def _begin(self, name: str, command: list[str]) -> None:
        environment, code = self.environment | {"ROLE": name.partition("-")[0]}, ROOT
        if self.old and name == REPLACED:  # as it runs in production: it knows nothing of drills
            environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "CRASH_FOLDER": ""}
            code = self.old
        with (self.folder / f"{name}.txt").open("ab") as output:
            self.processes[name] = subprocess.Popen(  # noqa: S603
                command, cwd=code, env=environment, stdout=output, stderr=output
            )

    def _living(self, name: str) -> list[int]:
        return [
            process.pid for own, process in self.processes.items() if own.startswith(name) and process.poll() is None
        ]

    def workers(self) -> list[int]:
        return self._living("worker")

    def beats(self) -> list[int]:
        return self._living("beat")

    def all(self) -> list[int]:
        return self._living("")
