"""How mail leaves, and what providers may tell us of mail that came back."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.installation import EMAIL_URL, IS_HTTPS, SITE_HOST, env

if EMAIL_URL.startswith("smtp") and not IS_HTTPS:
    is_trial = env.bool("TRIAL_MAIL", default=False) and SITE_HOST in {"127.0.0.1", "localhost"}
    if not is_trial:
        raise ImproperlyConfigured(
            "SITE_URL must begin with https:// when EMAIL_URL sends by SMTP: unsubscribe links need it. "
            "(For a mail catcher on this machine set TRIAL_MAIL=1 with a SITE_URL on localhost.)"
        )

if EMAIL_URL:
    vars().update(env.mail_server("EMAIL_URL"))  # EMAIL_BACKEND, EMAIL_HOST and what else the address says
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
