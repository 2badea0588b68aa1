from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig


class ReboundAdminConfig(AdminConfig):
    default_site = "config.admin.ReboundAdminSite"

    def ready(self) -> None:
        if settings.ROLE not in {"worker", "beat"}:  # which show no pages, so that they need not keep them in memory
            super().ready()


class ConfigConfig(AppConfig):
    """Wires everything; an app only so that its management commands are found."""

    name = "config"

    def ready(self) -> None:
        # Makes our Celery app the current one in every Django process. Not in config/__init__.py: the small programs
        # beside Django, as config.guard, must start without it.
        import config.celery  # noqa: F401


class SessionsConfig(UserSessionsConfig):
    """The table of those who are signed in. Ours are the only ones to write into it (accounts/devices.py)."""

    def ready(self) -> None:
        """allauth would listen here, and keep everybody's address on the internet and all that a browser says."""
