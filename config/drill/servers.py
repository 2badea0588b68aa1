"""A PostgreSQL and a Redis of the drill's own: in a temporary folder, on free ports of loopback."""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import redis

START = 90.0  # seconds that a server may take


class Missing(Exception):
    """This machine cannot do that; the sentence says what it lacks."""


def free_port() -> int:
    """One below those that the system gives away by itself: between asking and listening nobody else is given it."""
    for port in random.sample(range(15_000, 32_000), 100):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise Missing("it has no free port")


def eventually(is_so, *, within: float, what: str) -> None:  # type: ignore[no-untyped-def]
    """Waits until `is_so()`; raises TimeoutError with `what` when it is not so in time."""
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {within:.0f} s: {what}")
        time.sleep(0.05)


class PostgreSQL:
    """A cluster made for the drill. The server refuses to run as root, so as root it belongs to somebody else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.programs = folder / "postgres", free_port(), _programs()
        self.user = _nobody() if os.getuid() == 0 else None
        self.address = f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        self.folder.mkdir(mode=0o700)
        if self.user is not None:
            os.chown(self.folder, self.user, -1)
        self._do("initdb", "-D", str(self.folder), "-U", "postgres", "--auth=trust", "--no-instructions")
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100"
        log = str(self.folder / "log.txt")
        self._do("pg_ctl", "-D", str(self.folder), "-o", options, "-l", log, "-w", "start")
        eventually(self.answers, within=START, what="the drill's PostgreSQL answers")

    def restart(self) -> None:
        """As after a crash: every connection is cut off, and the server recovers from its log."""
        self.stop(mode="immediate")
        self.start()

    def stop(self, *, mode: str = "fast") -> None:
        self._do("pg_ctl", "-D", str(self.folder), "-m", mode, "-w", "stop")

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.address, connect_timeout=2):
            return True
        return False

    def _do(self, program: str, *arguments: str) -> None:
        subprocess.run(  # noqa: S603
            [str(self.programs / program), *arguments],
            user=self.user,
            cwd="/",
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _programs() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parent.parent.name)
    if not folders:
        raise Missing("no PostgreSQL server is installed here")
    return folders[-1].parent


def _nobody() -> int:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    raise Missing("as root, PostgreSQL needs another user to run as, and there is none")


class Redis:
    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.program = shutil.which("redis-server")
        if self.program is None:
            raise Missing("no Redis server is installed here")
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        kept = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = [str(self.program), "--bind", "127.0.0.1", "--port", str(self.port), *kept]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        eventually(self.answers, within=START, what="the drill's Redis answers")

    def stop(self) -> None:
        """It forgets everything that it held."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def flush(self) -> None:
        with redis.Redis(port=self.port) as client:
            client.flushall()

    def listeners(self) -> int:
        """How many workers wait for it to ring."""
        with contextlib.suppress(redis.RedisError), redis.Redis(port=self.port) as client:
            return sum(1 for other in client.client_list() if other["cmd"] == "brpop")
        return 0

    def answers(self) -> bool:
        with contextlib.suppress(redis.RedisError), redis.Redis(port=self.port) as client:
            return bool(client.ping())
        return False
