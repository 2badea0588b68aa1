"""What can stand behind a prompt: one small class per kind of control.

Each knows how to read what was posted, what of it is private, what stands there at first, and which fragment shows it.
A value is split into `plain` (choices, days, numbers) and `secret` (everything the person wrote, encrypted on its row).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Input, Mood
from applications.days import add_business_days

LONGEST = 20_000
LONGEST_LINE = 2_000
FARTHEST_DAYS = 366 * 3

Value = Any


@dataclass(frozen=True)
class Around:
    """What a control may know besides its own prompt."""

    today: date
    contacts: Mapping[int, str] = field(default_factory=dict)
    prompts: tuple[Mapping[str, Any], ...] = ()  # all of the step, this one included
    letters: Mapping[str, str] = field(default_factory=dict)  # title by key


class PromptKind:
    """A control that takes one answer."""

    is_private: ClassVar[bool] = False
    template: ClassVar[str]

    def __init__(self, prompt: Mapping[str, Any], around: Around) -> None:
        self.key: str = prompt["key"]
        self.options: Mapping[str, Any] = prompt.get("options") or {}
        self.max_chars: int = prompt.get("max_chars") or LONGEST_LINE
        self.around = around

    def initial(self) -> Value:
        """What stands there before the person has touched it."""
        return None

    def clean(self, data: QueryDict) -> Value:
        """The value in what was posted; None or empty where nothing was given. Raises ValidationError, kindly."""
        raise NotImplementedError

    def split(self, value: Value) -> tuple[Any, str]:
        """The value as it is kept: plain part, secret part."""
        return (None, value or "") if self.is_private else (value, "")

    def join(self, plain: Any, secret: str) -> Value:
        """The value again."""
        return secret if self.is_private else plain

    def is_empty(self, value: Value) -> bool:
        return value in (None, "", [], {})

    def words(self, data: QueryDict, name: str, *, longest: int | None = None) -> str:
        """A text that was typed. Browsers send CRLF and count it as one; no control characters."""
        text = data.get(name, "").replace("\r\n", "\n").strip()
        text = "".join(letter for letter in text if letter >= " " or letter in "\n\t")
        longest = longest or self.max_chars
        if len(text) > longest:
            raise ValidationError(
                now_("There is room for %(longest)s characters here; this has %(length)s.")
                % {"longest": longest, "length": len(text)}
            )
        return text

    def day(self, data: QueryDict, name: str) -> date | None:
        given = data.get(name, "").strip()
        if not given:
            return None
        try:
            day = parse_date(given)
        except ValueError:
            day = None
        if day is None:
            raise ValidationError(_("Please give a date, for example 2026-11-30."))
        if abs((day - self.around.today).days) > FARTHEST_DAYS:
            raise ValidationError(_("That date is very far away. Please look at the year again."))
        return day


class Text(PromptKind):
    is_private = True
    template = "recovery/prompts/_text.html"

    def clean(self, data: QueryDict) -> str:
        return self.words(data, self.key)


class PrivateLongText(Text):
    template = "recovery/prompts/_private_long_text.html"

    def clean(self, data: QueryDict) -> str:
        return self.words(data, self.key, longest=LONGEST)


class Choice(PromptKind):
    template = "recovery/prompts/_choice.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice, choice) for choice in self.options["choices"]]

    def initial(self) -> str | None:
        return self.options.get("default")

    def clean(self, data: QueryDict) -> str | None:
        given = data.get(self.key, "")
        if given and given not in dict(self.choices):
            raise ValidationError(_("Please choose one of these."))
        return given or None


class MoodChoice(Choice):
    """Shown only to people who switched check-ins on; kept like writing."""

    is_private = True

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Mood.choices]


class PatternView(Choice):
    """Shows what came up before and asks whether the person sees the same thing twice."""

    template = "recovery/prompts/_pattern_view.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("yes", now_("yes")), ("no", now_("no")), ("unsure", now_("I cannot tell"))]


class MultiChoice(PromptKind):
    """Ticked choices in plain; a word of one's own beside them is writing."""

    template = "recovery/prompts/_multi_choice.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice, choice) for choice in self.options["choices"]]

    @property
    def has_own(self) -> bool:
        return any(choice.casefold().startswith(now_("my own")) for choice in self.options["choices"])

    @property
    def most(self) -> int:
        return self.options.get("max", len(self.choices))

    def initial(self) -> Value:
        return {"chosen": [], "own": ""}

    def clean(self, data: QueryDict) -> Value:
        chosen = list(dict.fromkeys(data.getlist(self.key)))
        if not set(chosen) <= set(dict(self.choices)):
            raise ValidationError(_("Please choose from these."))
        if len(chosen) > self.most:
            raise ValidationError(now_("Please choose at most %(most)s.") % {"most": self.most})
        return {"chosen": chosen, "own": self.words(data, f"{self.key}-own", longest=100) if self.has_own else ""}

    def split(self, value: Value) -> tuple[Any, str]:
        return value["chosen"], value["own"]

    def join(self, plain: Any, secret: str) -> Value:
        return {"chosen": plain or [], "own": secret}

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["chosen"] or value["own"])


