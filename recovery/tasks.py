"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001)."""

from celery import shared_task
from django.utils import timezone

from recovery import operations


@shared_task
def sweep_achievements() -> None:
    """Once an hour: achievements that were deleted a while ago go for good."""
    operations.sweep_achievements(now=timezone.now())


@shared_task
def sweep_checkins() -> None:
    """Once an hour: check-ins that are older than their person wants them kept go for good."""
    operations.sweep_checkins(now=timezone.now())
