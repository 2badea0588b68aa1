"""What is logged and measured, and how little of people an error tells."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.installation import ROLE, env

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
