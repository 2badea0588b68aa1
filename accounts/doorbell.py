"""Rings for the worker after the commit. The database says what is to be done: an unheard bell costs a minute."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)


def ring(task: str, *args: object) -> None:
    """After the commit, asks a worker to run this task soon: its whole name, as in "nudges.tasks.send_due".

    A broker that cannot be told is logged and forgiven.
    """
    transaction.on_commit(lambda: _ring(task, *args))


def _ring(task: str, *args: object) -> None:
    try:
        current_app.send_task(task, args=args, expires=600, retry=False)
    except Exception as problem:  # the change is committed: no page may answer that it failed
        logger.warning("Nobody could be told to run %s now (%s); the next tick finds it.", task, type(problem).__name__)
