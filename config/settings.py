"""All settings, read from the environment (every variable is explained in `.env.example`).

Without DATABASE_URL, REDIS_URL and EMAIL_URL this is the embedded default: one machine, SQLite, all else in `var/`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment
from config.languages import languages_in, right_to_left
from config.secrets import kept_in

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# --- Where this installation lives ------------------------------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="")
IS_EMBEDDED = not DATABASE_URL
ROLE = env.str("ROLE", default="command")  # web, worker, beat or command: which process this is

DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
if not SITE_URL and not IS_EMBEDDED:
    raise ImproperlyConfigured("Set SITE_URL to the address people use, for example https://rebound.example.org.")
SITE_URL = SITE_URL or f"http://127.0.0.1:{env.str('PORT', default='8000')}"
SITE_HOST = urlsplit(SITE_URL).hostname or ""
if not SITE_HOST or "{0.scheme}://{0.netloc}".format(urlsplit(SITE_URL)) != SITE_URL:
    raise ImproperlyConfigured("SITE_URL is an address without a path, for example https://rebound.example.org.")
IS_HTTPS = SITE_URL.startswith("https://")
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or [SITE_HOST, *(LOOPBACK_HOSTS if IS_EMBEDDED else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL is an address such as redis://host:6379/0.")
if EMAIL_URL.startswith("smtp") and not IS_HTTPS:
    is_trial = env.bool("TRIAL_MAIL", default=False) and SITE_HOST in {"127.0.0.1", "localhost"}
    if not is_trial:
        raise ImproperlyConfigured(
            "SITE_URL must begin with https:// when EMAIL_URL sends by SMTP: unsubscribe links need it. "
            "(For a mail catcher on this machine set TRIAL_MAIL=1 with a SITE_URL on localhost.)"
        )

# --- Secrets ----------------------------------------------------------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# What people write in private is encrypted with its own keys: "id:key,id:key", the first one writes, all of them read.
WRITING_KEYS = env.str("WRITING_KEYS", default="")
if IS_EMBEDDED:
    SECRET_KEY = SECRET_KEY or kept_in(VAR_DIR / "secret_key")
    WRITING_KEYS = WRITING_KEYS or "1:" + kept_in(VAR_DIR / "writing_key", size=32)
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )
if not WRITING_KEYS:
    raise ImproperlyConfigured(
        "Set WRITING_KEYS, the keys for private writing, to 1: and 32 random bytes: "
        "python -c 'import base64, secrets; print(\"1:\" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
    )

# --- Apps and middleware ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "config.apps.SessionsConfig",
    "csp",
    "django_htmx",
    "simple_history",
    "accounts",
    "advice",
    "applications",
    "recovery",
    "nudges",
    # After ours: it imports their desks, and with them forms, which take their sentences from accounts.
    "config.apps.ReboundAdminConfig",
    "config.apps.ConfigConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.CompressMiddleware",
    "config.errors.TooLargeMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.SteadyCookieMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "config.middleware.FragmentMiddleware",
    "config.middleware.PrivatePagesMiddleware",
    "accounts.middleware.DeviceMiddleware",
    "accounts.middleware.PersonMiddleware",
    "config.errors.WrongMethodMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"lucide": "accounts.templatetags.icons"},
        },
    }
]
if DEBUG:  # a changed template shows at once
    TEMPLATES[0]["APP_DIRS"] = False
    TEMPLATES[0]["OPTIONS"]["loaders"] = [
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
FORM_RENDERER = "accounts.drawing.Renderer"

# --- Database ---------------------------------------------------------------------------------------------------------

SQLITE: dict[str, Any] = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # A transaction that begins as a reader and turns writer fails at once when it meets another writer:
        # IMMEDIATE makes it wait instead.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
            "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
        ),
    },
}
POSTGRES: dict[str, Any] = {
    "CONN_MAX_AGE": 0,  # the pool keeps connections
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "application_name": f"rebound-{ROLE}",
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 10},
        # For statements that are told to be prepared, those of a plan (docs/adr/0013), which Django's own are not.
        "prepare_threshold": 0 if env.bool("DATABASE_PREPARES", default=True) else None,
    },
    # What is read bit by bit comes over at once: a pooler may give each bit another connection, and it is not much.
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
# PostgreSQL reckons with turning disks: for the few that are open it would read all that a person ever closed, since
# that lies together. And compiling a query takes longer than any of ours.
POSTGRES["OPTIONS"]["options"] = "-c random_page_cost=1.1 -c jit=off"
if ROLE != "command":  # a migration may take its time, a page may not
    POSTGRES["OPTIONS"]["options"] += (
        " -c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    )

if IS_EMBEDDED:
    DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "rebound.sqlite3"}
else:
    DATABASE = env.database("DATABASE_URL")
for engine, defaults in {"sqlite3": SQLITE, "postgresql": POSTGRES}.items():
    if DATABASE["ENGINE"] == f"django.db.backends.{engine}":
        # What the address itself says, as in ?sslmode=require, wins.
        DATABASE = defaults | DATABASE | {"OPTIONS": defaults["OPTIONS"] | DATABASE.get("OPTIONS", {})}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache (shared by all processes: the rate limits live here) -------------------------------------------------------

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "cache",
            "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Beyond this many entries a third is thrown away, counters of the rate limits among them.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# --- Celery -----------------------------------------------------------------------------------------------------------

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

# --- Pages of others --------------------------------------------------------------------------------------------------

FETCH_POSTINGS = env.bool("FETCH_POSTINGS", default=True)  # whether a pasted link is looked up

# --- Mail -------------------------------------------------------------------------------------------------------------

if EMAIL_URL:
    vars().update(env.mail_server("EMAIL_URL"))
else:
    EMAIL_BACKEND = "accounts.mail_folder.EmailBackend"
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=15)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or f"Rebound <rebound@{SITE_HOST}>"
NUDGES_FROM_EMAIL = env.str("NUDGES_FROM_EMAIL", default="") or DEFAULT_FROM_EMAIL
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Connections of one sender. Each one more is one more message that may go twice when the process is killed.
MAIL_CONNECTIONS = env.int("MAIL_CONNECTIONS", default=1)
MAIL_PER_MINUTE = env.rates("MAIL_PER_MINUTE")
NUDGES_KEPT_DAYS = env.int("NUDGES_KEPT_DAYS", default=400)
if NUDGES_KEPT_DAYS < 180:
    raise ImproperlyConfigured("NUDGES_KEPT_DAYS is 180 or more: the rules look back half a year at most.")
# What providers tell us of mail that came back; nobody is listened to without the secret (docs/operations.md).
MAIL_EVENTS_SECRET = env.str("MAIL_EVENTS_SECRET", default="")
if MAIL_EVENTS_SECRET and not 0 < MAIL_EVENTS_SECRET.find(":") < len(MAIL_EVENTS_SECRET) - 12:
    raise ImproperlyConfigured("MAIL_EVENTS_SECRET is a name and a long secret with a colon between, name:secret.")
ANYMAIL: dict[str, Any] = {}
if MAIL_EVENTS_SECRET:
    ANYMAIL = {"WEBHOOK_SECRET": MAIL_EVENTS_SECRET, **env.dict("MAIL_EVENTS_KEYS", default={})}

# --- People -----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.signing_in.SignupForm",
    "login": "accounts.forms.signing_in.LoginForm",
    "reauthenticate": "accounts.forms.signing_in.ReauthenticateForm",
    "reset_password": "accounts.forms.signing_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.signing_in.ResetPasswordKeyForm",
    "set_password": "accounts.forms.signing_in.SetPasswordForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "add_email": "accounts.forms.signing_in.AddEmailForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
MFA_ADAPTER = "accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rebound"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: clocks differ, and typing takes a while
# Where mail goes out nobody is signed in without a proof of their address; where none does there is no such proof.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.second_steps.SecondStepForm",
    "reauthenticate": "accounts.forms.second_steps.SecondStepAgainForm",
    "authenticate_webauthn": "accounts.forms.second_steps.PasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.second_steps.PasskeyAgainForm",
    "login_webauthn": "accounts.forms.second_steps.PasskeyLoginForm",
    "activate_totp": "accounts.forms.second_steps.AppForm",
    "add_webauthn": "accounts.forms.second_steps.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.second_steps.RenamePasskeyForm",
}
# Whether staff come behind the scenes only after a second step.
ADMIN_TWO_FACTOR = env.bool("ADMIN_TWO_FACTOR", default=not IS_EMBEDDED)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

# --- Words and clocks -------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages_in(LOCALE_PATHS[0])
LANGUAGES_BIDI = right_to_left(LANGUAGES)
TIME_ZONE = "UTC"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "config.stylesheet.Finder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": env.document_storage("DOCUMENT_STORAGE_URL", default=VAR_DIR / "documents"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What people upload: at most 10 MB a file (applications/documents/checking.py) and this much in all for each person.
DOCUMENT_ROOM = env.int("DOCUMENT_ROOM_MB", default=200) * 1_000_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "applications.documents.receiving.BoundedUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # what is larger waits in a temporary file
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # the longest text a form takes (rows of a spreadsheet), in any script
LARGEST_REQUEST = 40 * 1024 * 1024  # what is larger is not read at all
# But a person's own copy from another Rebound: 64 MB of data (accounts/copies/opening.py) and the files of documents.
LARGEST_COPY = 65 * 1024 * 1024 + DOCUMENT_ROOM
LARGEST_REQUESTS = {"/applications/copies/new/": LARGEST_COPY + 1024 * 1024}

# Off, browsers forget the page for no connection and the service worker that shows it (docs/operations.md).
OFFLINE_PAGE = env.bool("OFFLINE_PAGE", default=True)

# --- Trials -----------------------------------------------------------------------------------------------------------

# Where a fault drill says at which point of sending a process shall die (nudges/crash.py).
CRASH_FOLDER = env.str("CRASH_FOLDER", default="")
if CRASH_FOLDER and SITE_HOST not in {"127.0.0.1", "localhost"}:
    raise ImproperlyConfigured("CRASH_FOLDER is for fault drills on this machine: SITE_URL must be on localhost.")

# --- Safety -----------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
if IS_HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    # Without a proxy that is believed every request looks like plain http, and sending it on would go in circles.
    SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=bool(TRUSTED_PROXY_COUNT))
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Errors and logging -----------------------------------------------------------------------------------------------

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # without one there is no /metrics/
LOG_FORMAT = env.str("LOG_FORMAT", default="text")
if LOG_FORMAT not in {"text", "json"}:
    raise ImproperlyConfigured("LOG_FORMAT is text or json.")
DEFAULT_EXCEPTION_REPORTER = "config.reports.DiscreetReporter"
DEFAULT_EXCEPTION_REPORTER_FILTER = "config.reports.DiscreetFilter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "class": "config.log.DiscreetFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "config.log.JsonFormatter", "role": ROLE},
    },
    "filters": {"refused": {"()": "config.log.RefusedFilter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if LOG_FORMAT == "text" else "json"}
    },
    "root": {"handlers": ["console"], "level": env.level("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # a form with a slip in it is answered with 422, and is no incident
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners try any name; they get their 400
        "django.security.AnymailWebhookValidationFailure": {"filters": ["refused"]},
        "httpcore": {"level": "WARNING"},  # below that it tells which links people paste
        "fido2": {"level": "WARNING"},  # below that it names people's passkeys
        "health_check": {"level": "ERROR"},  # else a traceback for every question while something is away
    },
}
