from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from accounts import passkeys, second_steps
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
            return self.send_mail_now(template_prefix, email, context)
        with translation.override(reader.spoken_language), timezone.override(reader.zone):
            self.send_mail_now(template_prefix, email, context)

    def send_mail_now(self, template_prefix: str, email: str, words: dict[str, Any]) -> None:
        """Where nobody's request led to it, as in a command, allauth would look for its host."""
        if context.request:
            super().send_mail(template_prefix, email, words)
        else:
            self.render_mail(template_prefix, email, words | {"email": email}).send()

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """How somebody can say again that it is them, in our words; a passkey only where one can work."""
        words = {
            "reauthenticate": gettext("Use your password"),
            "mfa_reauthenticate": gettext("Use a code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        here = passkeys.can_work(self.request or context.request)
        return [
            method | {"description": words[method["id"]]}
            for method in super().get_reauthentication_methods(user)
            if here or method["id"] != "mfa_reauthenticate:webauthn"
        ]

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Never the address a person signs in with: allauth would leave them without any."""
        return email_address.email != email_address.user.email and super().can_delete_email(email_address)

    # Links in mails carry the installation's own address, never the one a request claims to have come to.

    def get_reset_password_from_key_url(self, key: str) -> str:
        return at_site(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return at_site(super().get_email_confirmation_url(request, emailconfirmation))


class MFAAdapter(DefaultMFAAdapter):
    """The same for the second step of signing in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("This cannot be turned off."),
        "cannot_generate_recovery_codes": _("Spare codes go with an app or a passkey. Set up one of these first."),
        "incorrect_code": _("This did not fit, or it was used already. Please try once more."),
    }

    def encrypt(self, text: str) -> str:
        return second_steps.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_steps.unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        """For the page itself: no script, no style, and a name for whoever does not see it."""
        code = QRCode(border=0, error_correction=ERROR_CORRECT_M)
        code.add_data(url)
        rows = code.get_matrix()
        dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
        return format_html(
            '<svg class="qr" viewBox="-4 -4 {0} {0}" role="img" aria-label="{1}"><path d="{2}"/></svg>',
            len(rows) + 8,
            gettext("The code to scan; the same stands below as text"),
            dots,
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": passkeys.domain_of(context.request), "name": "Rebound"}


def at_site(url: str) -> str:
    return settings.SITE_URL + urlsplit(url).path
