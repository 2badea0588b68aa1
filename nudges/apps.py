from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NudgesConfig(AppConfig):
    name = "nudges"
    verbose_name = _("nudges")

    def ready(self) -> None:
        from applications import panels
        from nudges.views.panels import ask_again, planned_for_application

        panels.register("application-detail", planned_for_application)
        panels.register("outcome-recorded", ask_again)
