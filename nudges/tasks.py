"""Doors for Celery: a message only says "look"; what is to be done stands in the database (docs/adr/0001)."""

from __future__ import annotations

from celery import shared_task


@shared_task
def send_due() -> None: ...


@shared_task
def sweep() -> None: ...


@shared_task
def heartbeat() -> None: ...