class PickFromMatrix(MultiChoice):
    """At most so many of the rows of this step's table."""

    @property
    def choices(self) -> list[tuple[str, str]]:
        tables = [prompt for prompt in self.around.prompts if prompt["input"] == Input.MATRIX]
        return [(row, row) for table in tables for row in table["options"].get("rows", [])]

    @property
    def has_own(self) -> bool:
        return False


class Tick(PromptKind):
    """A box or a switch. Not ticked is an answer too, except to *required*."""

    template = "recovery/prompts/_tick.html"

    def initial(self) -> bool:
        return bool(self.options.get("default", False))

    def clean(self, data: QueryDict) -> bool:
        return self.key in data

    def is_empty(self, value: Value) -> bool:
        return not value


class Day(PromptKind):
    template = "recovery/prompts/_date.html"

    def suggestion(self) -> date | None:
        if "default_offset_business_days" in self.options:
            return add_business_days(self.around.today, self.options["default_offset_business_days"])
        if "default_offset_days" in self.options:
            return self.around.today + timedelta(days=self.options["default_offset_days"])
        return None

    def initial(self) -> date | None:
        return self.suggestion()

    def clean(self, data: QueryDict) -> date | None:
        return self.day(data, self.key)

    def split(self, value: date | None) -> tuple[Any, str]:
        return (value.isoformat() if value else None), ""

    def join(self, plain: Any, secret: str) -> date | None:
        return date.fromisoformat(plain) if plain else None


class OptionalDay(Day):
    """Empty until the person wants one; the suggestion stands beside it."""

    def initial(self) -> None:
        return None


class Number(PromptKind):
    template = "recovery/prompts/_number.html"

    @property
    def least(self) -> int:
        return self.options.get("min", 0)

    @property
    def most(self) -> int:
        return self.options.get("max", 1000)

    def initial(self) -> int | None:
        return self.options.get("default")

    def clean(self, data: QueryDict) -> int | None:
        given = data.get(self.key, "").strip()
        if not given:
            return None
        is_number = given.isascii() and given.isdigit() and len(given) < 10
        if not is_number or not self.least <= int(given) <= self.most:
            raise ValidationError(
                now_("Please give a whole number from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.most}
            )
        return int(given)


class SecretParts(PromptKind):
    """Several texts that belong together."""

    is_private = True
    parts: ClassVar[tuple[str, ...]]

    def labels(self) -> list[tuple[str, str]]:
        """What stands over each part where they are shown as plain texts."""
        return []

    def initial(self) -> dict[str, str]:
        return dict.fromkeys(self.parts, "")

    def clean(self, data: QueryDict) -> dict[str, Any]:
        return {part: self.words(data, f"{self.key}-{part}") for part in self.parts}

    def split(self, value: Value) -> tuple[Any, str]:
        return None, "" if self.is_empty(value) else json.dumps(value, ensure_ascii=False)

    def join(self, plain: Any, secret: str) -> Value:
        return self.initial() | (json.loads(secret) if secret else {})

    def is_empty(self, value: Value) -> bool:
        return not value or not any(value.values())


class StarCard(SecretParts):
    """An evidence card: how it was, what the person did, what came of it."""

    template = "recovery/prompts/_star_card.html"
    parts = ("situation", "action", "result")

    def labels(self) -> list[tuple[str, str]]:
        return [
            ("situation", now_("How it was: one line")),
            ("action", now_("What you did: two or three lines")),
            ("result", now_("What came of it: one line")),
        ]


class IfThen(SecretParts):
    """A sentence and, if the person likes, the day, time and place that it speaks of. No time, no echo."""

    template = "recovery/prompts/_if_then.html"
    parts = ("sentence", "place")

    def initial(self) -> dict[str, Any]:
        return {"sentence": "", "place": "", "on": None, "at": None}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        value = super().clean(data)
        value["on"] = self.day(data, f"{self.key}-on")
        value["at"] = self.moment(data.get(f"{self.key}-at", "").strip())
        return value

    def moment(self, given: str) -> time | None:
        try:
            moment = parse_time(given) if given else None
        except ValueError:
            moment = None
        if given and moment is None:
            raise ValidationError(_("Please give a time, for example 18:30."))
        return moment.replace(second=0, microsecond=0, tzinfo=None) if moment else None

    def split(self, value: Value) -> tuple[Any, str]:
        when = {"on": value["on"] and value["on"].isoformat(), "at": value["at"] and value["at"].strftime("%H:%M")}
        _plain, secret = super().split({part: value[part] for part in self.parts})
        return (when if any(when.values()) else None), secret

    def join(self, plain: Any, secret: str) -> Value:
        when = plain or {}
        return super().join(None, secret) | {
            "on": date.fromisoformat(when["on"]) if when.get("on") else None,
            "at": time.fromisoformat(when["at"]) if when.get("at") else None,
        }

    def is_empty(self, value: Value) -> bool:
        return not value or not value.get("sentence")


class Contact(PromptKind):
    """One of the person's own contacts, or a name as they would say it."""

    is_private = True
    template = "recovery/prompts/_contact.html"

    def initial(self) -> dict[str, Any]:
        return {"contact": None, "name": ""}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        given = data.get(f"{self.key}-contact", "").strip()
        known = {str(pk): pk for pk in self.around.contacts}
        if given and given not in known:
            raise ValidationError(_("Please choose one of your contacts, or type a name."))
        return {"contact": known.get(given), "name": self.words(data, f"{self.key}-name", longest=200)}

    def split(self, value: Value) -> tuple[Any, str]:
        return value["contact"], value["name"]

    def join(self, plain: Any, secret: str) -> Value:
        return {"contact": plain if plain in self.around.contacts else None, "name": secret}

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["contact"] or value["name"])

    def name_of(self, value: Value) -> str:
        """How a letter would address the one who was named."""
        return value["name"] or self.around.contacts.get(value["contact"], "")


