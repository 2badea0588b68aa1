"""The forms of signing in and up, and of one's own settings."""

import struct
import zoneinfo
from collections.abc import Callable
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import emit_email_changed
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as step_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts import operations, second_steps, zones
from accounts.models import User
from accounts.validators import no_control_characters


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


class WithCode(OurWords):
    """A code of an app, which counts once, or a spare one."""

    labels = {"code": _("Code")}
    first = "code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"spellcheck": "false", "dir": "ltr"}  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = super().clean_code()  # type: ignore[misc]
        is_of_app = self.authenticator.type == Authenticator.Type.TOTP  # type: ignore[attr-defined]
        if is_of_app and not second_steps.is_first_use(self.user.pk, code):  # type: ignore[attr-defined]
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(WithCode, step_forms.AuthenticateForm):
    """The second step of signing in. `kinds`: which ones this person has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))


class SecondStepAgainForm(WithCode, step_forms.ReauthenticateForm):
    pass


class AppForm(OurWords, app_forms.ActivateTOTPForm):
    """Sets up an app. Until it is confirmed its secret lies in the session, sealed as it will be afterwards."""

    labels = {"code": _("The code that the app shows")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        if waiting := session.get(SECRET_SESSION_KEY):
            session[SECRET_SESSION_KEY] = second_steps.unseal(waiting)
        super().__init__(*args, **kwargs)
        session[SECRET_SESSION_KEY] = second_steps.seal(self.secret)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false", "dir": "ltr"}

    @property
    def secret_in_groups(self) -> str:
        """Four letters at a time, as it is typed from a screen."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


NOT_OF_A_BROWSER = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    struct.error,
    InvalidSignature,
    UnsupportedAlgorithm,
    NotImplementedError,
)


class FromBrowser(OurWords):
    """What a browser answers when it was asked for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("The browser gave no passkey. Nothing was changed; you can try once more.")
        self.fields["credential"].error_messages |= {"required": said, "invalid": said}  # type: ignore[attr-defined]

    def fitting(self, look: Callable[[], Any]) -> Any:
        """What allauth finds when it looks at what was sent; it minds only some of what can be wrong with it."""
        try:
            return look()
        except NOT_OF_A_BROWSER as problem:
            raise get_mfa_adapter().validation_error("incorrect_code") from problem


class AskedPasskey(FromBrowser):
    def clean_credential(self) -> Authenticator:
        return self.fitting(super().clean_credential)  # type: ignore[misc]


class PasskeyForm(AskedPasskey, passkey_forms.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(AskedPasskey, passkey_forms.ReauthenticateWebAuthnForm):
    pass


class PasskeyLoginForm(AskedPasskey, passkey_forms.LoginWebAuthnForm):
    pass


LONGEST_NAME = 60


class AddPasskeyForm(FromBrowser, passkey_forms.AddWebAuthnForm):
    """A passkey, and what it is called. Whether it can stand for the password as well is for the device to say."""

    passwordless = None
    name = forms.CharField(
        label=_("Name"),
        required=False,
        help_text=_("So that you know it again: “Phone”, “Key on my ring”."),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_NAME}),
    )

    def clean_name(self) -> str:
        """Never refused: the passkey is made already."""
        name = "".join(letter if letter.isprintable() else " " for letter in super().clean_name())
        return name[:LONGEST_NAME].strip() or str(self.initial["name"])

    def clean(self) -> dict[str, Any]:
        return self.fitting(super().clean)


class RenamePasskeyForm(OurWords, passkey_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, validators=[no_control_characters])


class LanguageSelect(forms.Select):
    """Each language by its own name for itself, marked as being in that language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = str(value)
        return option


class SettingsForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: settings.LANGUAGES,
        widget=LanguageSelect,
        help_text=_(
            "Pages and mails use it, and its way to write days and numbers. Advice comes in it where it is there."
        ),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones.by_region,
        help_text=_("Days, times and mails follow it."),
    )

    class Meta:
        model = User
        fields = [
            "name",
            "phone",
            "language",
            "time_zone",
            "theme",
            "contrast",
            "has_shortcuts",
            "rejection_word",
        ]
        labels = {
            "name": _("Name"),
            "phone": _("Phone"),
            "theme": _("Light or dark"),
            "contrast": _("Contrast"),
            "has_shortcuts": _("Single keys as shortcuts"),
            "rejection_word": _("The word for a no"),
        }
        help_texts = {
            "has_shortcuts": _("In the list of applications; the key ? there shows which."),
            "name": _("Letters are signed with it, and mails greet you by it."),
            "phone": _("Only for your own letters."),
            "rejection_word": _("What the app calls an application that an employer turned down."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
            "theme": forms.RadioSelect,
            "contrast": forms.RadioSelect,
            "rejection_word": forms.RadioSelect,
        }


class LeaveForm(forms.Form):
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("That is not the password of this account."), code="password")
        return password
