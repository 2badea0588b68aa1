"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001)."""

from celery import shared_task
from django.utils import timezone

from applications import operations


@shared_task
def empty_trash() -> None:
    """Once an hour: what was deleted long enough ago really goes."""
    operations.empty_trash(now=timezone.now())


@shared_task
def sweep_documents() -> None:
    """Once an hour: files, versions and notes whose time is over go for good."""
    operations.sweep_documents(now=timezone.now())


@shared_task
def sweep_sheets() -> None:
    """Once an hour: spreadsheets that were brought a day ago are forgotten."""
    operations.sweep_sheets(now=timezone.now())


@shared_task
def sweep_copies() -> None:
    """Once an hour: copies of a person's own that were brought a day ago are forgotten."""
    operations.sweep_copies(now=timezone.now())


@shared_task
def fetch_postings() -> None:
    """When somebody pasted a link: looks up what waits, one after the other."""
    while operations.fetch_next(clock=timezone.now):
        pass


@shared_task
def sweep_fetches() -> None:
    """Four times an hour: forgets old ones, and looks up what a lost message left behind."""
    if operations.sweep_fetches(now=timezone.now()):
        fetch_postings()
