from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth meets our people."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and this password do not fit together. Please look at both."),
        "email_taken": _("There is an account with this e-mail address already."),
        "enter_current_password": _("This is not your present password. Please type it once more."),
        "incorrect_password": _("This is not your password. Please type it once more."),
        "too_many_login_attempts": _("These were many attempts in a short time. Please wait a few minutes."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        user.time_zone = form.cleaned_data.get("time_zone") or "UTC"
        user.language = translation.get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit=commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language and time zone of whoever reads it, if they are known here; else of whoever asked for it."""
        reader = context.get("user") or User.objects.filter(email__iexact=email).first()
        if not isinstance(reader, User):
            return super().send_mail(template_prefix, email, context)
        with translation.override(reader.spoken_language), timezone.override(reader.zone):
            super().send_mail(template_prefix, email, context)

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Never the address a person signs in with: allauth would leave them without any."""
        return email_address.email != email_address.user.email and super().can_delete_email(email_address)

    # Links in mails carry the installation's own address, never the one a request claims to have come to.

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_site(super().get_email_confirmation_url(request, emailconfirmation))


def at_site(url: str) -> str:
    return settings.SITE_URL + urlsplit(url).path
