"""Controls whose answer is chosen, ticked, counted or dated: plain, but for a word of one's own and moods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Input, Mood
from applications.days import add_business_days
from recovery.prompts.base import PromptKind, Value


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
    is_curated = False
    template = "recovery/prompts/_mood.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Mood.choices]


class PatternView(Choice):
    """Shows what came up before and asks whether the person sees the same thing twice."""

    is_curated = False
    template = "recovery/prompts/_pattern_view.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [("yes", gettext("yes")), ("no", gettext("no")), ("unsure", gettext("I cannot tell"))]


class MultiChoice(PromptKind):
    """Ticked choices in plain; a word of one's own beside them is writing."""

    template = "recovery/prompts/_multi_choice.html"

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice, choice) for choice in self.options["choices"]]

    @property
    def has_own(self) -> bool:
        return bool(self.options.get("own"))

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
            raise ValidationError(gettext("Please choose at most %(most)s.") % {"most": self.most})
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


class Matrix(PromptKind):
    """How well each possible cause is known. What nobody can know is where every row begins."""

    template = "recovery/prompts/_matrix.html"

    @property
    def rows(self) -> list[str]:
        return list(self.options.get("rows", []))

    @property
    def degrees(self) -> list[tuple[str, str]]:
        return [
            ("known", gettext("known")),
            ("possible", gettext("possible")),
            ("unlikely", gettext("unlikely")),
            ("cannot_know", gettext("cannot know")),
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
                gettext("Please give a whole number from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.most}
            )
        return int(given)
