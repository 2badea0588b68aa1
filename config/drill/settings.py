"""The settings of a drill: the real ones, but beat rings every other second, the clock can be moved, and a sender
tells the mail server its pid.

libfaketime would move the clock of a whole process, but under it Python's sleep fails. So the offset is added where we
read the time, in `django.utils.timezone.now`; Celery's own clock goes on.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.core.mail.utils import DNS_NAME
from django.utils import timezone

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = CELERY_BEAT_SCHEDULE | {
    "send-due": {"task": "nudges.tasks.send_due", "schedule": 2.0, "options": {"expires": 55}}
}

_unmoved, _offset = timezone.now, Path(os.environ["DRILL_CLOCK"])


def _now() -> datetime:
    return _unmoved() + timedelta(seconds=int(_offset.read_text()))


timezone.now = _now

vars(DNS_NAME)["_fqdn"] = f"sender-{os.getpid()}"
