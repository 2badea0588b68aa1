"""Named places at which a fault drill may end this process as `kill -9` would. Nothing at all without CRASH_FOLDER.

The drill puts an empty file with a point's name into that folder, at any time, while senders run: the next one that
comes by takes the file away and dies there. One file, one death, however many senders there are and however often they
are started again. The settings refuse CRASH_FOLDER wherever people could be: it works for a loopback SITE_URL alone.
"""

from __future__ import annotations

import os
import signal

from django.conf import settings

BEFORE_CLAIM = "before_claim"  # something may be due, nothing is claimed
AFTER_CLAIM = "after_claim"  # the lease is committed, nothing was asked again
AFTER_RENDER = "after_render"  # put together, not yet handed to the mail server
AFTER_250 = "after_250"  # the server has taken it, and nobody knows but this process
BEFORE_SETTLE = "before_settle"  # the settling is written, its transaction is not committed
POINTS = (BEFORE_CLAIM, AFTER_CLAIM, AFTER_RENDER, AFTER_250, BEFORE_SETTLE)


def crash_point(name: str) -> None:
    """Dies here, with no goodbye, if a drill has asked for it."""
    if settings.CRASH_FOLDER:
        try:
            os.unlink(os.path.join(settings.CRASH_FOLDER, name))
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)
