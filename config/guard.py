"""Starts one process of `make run` so that it can never outlive its supervisor.

    python -m config.guard FOLDER NAME COMMAND…

Writes the process down in FOLDER under NAME and becomes COMMAND. When the supervisor (our parent) dies, even by
kill -9, the process is asked to stop: by the kernel on Linux, elsewhere by a small watcher that looks once a second.
"""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from config.processes import Mark, mark_of, record

PR_SET_PDEATHSIG = 1
FORCE_WATCHER = "REBOUND_PARENT_WATCH"


def main(folder: str, name: str, *command: str) -> None:
    parent = mark_of(os.getppid())
    record(Path(folder), name)
    if sys.platform == "linux" and FORCE_WATCHER not in os.environ:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent.pid:  # it died before the kernel was told
            sys.exit(1)
    else:
        _watch(parent, mark_of(os.getpid()))
    os.execvp(command[0], command)  # noqa: S606


def _watch(parent: Mark, ward: Mark) -> None:
    """Leaves a grandchild that ends `ward` when `parent` is gone. Not a child: the ward may count its children."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    while ward.is_alive:
        if not parent.is_alive:
            ward.end(patience=30.0)
        time.sleep(1.0)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
