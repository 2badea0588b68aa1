"""The forms of signing in and up, of passwords and addresses."""

import zoneinfo
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import emit_email_changed
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import operations
from accounts.models import User


class OurWords:
    """Our labels for allauth's fields, in place of its placeholders, which vanish as soon as somebody types."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}
    first = ""  # where somebody begins to type; after an error that is the first field with one (frame.js)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
        if self.first and not self.is_bound:  # type: ignore[attr-defined]
            self.fields[self.first].widget.attrs["autofocus"] = True  # type: ignore[attr-defined]


ELSEWHERE = ""  # the way to a new password stands below the form, not between a field and its label
NEW_PASSWORD = _("At least 8 characters. A few words in a row are good and easy to keep.")


class SignupForm(OurWords, allauth_forms.SignupForm):
    """E-mail and password. The browser adds its time zone; without one, or with one we do not know, it is UTC."""

    labels = {"email": _("E-mail"), "password1": _("Password")}
    help_texts = {"password1": NEW_PASSWORD}
    first = "email"

    time_zone = forms.CharField(required=False, widget=forms.HiddenInput)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """For an address that is known already it does the same slow work, so that the time tells nothing."""
        user, response = super().try_save(request)
        if user is None:
            make_password(self.cleaned_data["password1"])
        return user, response

    def clean_time_zone(self) -> str:
        name = self.cleaned_data["time_zone"]
        return name if name in zoneinfo.available_timezones() else "UTC"


class LoginForm(OurWords, allauth_forms.LoginForm):
    labels = {"login": _("E-mail"), "password": _("Password"), "remember": _("Stay signed in on this device")}
    help_texts = {"password": ELSEWHERE}
    first = "login"


class ReauthenticateForm(OurWords, allauth_forms.ReauthenticateForm):
    labels = {"password": _("Password")}
    help_texts = {"password": ELSEWHERE}


class ResetPasswordForm(OurWords, allauth_forms.ResetPasswordForm):
    labels = {"email": _("E-mail")}


class ResetPasswordKeyForm(OurWords, allauth_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}
    help_texts = {"password1": NEW_PASSWORD}


class SetPasswordForm(OurWords, allauth_forms.SetPasswordForm):
    labels = ResetPasswordKeyForm.labels
    help_texts = {"password1": NEW_PASSWORD}


class ChangePasswordForm(OurWords, allauth_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Password until now")} | ResetPasswordKeyForm.labels
    help_texts = {"oldpassword": ELSEWHERE, "password1": NEW_PASSWORD}


class AddEmailForm(OurWords, allauth_forms.AddEmailForm):
    """Changes the address: after a mail to it was answered, or at once where this installation sends no mail."""

    labels = {"email": _("New e-mail")}

    def clean_email(self) -> str:
        email = super().clean_email()
        if not settings.EMAIL_URL and User.objects.filter(email__iexact=email).exists():
            raise get_adapter().validation_error("email_taken")
        return email

    def save(self, request: HttpRequest) -> EmailAddress:
        if settings.EMAIL_URL:
            return super().save(request)
        before = EmailAddress.objects.filter(user=self.user).first()
        address = operations.move_to_address(self.user, email=self.cleaned_data["email"])
        get_adapter().add_message(request, messages.SUCCESS, "account/messages/primary_email_set.txt")
        emit_email_changed(request, before, address)
        return address
