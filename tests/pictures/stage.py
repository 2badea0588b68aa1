"""A Rebound to be looked at: the demo person's search in a folder of its own, served by this very process."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.services.installation import ROOT, free_port

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT = ROOT / "var" / "pictures"  # the demo as it was told today; every run works on a copy
TOLD_BY = ["config/demo/*.py", "advice/packs/*"]
MIGRATIONS = "*/migrations/0*.py"


@contextlib.contextmanager
def a_rebound() -> Iterator[str]:
    """Sets Django up on a copy of the demo, serves it, and gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(told_demo(), folder, dirs_exist_ok=True)
        port = free_port()
        use(Path(folder), port)
        from django.core.management import call_command
        from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler, get_internal_wsgi_application

        call_command("migrate", verbosity=0)

        class Quiet(WSGIRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

        server = ThreadedWSGIServer(("127.0.0.1", port), Quiet)
        server.set_app(get_internal_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.shutdown()


def use(folder: Path | None, port: int = 8000) -> None:
    """Sets Django up on this folder, or on the VAR_DIR that is set already."""
    if folder:
        os.environ |= {"ENV_FILE": os.devnull, "VAR_DIR": str(folder), "PORT": str(port)}
        for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DEBUG"):
            os.environ.pop(name, None)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.pictures.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    import django

    django.setup()
    from django.core.signals import got_request_exception

    got_request_exception.connect(say_briefly)


def say_briefly(sender: object, request: HttpRequest, **signal: object) -> None:
    print(f"{request.path}: {type(problem := sys.exc_info()[1]).__name__}: {problem}", file=sys.stderr)


def told_demo() -> Path:
    """The folder with the demo person's search, told once a day and again when what tells it has changed."""
    stamp, teller, migrations = KEPT / "told", f"{date.today()} {sum_of(TOLD_BY)}", sums_of_migrations()
    if stamp.exists():
        told_by, *known = stamp.read_text().splitlines()
        if told_by == teller and migrations.issuperset(known):  # later ones are run on the copy
            return KEPT
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"ENV_FILE": os.devnull, "VAR_DIR": str(KEPT), "STATIC_ROOT": str(KEPT / "static")}
    prepare = "import django; django.setup(); from config import prepare; prepare.prepare_database()"
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    for command in (["-c", prepare], ["manage.py", "demo"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
    stamp.write_text("\n".join([teller, *sorted(migrations)]))
    return KEPT


def sum_of(patterns: list[str]) -> str:
    together = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
        together.update(path.read_bytes())
    return together.hexdigest()


def sums_of_migrations() -> set[str]:
    return {f"{path.relative_to(ROOT)} {sum_of([str(path.relative_to(ROOT))])}" for path in ROOT.glob(MIGRATIONS)}
