"""What an installation may turn off, and the drills it may be put through."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.installation import SITE_HOST, env

FETCH_POSTINGS = env.bool("FETCH_POSTINGS", default=True)  # whether a pasted link is looked up

# Off, browsers forget the page for no connection and the service worker that shows it (docs/operations.md).
OFFLINE_PAGE = env.bool("OFFLINE_PAGE", default=True)

# Where a fault drill says at which point of sending a process shall die (nudges/crash.py).
CRASH_FOLDER = env.str("CRASH_FOLDER", default="")
if CRASH_FOLDER and SITE_HOST not in {"127.0.0.1", "localhost"}:
    raise ImproperlyConfigured("CRASH_FOLDER is for fault drills on this machine: SITE_URL must be on localhost.")
