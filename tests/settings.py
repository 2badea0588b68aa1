"""The settings the tests run with: the real ones, on throw-away folders, quick, and the same on every machine.

Only DATABASE_URL and REDIS_URL are taken from outside, so that one suite runs on SQLite and on PostgreSQL with Redis.
"""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="rebound-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
for _name in ("EMAIL_URL", "DEBUG", "ALLOWED_HOSTS", "TRUSTED_PROXY_COUNT", "DEFAULT_FROM_EMAIL", "NUDGES_FROM_EMAIL"):
    os.environ.pop(_name, None)
os.environ |= {
    "ENV_FILE": os.devnull,
    "VAR_DIR": _folder,
    "SITE_URL": "http://127.0.0.1:8000",
    "SECRET_KEY": "only-for-tests-" * 4,
    "ADMIN_TWO_FACTOR": "0",
    "WRITING_KEYS": "1:" + "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
}

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}

DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool holds on to the test database when it is to be removed
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: threads of a live server have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
