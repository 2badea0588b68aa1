"""The forms of one's own settings, and of leaving."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import zones
from accounts.models import User


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
