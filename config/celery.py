"""Celery carries wake-ups only: the database says what is to be done (docs/adr/0001)."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import beat_init
from kombu.exceptions import OperationalError
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Celery would have Django check itself, for which all pages and forms are loaded and then kept for nothing. What is
# checked is checked before: by `make check`, and by the commands that prepare the database.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

TRANSPORT_ALIASES["folder"] = "config.broker:Transport"  # the embedded default's CELERY_BROKER_URL is folder://

app = Celery("rebound")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

logger = logging.getLogger(__name__)


@beat_init.connect
def _ring_once_now(**kwargs: Any) -> None:
    """Beat's first ring comes a whole interval after its start; what was due meanwhile, and /health/, need not wait."""
    for name, entry in app.conf.beat_schedule.items():
        try:
            app.send_task(entry["task"], **entry["options"])
        except OperationalError:
            logger.warning("The broker does not answer; %s rings again on its schedule", name)
