from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        from accounts import exports as people
        from advice import fields
        from applications import appointments, exports, letters, receivers  # noqa: F401
        from applications.documents import shelf

        people.register("applications", exports.part)
        people.register_files(shelf.own_files)
        fields.register("applications", letters.merge_values)
        appointments.register("interviews", appointments.interviews)
        appointments.register("deadlines", appointments.deadlines)
