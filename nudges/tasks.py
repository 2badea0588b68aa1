"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001).

All of them may run twice at once, late, or never: the next ring finds what is left. Each shows that the worker lives.
"""

from __future__ import annotations

import threading
import time

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from accounts.models import User
from nudges import delivery, marks, planner, pruning
from nudges.beat import show_life, show_work

# One tick at a time in one process: as many messages are in doubt at once as it has connections, not a multiple of it.
sending = threading.Lock()


@shared_task
def send_due() -> None:
    """Once a minute: sends what is due."""
    show_life("worker")
    if not sending.acquire(blocking=False):
        return  # this process is at it, and takes what has fallen due meanwhile as well
    begun = time.monotonic()
    try:
        tally = delivery.send_due(timezone.now())
    finally:
        sending.release()
    show_work(tally, seconds=time.monotonic() - begun)


@worker_shutting_down.connect
def give_back(**signal: object) -> None:
    """What a sender has claimed and not sent by now is given back, so that another one need not wait for the lease."""
    delivery.stopping.set()


@shared_task
def sweep() -> None:
    """Every quarter of an hour: brings plans up to date that time has overtaken, and heals what was missed."""
    planner.sweep(timezone.now())
    show_life("worker")


@shared_task
def prune() -> None:
    """A few times a day: forgets what is long over, and looks after people of whom the sweep does not know."""
    pruning.prune(timezone.now())
    marks.add_missing(timezone.now())
    show_life("worker")


@shared_task
def plan_for(user_id: int) -> None:
    """One person's plan, when it could not be written together with their change."""
    for user in User.objects.filter(pk=user_id):
        planner.reconcile(user, now=timezone.now())


@shared_task
def heartbeat() -> None:
    """Once a minute: shows that messages reach a worker and that it can write."""
    show_life("worker")
