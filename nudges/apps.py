from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NudgesConfig(AppConfig):
    name = "nudges"
    verbose_name = _("nudges")

    def ready(self) -> None:
        from django.conf import settings

        from accounts.copies import parts
        from accounts.signals import person_changed, person_seen
        from advice import checking
        from applications import appointments, panels
        from applications.signals import (
            application_changed,
            applications_changed,
            applications_imported,
            contact_changed,
        )
        from nudges import receivers, wording
        from nudges.appointments import planned
        from nudges.copies import PART
        from nudges.views.panels import ask_again, planned_for_application
        from recovery.signals import recovery_changed

        application_changed.connect(receivers.application_has_changed, dispatch_uid="nudges")
        applications_changed.connect(receivers.applications_have_changed, dispatch_uid="nudges")
        applications_imported.connect(receivers.applications_have_changed, dispatch_uid="nudges")
        recovery_changed.connect(receivers.recovery_has_changed, dispatch_uid="nudges")
        contact_changed.connect(receivers.person_has_changed, dispatch_uid="nudges")
        person_changed.connect(receivers.person_has_changed, dispatch_uid="nudges")
        person_seen.connect(receivers.person_is_back, dispatch_uid="nudges")
        if settings.ANYMAIL:
            from nudges import mail_events  # noqa: F401 - it listens from now on
        parts.register(PART)
        panels.register("application-plan", planned_for_application)
        panels.register("outcome-recorded", ask_again)
        appointments.register("nudges", planned)
        checking.register(wording.rules_have_words)
