from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        from accounts import exports
        from accounts.copies import parts
        from advice import fields
        from applications import appointments, letters, receivers  # noqa: F401
        from applications.copies.tables import PART
        from applications.documents import shelf

        parts.register(PART)
        exports.register_files(shelf.own_files)
        fields.register("applications", letters.merge_values)
        appointments.register("interviews", appointments.interviews)
        appointments.register("deadlines", appointments.deadlines)
