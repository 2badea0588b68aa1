"""Named places at which a fault drill may end this process as `kill -9` would. Nothing at all without CRASH_FOLDER.

The drill puts a file with a point's name into that folder, at any time, while senders run: the next one that comes by
takes the file away and dies there. One file, one death, however many senders there are and however often they are
started again. A file that says "hold" makes the sender wait there instead, so that anything else can go wrong at this
very moment: it becomes `<point>.held`, in which the sender writes its pid, and the wait ends when it is taken away. The
settings refuse CRASH_FOLDER wherever people could be: it works for a loopback SITE_URL alone.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django.conf import settings

BEFORE_CLAIM = "before_claim"  # something may be due, nothing is claimed
AFTER_CLAIM = "after_claim"  # the lease is committed, nothing was asked again
AFTER_RENDER = "after_render"  # put together, not yet handed to the mail server
AFTER_250 = "after_250"  # the server has taken it, and nobody knows but this process
BEFORE_SETTLE = "before_settle"  # with the answer in hand, about to write it down
POINTS = (BEFORE_CLAIM, AFTER_CLAIM, AFTER_RENDER, AFTER_250, BEFORE_SETTLE)

LONGEST_HOLD = 30.0  # seconds


def crash_point(name: str) -> None:
    """Dies here, with no goodbye, or waits here, if a drill has asked for it."""
    if not settings.CRASH_FOLDER:
        return
    asked, held = Path(settings.CRASH_FOLDER, name), Path(settings.CRASH_FOLDER, f"{name}.held")
    try:
        asked.rename(held)  # only one of many senders can do that
    except FileNotFoundError:
        return
    if held.read_text() == "hold":
        _wait_until_gone(held)
        return
    held.unlink()
    os.kill(os.getpid(), signal.SIGKILL)


def _wait_until_gone(path: Path) -> None:
    path.write_text(str(os.getpid()))
    deadline = time.monotonic() + LONGEST_HOLD
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
