"""Beat that shows that it lives, and that a clock put back cannot silence.

Two rows tell operators who has died. Beat writes "beat" here, in its own loop, whether or not the broker takes what it
rings. A worker writes "worker" whenever it has run one of our tasks, and beat rings one a minute: a worker that answers
a ping but takes no work is dead for us. A fresh "beat" beside an old "worker" means no worker or no broker; an old
"beat" means that nothing rings, and the worker's row soon follows it.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from celery.beat import PersistentScheduler
from django.db import InterfaceError, OperationalError, close_old_connections
from django.db.models import F
from django.utils import timezone

from nudges.models import Heartbeat, Work

if TYPE_CHECKING:  # beat itself sends nothing, and stays the smaller for it
    from nudges.delivery import Tally

logger = logging.getLogger(__name__)
EVERY = 30.0  # seconds


class Scheduler(PersistentScheduler):
    """Celery's own, with a sign of life and an eye on the clock."""

    max_interval = EVERY  # never sleeps longer than this, so the sign of life stays fresh

    def __init__(self, *args: Any, **options: Any) -> None:
        self._written_at = float("-inf")
        super().__init__(*args, **options)

    def tick(self, *args: Any, **options: Any) -> float:
        self._forget_the_future()
        if time.monotonic() - self._written_at >= EVERY:
            self._written_at = time.monotonic()
            close_old_connections()  # around tasks Celery does this; beat has to do it by itself
            show_life("beat")
        return float(super().tick(*args, **options))

    def _forget_the_future(self) -> None:
        """After the wall clock was put back, "last run" lies ahead and beat would wait for it, an hour or a year."""
        now = self.app.now()
        for entry in self.schedule.values():
            if entry.last_run_at > now:
                entry.last_run_at = now
                self._heap = None  # what was worked out from the old clock is worked out anew


def show_life(name: str) -> None:
    """Writes the row of this process. A database that is away must not take beat or a task with it."""
    try:
        Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})
    except (InterfaceError, OperationalError) as problem:  # away or busy: the next sign comes within a minute
        logger.warning("%s could not write down that it lives: %s", name, problem)
    except Exception:
        logger.exception("%s could not write down that it lives.", name)


def show_work(tally: Tally, *, seconds: float) -> None:
    """Adds one tick to what all of them have done. Only monitoring reads it: no fault here may end a task."""
    done = {"sent": tally.sent, "postponed": tally.postponed, "parked": tally.parked, "twice": tally.lost}
    added = {name: F(name) + number for name, number in done.items() if number}
    try:
        Work.objects.get_or_create(pk=Work.ONLY)
        Work.objects.filter(pk=Work.ONLY).update(
            ticks=F("ticks") + 1, seconds=F("seconds") + seconds, last_seconds=seconds, **added
        )
    except Exception:
        logger.exception("What a tick did could not be written down.")
