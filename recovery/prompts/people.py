"""Controls that name people: a contact is plain, a name that was typed is secret."""

from __future__ import annotations

import json
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Input
from recovery.prompts.base import PromptKind, Value
from recovery.prompts.writing import SecretParts


def and_role(named: str) -> tuple[str, str]:
    """(Tom Becker, CTO) for “Tom Becker, CTO”: the name, and what is said behind a comma or in brackets."""
    name, _sign, role = named.replace("(", ",", 1).partition(",")
    return name.strip(), role.strip(" )")


class Contact(PromptKind):
    """One of the person's own contacts, or a name as they would say it."""

    is_private = True
    template = "recovery/prompts/_contact.html"

    @property
    def weight(self) -> int:
        return 2

    def initial(self) -> dict[str, Any]:
        return {"contact": None, "name": ""}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        given = data.get(f"{self.key}-contact", "").strip()
        known = {str(pk): pk for pk in self.around.contacts}
        if given and given not in known:
            self.refuse(_("Please choose one of your contacts, or type a name."))
        return {"contact": known.get(given), "name": self.words(data, f"{self.key}-name", longest=150)}

    def split(self, value: Value) -> tuple[Any, str]:
        return value["contact"], value["name"]

    def join(self, plain: Any, secret: str) -> Value:
        return {"contact": plain if plain in self.around.contacts else None, "name": secret}

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["contact"] or value["name"])

    def texts(self, value: Value) -> dict[str, str]:
        return {"name": value["name"]}

    def said(self, value: Value) -> list[str]:
        return [name] if (name := value["name"] or self.name_of(value)) else []

    def name_of(self, value: Value) -> str:
        """How a letter would address the one who was named."""
        return and_role(value["name"])[0] or self.around.contacts.get(value["contact"], "")


class ContactAndTitles(Contact):
    template = "recovery/prompts/_contact_and_titles.html"

    @property
    def weight(self) -> int:
        return 3

    def initial(self) -> dict[str, Any]:
        return super().initial() | {"titles": ["", ""]}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        titles = [self.words(data, f"{self.key}-title-{n}", longest=120) for n in (1, 2)]
        return super().clean(data) | {"titles": titles}

    def split(self, value: Value) -> tuple[Any, str]:
        written = {"name": value["name"], "titles": value["titles"]}
        is_written = value["name"] or any(value["titles"])
        return value["contact"], json.dumps(written, ensure_ascii=False) if is_written else ""

    def join(self, plain: Any, secret: str) -> Value:
        written = json.loads(secret) if secret else {}
        return self.initial() | super().join(plain, written.get("name", "")) | written

    def is_empty(self, value: Value) -> bool:
        return super().is_empty(value) and not any((value or {}).get("titles", []))

    def texts(self, value: Value) -> dict[str, str]:
        return super().texts(value) | {f"title-{place}": text for place, text in enumerate(value["titles"])}


class TextPerContact(SecretParts):
    """One line for each person named in the step."""

    template = "recovery/prompts/_text_per_contact.html"

    @property
    def parts(self) -> tuple[str, ...]:  # type: ignore[override]
        asked = (Input.CONTACT, Input.CONTACT_AND_TITLES)
        return tuple(prompt["key"] for prompt in self.around.prompts if prompt["input"] in asked)

    def labels(self) -> list[tuple[str, str]]:
        return [(prompt["key"], prompt["label"]) for prompt in self.around.prompts if prompt["key"] in self.parts]
