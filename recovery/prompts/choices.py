"""Controls whose answer is chosen, ticked, counted or dated: plain, but for a word of one's own and moods."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from accounts import localised
from advice.vocabulary import Input, Mood
from applications.days import add_business_days
from recovery.prompts.base import PromptKind, Value

FEW, SOME = 5, 8
CANNOT_KNOW = "cannot_know"
NEAR = {"known", "possible"}


def weight_of(number: int) -> int:
    """How much of a page so many choices take."""
    return 1 if number <= FEW else 2 if number <= SOME else 3


class Choice(PromptKind):
    template = "recovery/prompts/_choice.html"

    @property
    def weight(self) -> int:
        return weight_of(len(self.choices))

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(choice, choice) for choice in self.options["choices"]]

    def initial(self) -> str | None:
        return self.options.get("default")

    def clean(self, data: QueryDict) -> str | None:
        given = data.get(self.key, "")
        if given and given not in dict(self.choices):
            self.refuse(_("Please choose one of these."))
            return None
        return given or None

    def said(self, value: Value) -> list[str]:
        return [label for choice, label in self.choices if choice == value]


class MoodChoice(Choice):
    """Shown only to people who switched check-ins on; kept like writing, and never needed."""

    is_private = True
    is_curated = False
    can_be_needed = False
    template = "recovery/prompts/_mood.html"

    @property
    def weight(self) -> int:
        return 2

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


class Sureness(Choice):
    """How sure somebody is, in five words; kept as a number between the smallest and the largest."""

    is_curated = False

    @property
    def weight(self) -> int:
        return 1

    @property
    def choices(self) -> list[tuple[str, str]]:
        least, most = self.options.get("min", 0), self.options.get("max", 100)
        words = [
            pgettext("how sure", "not at all"),
            pgettext("how sure", "a little"),
            pgettext("how sure", "half and half"),
            pgettext("how sure", "fairly"),
            pgettext("how sure", "very"),
        ]
        return [(str(least + (most - least) * place // 4), word) for place, word in enumerate(words)]

    def split(self, value: Value) -> tuple[Any, str]:
        return (None if value is None else int(value)), ""

    def join(self, plain: Any, secret: str) -> Value:
        """The nearest of the five."""
        if plain is None:
            return None
        return min((choice for choice, _word in self.choices), key=lambda choice: abs(int(choice) - plain))


class MultiChoice(PromptKind):
    """Ticked choices in plain; a word of one's own beside them is writing, and counts as one of them."""

    template = "recovery/prompts/_multi_choice.html"

    @property
    def weight(self) -> int:
        return weight_of(len(self.choices))

    @property
    def known(self) -> list[str]:
        return list(self.options["choices"])

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The boxes. Where there is a line for a word of one's own, the last choice is the name of that line."""
        return [(choice, choice) for choice in (self.known[:-1] if self.has_own else self.known)]

    @property
    def own_label(self) -> str:
        return self.known[-1]

    @property
    def has_own(self) -> bool:
        return bool(self.options.get("own"))

    @property
    def most(self) -> int | None:
        """At most so many, if that is limited at all."""
        return self.options.get("max")

    def initial(self) -> Value:
        return {"chosen": [], "own": ""}

    def clean(self, data: QueryDict) -> Value:
        chosen = list(dict.fromkeys(data.getlist(self.key)))
        own = self.words(data, f"{self.key}-own", longest=100) if self.has_own else ""
        if not set(chosen) <= set(self.known):
            self.refuse(_("Please choose from these."))
        if self.most is not None and len(chosen) + bool(own) > self.most:
            self.refuse(gettext("Please choose at most %(most)s.") % {"most": self.most})
        return {"chosen": chosen, "own": own}

    def split(self, value: Value) -> tuple[Any, str]:
        return value["chosen"], value["own"]

    def join(self, plain: Any, secret: str) -> Value:
        return {"chosen": plain or [], "own": secret}

    def said(self, value: Value) -> list[str]:
        return [*value["chosen"], *super().said(value)]

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["chosen"] or value["own"])


