from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Forms get their sentences, copies a first part; unusable keys are refused now, not when somebody writes."""
        from accounts import error_words, receivers, writing
        from accounts.copies import parts, person

        receivers.connect()
        error_words.speak()
        parts.register(person.PART)
        writing.keys(settings.WRITING_KEYS)
