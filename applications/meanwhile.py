"""Two tabs, one row: what has been saved since a form was opened is neither lost nor overwritten without a word.

A form says what each field held when it was opened, as a short mark (`seen`). On saving, a field that somebody else has
changed since and that was left alone here keeps its new value. Where both have changed it, the person chooses.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts import localised

LONGEST = 4000
THEIRS, MINE = "theirs", "mine"


@dataclass(frozen=True)
class Clash:
    """A field that was changed here and elsewhere, to different values."""

    field: forms.BoundField
    mine: str
    theirs: str

    @property
    def choice(self) -> str:
        return f"take-{self.field.name}"


def mark(value: Any) -> str:
    return hashlib.sha256(plain(value).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def plain(value: Any) -> str:
    """The same for a value from the database and for one from a form."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, QuerySet | list | tuple | set):
        return " ".join(sorted(plain(one) for one in value))
    return "" if value is None else "\n".join(str(value).strip().splitlines())


class MeanwhileMixin(forms.BaseForm):
    """For a form whose `initial` is what the row holds now. Its page sends `seen` back, and shows `clashes`."""

    clashes: list[Clash]
    taken_over: list[forms.BoundField]
    compared: set[str]

    @property
    def seen(self) -> str:
        """What the fields hold now: for the page that is about to be shown. Of one whose words did not fit, so that
        nothing could be compared, still what it held before.
        """
        marks = {name: mark(self.initial.get(name)) for name in self.fields}
        if self.is_bound:
            marks |= {name: old for name, old in self.was_seen().items() if name in marks and name not in self.compared}
        return json.dumps(marks, separators=(",", ":"))

    def was_seen(self) -> dict[str, str]:
        """What they held when this form was opened; nothing where it does not say so."""
        try:
            said = json.loads(str(self.data.get("seen", ""))[:LONGEST])
        except ValueError:
            return {}
        return {name: value for name, value in said.items() if isinstance(value, str)} if isinstance(said, dict) else {}

    def compare(self, data: dict[str, Any]) -> None:
        """Within `clean`: takes over what only others changed, and refuses what nobody has chosen between yet."""
        self.clashes, self.taken_over, self.compared = [], [], set()
        for name, before in self.was_seen().items():
            if name in self.fields and name in data:
                self.compared.add(name)
                data[name] = self.settled(name, before, data[name])

    def settled(self, name: str, before: str, typed: Any) -> Any:
        now, field = self.initial.get(name), self[name]
        if mark(typed) == mark(now):
            return typed
        if self.data.get(f"take-{name}") == THEIRS and mark(now) == before:
            return self.put_in(name, now)
        if mark(now) == before:
            return typed
        if mark(typed) == before:
            self.taken_over.append(field)
            return self.put_in(name, now)
        clash = Clash(field, said(field, typed), said(field, now))
        self.clashes.append(clash)
        field.field.clash = clash  # type: ignore[attr-defined]  # the page shows it beside the field
        self.add_error(name, ValidationError(_("This was changed elsewhere meanwhile. Please choose."), code="clash"))
        return typed

    def put_in(self, name: str, value: Any) -> Any:
        """A value of the row in the place of what was typed, should the page be shown again; as the form gives it."""
        said = self.fields[name].prepare_value(value)
        if isinstance(self.data, QueryDict):
            data = self.data.copy()
            data.setlist(name, [str(one) for one in said] if isinstance(said, list) else ["" if said is None else said])
            self.data = data
        return self.fields[name].clean(said)


def said(field: forms.BoundField, value: Any) -> str:
    """As a person reads it: the words of a choice, several of them in a row."""
    words = {str(key): words for key, words in getattr(field.field.widget, "choices", [])}
    several = value if isinstance(value, QuerySet | list | tuple | set) else [value]
    return localised.listed([words.get(plain(one)) or plain(one) for one in several if plain(one)])
