from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Forms get their sentences; unusable keys are refused now, not when the first person writes something."""
        from accounts import error_words, receivers, writing

        receivers.connect()
        error_words.speak()
        writing.keys(settings.WRITING_KEYS)
