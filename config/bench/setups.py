"""The installations that are measured: a folder of their own in `VAR_DIR`, and on PostgreSQL a database of their own.

They are kept between runs, so that only the first one has to fill them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

DATABASE = "rebound_bench"
LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
PORT = "8499"
# Of no use but here: these databases hold nothing that anybody wrote.
KEYS = {"SECRET_KEY": "only-for-measuring-" * 3, "WRITING_KEYS": "1:b25seS1mb3ItbWVhc3VyaW5nLW9ubHktZm9yLW1lYXM="}


@dataclass(frozen=True)
class Setup:
    """One way to run Rebound, as its environment says it."""

    name: str
    environment: dict[str, str]

    def measure(self, *command: str) -> None:
        """In a process of its own, which says what it found where our own words go."""
        sys.stdout.flush()
        manage = str(settings.BASE_DIR / "manage.py")
        subprocess.run([sys.executable, manage, *command, "--here"], env=self.environment, check=True)  # noqa: S603


def embedded(folder: Path) -> Setup:
    return Setup("SQLite", environment_in(folder / "bench"))


def with_postgres(folder: Path) -> Setup | None:
    """On the server that DATABASE_URL names, else on one that answers on this machine; None where there is neither."""
    address = os.environ.get("DATABASE_URL") or LOCAL
    if not address.startswith("postgres"):
        return None
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=3) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    except psycopg.OperationalError:
        return None
    parts = urlsplit(address)._replace(path=f"/{DATABASE}")
    return Setup("PostgreSQL", environment_in(folder / "bench") | {"DATABASE_URL": urlunsplit(parts)})


def environment_in(folder: Path) -> dict[str, str]:
    """Nothing of what this machine has set for its own Rebound but where programs are found."""
    own = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}}
    return (
        own
        | KEYS
        | {
            "ENV_FILE": os.devnull,
            "VAR_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "PORT": PORT,
            "SITE_URL": f"http://127.0.0.1:{PORT}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
    )
