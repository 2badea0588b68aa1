"""The settings of a drill: the real ones, but beat rings every other second, so that a run takes no minutes."""

from config.settings import *  # noqa: F403
from config.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = CELERY_BEAT_SCHEDULE | {
    "send-due": {"task": "nudges.tasks.send_due", "schedule": 2.0, "options": {"expires": 55}}
}
