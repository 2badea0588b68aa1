"""`make run`: the embedded Rebound, from nothing to three supervised processes (docs/adr/0003).

Takes the lock of this `var/`, prepares it, writes a configuration for supervisord and becomes supervisord.
"""

import getpass
import os
import shutil
import socket
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from config import catalogues
from config.prepare import LOCALE, collect_static, prepare_database
from config.processes import AlreadyRunning, take_over

PYTHON = sys.executable
CELERY = f"{PYTHON} -m config.celery_line --quiet -A config.celery"
PROCESSES = {
    "web": f"{PYTHON} -m gunicorn -c python:config.gunicorn config.wsgi",
    "worker": f"{CELERY} worker -P threads -c 4 --without-gossip --without-mingle -n worker --loglevel warning",
    "beat": f"{CELERY} beat --pidfile= --loglevel warning",
}


def main() -> None:
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        from django.conf import settings

        # Only now: reading the settings has read .env as well.
        host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
        address = f"http://{host if host not in {'0.0.0.0', '::'} else '127.0.0.1'}:{port}/"  # noqa: S104
        run_folder = settings.VAR_DIR / "run"
        for name in take_over(run_folder, address=address, names=list(PROCESSES)):
            print(f"Ended the {name} process that an earlier run left behind")
        if problem := port_problem(host, port):
            sys.exit(problem)
        catalogues.compile_all(LOCALE)
        prepare_database()
        collect_static()
    except (ImproperlyConfigured, AlreadyRunning) as problem:
        sys.exit(str(problem))
    shutil.rmtree(settings.VAR_DIR / "queue", ignore_errors=True)  # only doorbells: what is due is in the database
    os.environ["REBOUND_GREETING"] = (
        f"\nRebound is at {address}  (Ctrl-C stops it; `make superuser` makes an account for {address}admin/)\n"
    )
    os.environ["PYTHONUNBUFFERED"] = "1"
    configuration = run_folder / "supervisord.conf"
    configuration.write_text(supervisor_configuration(run_folder))
    os.execv(PYTHON, [PYTHON, "-m", "config.supervise", "-c", str(configuration)])  # noqa: S606


def port_problem(host: str, port: str) -> str | None:
    """One sentence that says why nobody can listen there, or None."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT must be a number from 1 to 65535, not {port!r}."
    try:
        family, kind, *_, target = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
    except socket.gaierror:
        return f"HOST must be an address of this machine, not {host!r}."
    except PermissionError:
        return f"Port {port} needs more rights than yours; a higher one does not: PORT=8000 make run"
    except OSError:
        return f"Port {port} on {host} is in use; another one is chosen by PORT=8001 make run"
    return None


def supervisor_configuration(run_folder: Path) -> str:
    """A supervisord that stays in front, opens no port, and starts again whatever dies."""

    def quoted(text: str) -> str:
        return text.replace("%", "%%")

    common = f"""[supervisord]
nodaemon=true
silent=true
user={getpass.getuser()}
pidfile={quoted(str(run_folder))}/supervisord.pid
logfile={quoted(str(run_folder))}/supervisord.log
logfile_maxbytes=1MB
logfile_backups=1

[group:rebound]
programs={",".join(PROCESSES)}
"""
    programs = [
        f"""
[program:{name}]
command={quoted(f"{PYTHON} -m config.guard '{run_folder}' {name} {command}")}
environment=ROLE="{name}"
autorestart=true
startsecs=3
startretries=1000000
stopwaitsecs=25
killasgroup=true
redirect_stderr=true
stdout_logfile={quoted(_output(run_folder))}
stdout_logfile_maxbytes=0
"""
        for name, command in PROCESSES.items()
    ]
    return common + "".join(programs)


def _output(run_folder: Path) -> str:
    """Where the processes' words go: to our own output, or to a file where that cannot be opened by name (a socket)."""
    try:
        os.close(os.open("/dev/fd/1", os.O_WRONLY | os.O_APPEND))
    except OSError:
        return str(run_folder / "output.log")
    return "/dev/fd/1"


if __name__ == "__main__":
    main()
