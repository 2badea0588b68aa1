"""Controls whose answer is written: secret, all of it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.dateparse import parse_time
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.prompts.base import LONGEST, PromptKind, Value

SHORT = 240  # characters that fit into two lines or three


class Text(PromptKind):
    is_private = True
    template = "recovery/prompts/_text.html"

    @property
    def weight(self) -> int:
        return 1 if self.is_short else 2

    @property
    def is_short(self) -> bool:
        """A line or two."""
        return self.max_chars <= SHORT

    def clean(self, data: QueryDict) -> str:
        return self.words(data, self.key)


class PrivateLongText(Text):
    template = "recovery/prompts/_private_long_text.html"

    @property
    def weight(self) -> int:
        return 5

    def clean(self, data: QueryDict) -> str:
        return self.words(data, self.key, longest=LONGEST)


class SecretParts(PromptKind):
    """Several texts that belong together."""

    is_private = True
    parts: ClassVar[tuple[str, ...]]

    def initial(self) -> dict[str, str]:
        return dict.fromkeys(self.parts, "")

    def clean(self, data: QueryDict) -> dict[str, Any]:
        return {part: self.words(data, f"{self.key}-{part}") for part in self.parts}

    @property
    def weight(self) -> int:
        return 3

    def split(self, value: Value) -> tuple[Any, str]:
        return None, self.sealed(value)

    def texts(self, value: Value) -> dict[str, str]:
        return {part: value.get(part, "") for part in self.parts}

    def sealed(self, value: Value) -> str:
        """The texts as one; empty when all of them are."""
        written = {part: value[part] for part in self.parts}
        return json.dumps(written, ensure_ascii=False) if any(written.values()) else ""

    def join(self, plain: Any, secret: str) -> Value:
        return self.initial() | (json.loads(secret) if secret else {})

    def is_empty(self, value: Value) -> bool:
        return not value or not any(value.values())


class StarCard(SecretParts):
    """An evidence card: how it was, what the person did, what came of it."""

    is_curated = False
    template = "recovery/prompts/_star_card.html"
    parts = ("situation", "action", "result")

    @property
    def weight(self) -> int:
        return 4

    def labels(self) -> list[tuple[str, str]]:
        return [
            ("situation", gettext("How it was: one line")),
            ("action", gettext("What you did: two or three lines")),
            ("result", gettext("What came of it: one line")),
        ]


class IfThen(SecretParts):
    """A sentence and, if the person likes, the day, time and place that it speaks of. No time, no echo."""

    template = "recovery/prompts/_if_then.html"
    parts = ("sentence", "place")

    @property
    def weight(self) -> int:
        return 4

    def initial(self) -> dict[str, Any]:
        return {"sentence": "", "place": "", "on": None, "at": None}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        value = super().clean(data)
        value["on"] = self.day(data, f"{self.key}-on")
        value["at"] = self.moment(data.get(f"{self.key}-at", "").strip())
        return value

    def hint(self, value: Value) -> str:
        on, at, now = value["on"], value["at"], self.around.now
        if not (on and now and datetime.combine(on, at or time.max) < now):
            return ""
        return str(
            _("This moment has gone by already. If the sentence is to come back to you, choose one still ahead.")
        )

    def moment(self, given: str) -> time | None:
        try:
            moment = parse_time(given) if given else None
        except ValueError:
            moment = None
        if given and moment is None:
            self.refuse(_("Please give a time, for example 18:30."))
        return moment.replace(second=0, microsecond=0, tzinfo=None) if moment else None

    def split(self, value: Value) -> tuple[Any, str]:
        when = {"on": value["on"] and value["on"].isoformat(), "at": value["at"] and value["at"].strftime("%H:%M")}
        return (when if any(when.values()) else None), self.sealed(value)

    def join(self, plain: Any, secret: str) -> Value:
        when = plain or {}
        return super().join(None, secret) | {
            "on": date.fromisoformat(when["on"]) if when.get("on") else None,
            "at": time.fromisoformat(when["at"]) if when.get("at") else None,
        }

    def is_empty(self, value: Value) -> bool:
        return not value or not value.get("sentence")


def sentence_in(secret: str) -> str:
    """The sentence of a plan as it is kept."""
    return str(json.loads(secret).get("sentence", "")) if secret else ""


class Letter(SecretParts):
    """Which letter, and the text the person made of it."""

    template = "recovery/prompts/_letter.html"
    parts = ("subject", "text")

    @property
    def weight(self) -> int:
        return 4

    @property
    def all_choices(self) -> list[tuple[str, str]]:
        offered = self.options.get("choices", [])
        return [(key, self.around.letters[key]) for key in offered if key in self.around.letters]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Those written for a no at this stage; all of them where none is."""
        return [choice for choice in self.all_choices if choice[0] in self.around.fitting] or self.all_choices

    def choices_with(self, chosen: str | None) -> list[tuple[str, str]]:
        """The same; a letter that was chosen before stays, wherever it belongs."""
        shown = {chosen, *dict(self.choices)}
        return [choice for choice in self.all_choices if choice[0] in shown]

    def initial(self) -> dict[str, Any]:
        return {"letter": None, "to": "", "sent_to": [], "subject": "", "text": ""}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        key = data.get(f"{self.key}-letter", "")
        if key and key not in dict(self.all_choices):
            self.refuse(_("Please choose one of these letters."))
            key = ""
        given = {"letter": key or None, "to": data.get(f"{self.key}-to", "")[:60]}
        # A form without a chosen letter has no place for its words: they stay as they were.
        for part, longest in (("subject", 300), ("text", LONGEST)):
            if (name := f"{self.key}-{part}") in data:
                given[part] = self.words(data, name, longest=longest)
        return given

    def over(self, before: Value, given: Value) -> Value:
        return before | given

    def split(self, value: Value) -> tuple[Any, str]:
        """Where one person only is written to, the letter's key is all there is in plain."""
        several = {part: value[part] for part in ("letter", "to", "sent_to")}
        return (several if value["to"] else value["letter"]), self.sealed(value)

    def join(self, plain: Any, secret: str) -> Value:
        return super().join(None, secret) | (plain if isinstance(plain, dict) else {"letter": plain})

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["letter"] or value["text"])
