"""Celery: the doorbell between our processes, and what is rung for at which intervals."""

from typing import Any

from config.settings.installation import REDIS_URL, ROLE, VAR_DIR

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Ringing the doorbell may fail; a page must not wait for it.
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.4}
CELERY_BEAT_SCHEDULER = "nudges.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        # A worker waits for work; who rings for it must not wait for a broker that says nothing.
        "socket_timeout": 30 if ROLE == "worker" else 1,
        "socket_connect_timeout": 5 if ROLE == "worker" else 1,
        "socket_keepalive": True,
        "global_keyprefix": "queue:",
    }
    CELERY_WORKER_PREFETCH_MULTIPLIER = 1
else:
    CELERY_BROKER_URL = "folder://localhost"
    CELERY_BROKER_TRANSPORT_OPTIONS = {"folder": str(VAR_DIR / "queue"), "polling_interval": 0.1}
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
    # Without an event loop, acknowledgements wait for the next two-second pause: a small window would slow the queue.
    CELERY_WORKER_PREFETCH_MULTIPLIER = 16
HEARTBEAT_SECONDS = 60
CELERY_BEAT_SCHEDULE = {
    "publish-versions": {"task": "advice.tasks.publish_versions", "schedule": 300.0, "options": {"expires": 280}},
    "send-due": {"task": "nudges.tasks.send_due", "schedule": 60.0, "options": {"expires": 55}},
    "sweep-devices": {"task": "accounts.tasks.sweep_devices", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep-fetches": {"task": "applications.tasks.sweep_fetches", "schedule": 900.0, "options": {"expires": 840}},
    "sweep-documents": {"task": "applications.tasks.sweep_documents", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep-achievements": {
        "task": "recovery.tasks.sweep_achievements",
        "schedule": 3600.0,
        "options": {"expires": 3500},
    },
    "sweep-checkins": {"task": "recovery.tasks.sweep_checkins", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep-copies": {"task": "applications.tasks.sweep_copies", "schedule": 3600.0, "options": {"expires": 3500}},
    "sweep-sheets": {"task": "applications.tasks.sweep_sheets", "schedule": 3600.0, "options": {"expires": 3500}},
    "empty-trash": {"task": "applications.tasks.empty_trash", "schedule": 3600.0, "options": {"expires": 3500}},
    "prune-nudges": {"task": "nudges.tasks.prune", "schedule": 21600.0, "options": {"expires": 21500}},
    "sweep": {"task": "nudges.tasks.sweep", "schedule": 900.0, "options": {"expires": 840}},
    "beat-heartbeat": {"task": "nudges.tasks.heartbeat", "schedule": HEARTBEAT_SECONDS, "options": {"expires": 55}},
}
