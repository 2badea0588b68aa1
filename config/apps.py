from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ReboundAdminConfig(AdminConfig):
    default_site = "config.admin.ReboundAdminSite"


class ConfigConfig(AppConfig):
    """Wires everything; an app only so that its management commands are found."""

    name = "config"

    def ready(self) -> None:
        # Makes our Celery app the current one in every Django process. Not in config/__init__.py: the small programs
        # beside Django, as config.guard, must start without it.
        import config.celery  # noqa: F401
