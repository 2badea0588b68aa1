"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001)."""

from celery import shared_task
from django.utils import timezone

from accounts import operations


@shared_task
def sweep_devices() -> None:
    """Once an hour: what is known of a device goes when its sign-in has run out."""
    operations.sweep_devices(now=timezone.now())
