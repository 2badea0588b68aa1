"""The real settings, for a Rebound that lives as long as its pictures take and never waits for anything."""

from config.settings import *  # noqa: F403
from config.settings import LOGGING, STORAGES

ROOT_URLCONF = "tests.pictures.urls"
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600  # a style sheet is fetched once for all pages of a run
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 60 * 60
LOGGING = LOGGING | {"loggers": {"django.request": {"level": "CRITICAL"}}}
