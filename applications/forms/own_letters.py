from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.keys import key_in
from advice import merge
from applications import gaps, letters
from applications.forms.fields import DayInput, model_choice, not_after
from applications.models import Contact, OwnLetter
from applications.validators import in_living_memory

LONG_FIELDS = {"strength", "question", "shared_context", "next_focus"}
OFFERED = 100
PREFIX = "gap_"
SENT = "sent"
AFRESH = "afresh"


class ContactSelect(forms.Select):
    """Each contact with their address, for the link that opens a mail program."""

    addresses: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if address := self.addresses.get(str(value)):
            option["attrs"]["data-email"] = address
        return option


class OwnLetterForm(forms.ModelForm):
    """A letter as it stands, to be changed; a small field for each gap that is still in it."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    # What stood there when it was opened; and the key of the new draft that may be made of what is typed.
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    afresh_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kept: OwnLetter | None = None
    sent_on = forms.DateField(label=_("Sent on"), required=False, widget=DayInput, validators=[in_living_memory])

    class Meta:
        model = OwnLetter
        fields = ["contact", "subject", "text"]
        widgets = {
            "contact": ContactSelect,
            "subject": forms.TextInput(attrs={"autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 16, "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, letter = today, self.instance
        seen = letter.updated_at.isoformat() if letter.pk else ""
        self.initial = {**self.initial, "form_key": letter.form_key, "seen": seen, "sent_on": today}
        self.fields["subject"].strip = False  # type: ignore[attr-defined]
        self.fields["text"].strip = False  # type: ignore[attr-defined]
        self.offer_contacts()
        self.gaps = gaps.open_in(*self.texts(), language=letter.language)
        for sign, name in self.gaps.items():
            self.fields[PREFIX + name] = self.field_for(sign, name)

    def texts(self) -> list[str]:
        """Subject and text as they stand in the form, typed or kept."""
        return [str(self[name].value() or "").replace("\r\n", "\n") for name in ("subject", "text")]

    def offer_contacts(self) -> None:
        """Those of the application first, then others; a list of thousands helps nobody. Any is accepted."""
        letter, field = self.instance, model_choice(self, "contact")
        field.queryset = letter.user.contacts.all()
        chosen = [key for key in map(key_in, (letter.contact_id, self["contact"].value())) if key is not None]
        near = list(letter.application.contacts.all()) if letter.application else []
        known = list(field.queryset.filter(pk__in=chosen))
        rest = list(field.queryset.order_by("-last_touch_on", "-pk")[:OFFERED])
        offered: dict[int, Contact] = {contact.pk: contact for contact in [*near, *known, *rest]}
        field.widget.choices = [("", _("Nobody in particular")), *((pk, str(one)) for pk, one in offered.items())]
        field.widget.addresses = {str(pk): one.email for pk, one in offered.items() if one.email}
        field.error_messages["invalid_choice"] = _("That contact is not there any more. Please choose another one.")

    def field_for(self, sign: str, name: str) -> forms.Field:
        widget = forms.Textarea(attrs={"rows": 2}) if name in LONG_FIELDS else forms.TextInput()
        widget.attrs |= {"data-gap": sign, "autocomplete": "off"}
        label = capfirst(merge.LABELS[name])
        return forms.CharField(label=label, max_length=500, required=False, widget=widget)

    def gap_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith(PREFIX)]

    def clean_sent_on(self) -> date:
        day = self.cleaned_data["sent_on"] or self.today
        not_after(day, self.today)
        return day

    def clean_seen(self) -> str | None:
        """Nothing where nobody said what was seen: then there is nothing to compare."""
        return self.cleaned_data["seen"] if "seen" in self.data else None

    def stand_back(self, kept: OwnLetter) -> None:
        """Other words stand there: what was typed stays in the form, and can become a draft of its own. Into a draft it
        can be kept all the same, which is then meant.
        """
        marks = {"seen": kept.updated_at.isoformat(), "afresh_key": str(uuid4())}
        self.kept, self.data = kept, {**self.data.dict(), **marks}  # type: ignore[attr-defined]
        sent = _(
            "This letter was noted as sent meanwhile, and stays as it was sent. What you typed can be a new draft."
        )
        changed = _("Another window has kept other words in this draft meanwhile. They are shown with what you typed.")
        self.add_error(None, sent if kept.is_sent else changed)

    def both(self) -> list[tuple[str, str]]:
        """What stands there now, by the name of its field, where it differs from what is typed."""
        if self.kept is None:
            return []
        typed = dict(zip(("subject", "text"), self.texts(), strict=True))
        names = [name for name, words in typed.items() if getattr(self.kept, name) != words]
        return [(str(self.fields[name].label), getattr(self.kept, name)) for name in names]

    def clean(self) -> dict[str, Any]:
        """Puts into the letter what was typed into its small fields, and what the chosen contact says."""
        data = super().clean() or self.cleaned_data
        known = letters.values_of_contact(data["contact"]) if data.get("contact") else {}
        values = [(sign, data.get(PREFIX + name) or known.get(name, "")) for sign, name in self.gaps.items()]
        for name in ("subject", "text"):
            text = (data.get(name) or "").replace("\r\n", "\n")
            said = [(sign, " ".join(value.split()) if name == "subject" else value) for sign, value in values if value]
            data[name] = gaps.filled(text, said)
            longest = self.fields[name].max_length  # type: ignore[attr-defined]
            if len(data[name]) > longest:
                self.add_error(name, ValidationError(_("That is too long now.")))
        if self.data.get("act") == SENT:
            self.refuse_gaps(data)
        return data

    def refuse_gaps(self, data: dict[str, Any]) -> None:
        for gap in gaps.open_in(data.get("subject", ""), data.get("text", ""), language=self.instance.language):
            where = "subject" if gap in data.get("subject", "") else "text"
            message = _("First fill this or take it out: %(gap)s")
            self.add_error(where, ValidationError(message, params={"gap": gap}))

    def letter_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("contact", "subject", "text")}
