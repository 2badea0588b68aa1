"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001).

All of them may run twice at once, late, or never: the next ring finds what is left. Each shows that the worker lives.
"""

from __future__ import annotations

import time

from celery import shared_task
from django.utils import timezone

from accounts.models import User
from nudges import delivery, planner
from nudges.beat import show_life, show_work


@shared_task
def send_due() -> None:
    """Once a minute: sends what is due."""
    show_life("worker")
    begun = time.monotonic()
    tally = delivery.send_due(timezone.now())
    show_work(tally, seconds=time.monotonic() - begun)


@shared_task
def sweep() -> None:
    """Every quarter of an hour: brings every plan up to date, and heals what was missed."""
    planner.reconcile_all(timezone.now())
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
