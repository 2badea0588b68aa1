from django.contrib.admin.apps import AdminConfig


class ReboundAdminConfig(AdminConfig):
    default_site = "config.admin.ReboundAdminSite"

    def ready(self) -> None:
        super().ready()
        # Makes our Celery app the current one in every Django process. Not in config/__init__.py: the small programs
        # beside Django, as config.guard, must start without it.
        import config.celery  # noqa: F401
