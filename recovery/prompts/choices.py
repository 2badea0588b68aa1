"""Controls whose answer is one of some, or some of them: plain, but for a word of one's own and moods."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Mood
from recovery.prompts.base import PromptKind, Value

FEW, SOME = 5, 8


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
            own_counts = gettext("Please choose at most %(most)s; your own word is one of them.")
            self.refuse((own_counts if own else gettext("Please choose at most %(most)s.")) % {"most": self.most})
        return {"chosen": chosen, "own": own}

    def split(self, value: Value) -> tuple[Any, str]:
        return value["chosen"], value["own"]

    def join(self, plain: Any, secret: str) -> Value:
        return {"chosen": plain or [], "own": secret}

    def said(self, value: Value) -> list[str]:
        return [*value["chosen"], *super().said(value)]

    def is_empty(self, value: Value) -> bool:
        return not value or not (value["chosen"] or value["own"])