class ContactAndTitles(Contact):
    template = "recovery/prompts/_contact_and_titles.html"

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


class TextPerContact(SecretParts):
    """One line for each person named in the step."""

    template = "recovery/prompts/_text_per_contact.html"

    @property
    def parts(self) -> tuple[str, ...]:  # type: ignore[override]
        asked = (Input.CONTACT, Input.CONTACT_AND_TITLES)
        return tuple(prompt["key"] for prompt in self.around.prompts if prompt["input"] in asked)

    def labels(self) -> list[tuple[str, str]]:
        return [(prompt["key"], prompt["label"]) for prompt in self.around.prompts if prompt["key"] in self.parts]


class Matrix(PromptKind):
    """How well each possible cause is known. What nobody can know is where every row begins."""

    template = "recovery/prompts/_matrix.html"

    @property
    def rows(self) -> list[str]:
        return list(self.options.get("rows", []))

    @property
    def degrees(self) -> list[tuple[str, str]]:
        return [
            ("known", now_("known")),
            ("possible", now_("possible")),
            ("unlikely", now_("unlikely")),
            ("cannot_know", now_("cannot know")),
        ]

    def initial(self) -> dict[str, str]:
        return dict.fromkeys(self.rows, "cannot_know")

    def clean(self, data: QueryDict) -> dict[str, str]:
        value = {row: data.get(f"{self.key}-{place}", "cannot_know") for place, row in enumerate(self.rows)}
        if not set(value.values()) <= set(dict(self.degrees)):
            raise ValidationError(_("Please choose one of the four words in each row."))
        return value

    def join(self, plain: Any, secret: str) -> Value:
        return self.initial() | (plain or {})


class Letter(SecretParts):
    """Which letter, and the text the person made of it."""

    template = "recovery/prompts/_letter.html"
    parts = ("subject", "text")

    @property
    def choices(self) -> list[tuple[str, str]]:
        offered = self.options.get("choices", [])
        return [(key, self.around.letters[key]) for key in offered if key in self.around.letters]

    def initial(self) -> dict[str, Any]:
        return {"letter": None, "subject": "", "text": ""}

    def clean(self, data: QueryDict) -> dict[str, Any]:
        key = data.get(f"{self.key}-letter", "")
        if key and key not in dict(self.choices):
            raise ValidationError(_("Please choose one of these letters."))
        return {
            "letter": key or None,
            "subject": self.words(data, f"{self.key}-subject", longest=300),
            "text": self.words(data, f"{self.key}-text", longest=LONGEST),
        }

    def split(self, value: Value) -> tuple[Any, str]:
        _plain, secret = super().split({part: value[part] for part in self.parts})
        return value["letter"], secret

    def join(self, plain: Any, secret: str) -> Value:
        return super().join(None, secret) | {"letter": plain}

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["letter"] or value["text"])


KINDS: dict[str, type[PromptKind]] = {
    Input.TEXT: Text,
    Input.PRIVATE_LONG_TEXT: PrivateLongText,
    Input.CHOICE: Choice,
    Input.MULTI_CHOICE: MultiChoice,
    Input.CHECKBOX: Tick,
    Input.TOGGLE: Tick,
    Input.DATE: Day,
    Input.DATE_OPTIONAL: OptionalDay,
    Input.NUMBER: Number,
    Input.SLIDER: Number,
    Input.MOOD: MoodChoice,
    Input.CONTACT: Contact,
    Input.CONTACT_AND_TITLES: ContactAndTitles,
    Input.TEXT_PER_CONTACT: TextPerContact,
    Input.LETTER: Letter,
    Input.STAR_CARD: StarCard,
    Input.MATRIX: Matrix,
    Input.PICK_FROM_MATRIX: PickFromMatrix,
    Input.PATTERN_VIEW: PatternView,
    Input.IF_THEN: IfThen,
}


def kind_of(prompt: Mapping[str, Any], around: Around) -> PromptKind:
    return KINDS[prompt["input"]](prompt, around)
