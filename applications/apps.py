from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        from accounts import exports as people
        from advice import fields
        from applications import exports, letters

        people.register("applications", exports.part)
        fields.register("applications", letters.merge_values)
