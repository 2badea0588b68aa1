from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveryConfig(AppConfig):
    name = "recovery"
    verbose_name = _("recovery")

    def ready(self) -> None:
        from accounts.copies import parts
        from advice import checking, fields
        from applications import panels
        from recovery import letters, receivers, views, wording  # noqa: F401
        from recovery.copies.tables import PART

        checking.register(wording.stages_are_known)
        fields.register("recovery", letters.own_question)
        parts.register(PART)
        panels.register("application-detail", views.panels.on_application)
        panels.register("outcome-form", views.panels.on_outcome_form)
        panels.register("interview-preparation", views.panels.on_interview)
        panels.register("letter", views.panels.on_letter)
        panels.register("interview-debrief", views.panels.on_debrief)
