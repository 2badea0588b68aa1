"""The forms of the second step of signing in: an app, spare codes, passkeys."""

import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as step_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import second_steps
from accounts.forms.signing_in import OurWords
from accounts.validators import no_control_characters
from accounts.writing import WritingKeyMissing


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
        if waiting := session.pop(SECRET_SESSION_KEY, None):
            with suppress(WritingKeyMissing):  # begun before a change of keys: then it begins anew
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
