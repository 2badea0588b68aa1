"""The production set-up without containers: PostgreSQL, Redis, a real SMTP server, and the three processes by pid.

The commands are those of docker-compose.yml and the Dockerfile, so that what is tested is what is shipped.
"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import yaml
from aiosmtpd.controller import Controller

from tests.services.installation import PATIENCE, ROOT, eventually, fetch, free_port

SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


class Inbox:
    """Keeps what was sent; `refuse` is the answer to the next messages where that is set."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse:
            return self.refuse
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in message["X-Envelope-To"]]


def _with_path(address: str, path: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=path))


class Production:
    def __init__(self, folder: Path, *, database_url: str, redis_url: str, static: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"http://127.0.0.1:{self.port}/"
        self.name = f"rebound_services_{os.getpid()}_{self.port}"
        self.admin_url = database_url
        self.inbox = Inbox()
        self.smtp = Controller(self.inbox, hostname="127.0.0.1", port=free_port())
        self.processes: dict[str, subprocess.Popen] = {}
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": os.environ.get("HOME", "/"),
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder / "var"),
            "STATIC_ROOT": str(static),
            "PORT": str(self.port),
            "SITE_URL": self.address.rstrip("/"),
            "SECRET_KEY": "only-for-this-test-" * 3,
            "WRITING_KEYS": "1:dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
            "DATABASE_URL": _with_path(database_url, f"/{self.name}"),
            "REDIS_URL": _with_path(redis_url, "/14"),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp.port}",
            "TRIAL_MAIL": "1",
            "WORKER_THREADS": "4",
        }

    def open(self) -> None:
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}"')
        self.smtp.start()
        subprocess.run(
            [sys.executable, "-m", "config.prepare"], cwd=ROOT, env=self.environment, check=True, timeout=240
        )

    def close(self) -> None:
        for name in list(self.processes):
            self.stop(name)
        self.smtp.stop()
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def command(self, name: str) -> list[str]:
        if name == "web":
            return json.loads(re.search(r"^CMD (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1])
        return [word.replace("$$", "$") for word in SERVICES[name]["command"]]

    def start(self, *names: str) -> None:
        for name in names:
            with (self.folder / f"{name}.txt").open("ab") as output:
                self.processes[name] = subprocess.Popen(
                    self.command(name),
                    cwd=ROOT,
                    env=self.environment | {"ROLE": name},
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )

    def stop(self, name: str, *, by: int = signal.SIGTERM) -> int:
        process = self.processes.pop(name)
        process.send_signal(by)
        try:
            return process.wait(PATIENCE)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def health(self) -> dict[str, str]:
        status, body = fetch(self.address + "health/")
        return json.loads(body) if status in {200, 503} else {}

    def wait_until_well(self) -> None:
        try:
            eventually(
                lambda: set(self.health().values()) == {"ok"}, within=PATIENCE, what="/health/ says ok four times"
            )
        except AssertionError as problem:
            words = {name: (self.folder / f"{name}.txt").read_text()[-1500:] for name in self.processes}
            raise AssertionError(f"{problem}; it says {self.health()}\n{words}") from None
