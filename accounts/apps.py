from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Unusable keys are refused when a process starts, not when the first person writes something."""
        from accounts import writing

        writing.keys(settings.WRITING_KEYS)
