"""What must be done before the processes start: words, tables, starter content. Safe to do again at any time.

python -m config.prepare            all of it
python -m config.prepare static     only what needs no database: words, static files (when an image is built)
"""

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from config import catalogues
from config.processes import alone

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main(*only: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    catalogues.compile_all(LOCALE)
    try:
        django.setup()
        if only != ("static",):
            prepare_database()
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    collect_static()


def prepare_database(say: Callable[[str], None] = print) -> None:
    from django.conf import settings
    from django.db import OperationalError, connection

    try:
        connection.ensure_connection()
    except OperationalError as problem:
        sys.exit(f"The database does not answer; look at DATABASE_URL and whether it runs: {problem}")
    say("Preparing the database and the starter content")
    # `make demo` beside the first `make run`: two that migrate one file at once leave neither with a whole one.
    is_file = connection.vendor == "sqlite"
    with alone(settings.VAR_DIR / "run" / "preparing") if is_file else contextlib.nullcontext():
        _migrate_and_fill()


def _migrate_and_fill() -> None:
    from django.apps import apps
    from django.core.management import call_command

    from accounts import rotation, second_steps, writing

    call_command("migrate", interactive=False, verbosity=0)
    for model in apps.get_models():
        writing.try_keys(model)  # a restored database without its keys: better no start than two kinds of writing
        rotation.refuse_lost_keys(model)
    second_steps.try_keys()
    rotation.refuse_lost_keys_of_secrets()
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions", verbosity=0)
    call_command("content", "load")


def collect_static(say: Callable[[str], None] = print) -> None:
    """Hashes and compresses the static files, unless exactly these have been collected already."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp, print_of_sources = root / ".collected", _static_sources()
    if stamp.exists() and stamp.read_text() == print_of_sources:
        return
    say("Preparing the static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(print_of_sources)


def _static_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    sources = {path: storage.path(path) for finder in get_finders() for path, storage in finder.list([])}
    together = hashlib.sha256()
    for path, source in sorted(sources.items()):
        together.update(path.encode())
        together.update(Path(source).read_bytes())
    return together.hexdigest()


if __name__ == "__main__":
    main(*sys.argv[1:])