class PickFromMatrix(MultiChoice):
    """At most so many of the rows of this step's table: first those that are known or possible, then the others."""

    template = "recovery/prompts/_pick_from_matrix.html"

    @property
    def known(self) -> list[str]:
        tables = [prompt for prompt in self.around.prompts if prompt["input"] == Input.MATRIX]
        return [row for table in tables for row in table["options"].get("rows", [])]

    @property
    def has_own(self) -> bool:
        return False

    def laid(self, chosen: Collection[str], degrees: Mapping[str, str]) -> tuple[list[str], list[str]]:
        """The rows in two heaps. Where none is known or possible, all lie in the first."""
        near = [row for row in self.known if degrees.get(row) in NEAR or row in chosen]
        return (near, [row for row in self.known if row not in near]) if near else (self.known, [])


class Matrix(PromptKind):
    """How well each possible cause is known. What nobody can know is where every row begins."""

    template = "recovery/prompts/_matrix.html"

    @property
    def weight(self) -> int:
        return 2 * len(self.rows)

    @property
    def rows(self) -> list[str]:
        return list(self.options.get("rows", []))

    @property
    def degrees(self) -> list[tuple[str, str]]:
        return [
            ("known", gettext("known")),
            ("possible", gettext("possible")),
            ("unlikely", gettext("unlikely")),
            (CANNOT_KNOW, gettext("cannot know")),
        ]

    def initial(self) -> dict[str, str]:
        """The rows that were judged; of any other it cannot be known."""
        return {}

    def clean(self, data: QueryDict) -> dict[str, str]:
        names = {row: f"{self.key}-{place}" for place, row in enumerate(self.rows)}
        value = {row: data[name] for row, name in names.items() if name in data}
        if not set(value.values()) <= set(dict(self.degrees)):
            self.refuse(_("Please choose one of the four words in each row."))
        return {row: degree for row, degree in value.items() if degree in dict(self.degrees)}

    def over(self, before: Value, given: Value) -> Value:
        return before | given

    def join(self, plain: Any, secret: str) -> Value:
        return {row: degree for row, degree in (plain or {}).items() if row in self.rows}

    def causes(self, value: Value) -> list[tuple[int, str, str]]:
        """Place, row and the word that is chosen there."""
        return [(place, row, value.get(row, CANNOT_KNOW)) for place, row in enumerate(self.rows)]


class Tick(PromptKind):
    """A box or a switch. Not ticked is an answer too, except to *required*."""

    template = "recovery/prompts/_tick.html"

    @property
    def weight(self) -> int:
        return 0

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

    def counted(self) -> str:
        """How the day that is suggested was counted."""
        if days := self.options.get("default_offset_business_days"):
            return ngettext("%(days)s working day from today", "%(days)s working days from today", days) % {
                "days": days
            }
        if days := self.options.get("default_offset_days"):
            return ngettext("%(days)s day from today", "%(days)s days from today", days) % {"days": days}
        return ""

    def initial(self) -> date | None:
        return self.suggestion()

    def clean(self, data: QueryDict) -> date | None:
        return self.day(data, self.key)

    def split(self, value: date | None) -> tuple[Any, str]:
        return (value.isoformat() if value else None), ""

    def said(self, value: date | None) -> list[str]:
        return [localised.day(value)] if value else []

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

    def clean(self, data: QueryDict) -> int | str | None:
        given = data.get(self.key, "").strip()
        if not given:
            return None
        is_number = given.isascii() and given.isdigit() and len(given) < 10
        if not is_number or not self.least <= int(given) <= self.most:
            self.refuse(
                gettext("Please give a whole number from %(least)s to %(most)s.")
                % {"least": self.least, "most": self.most}
            )
            return given[:20]
        return int(given)
