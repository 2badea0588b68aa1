"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001)."""

from celery import shared_task
from django.utils import timezone

from advice import versions


@shared_task
def publish_versions() -> None:
    """Every five minutes: new versions whose moment has come take the place of what people see."""
    versions.publish_due(now=timezone.now())
