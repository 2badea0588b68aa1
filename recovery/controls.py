"""One prompt of an opened step: its words, the answer, and what was wrong with what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import localised
from advice import merge
from advice.vocabulary import Input
from applications import meanwhile
from recovery.prompts import Letter, Matrix, PickFromMatrix, PromptKind, TextPerContact

ELSEWHERE = _("This was changed in another window meanwhile. Save again to keep what stands here.")
SINGLE = {Input.TEXT, Input.PRIVATE_LONG_TEXT, Input.DATE, Input.DATE_OPTIONAL, Input.NUMBER}


@dataclass
class Control:
    """One prompt of the step with its answer, and what was wrong with what was typed, if anything."""

    prompt: Mapping[str, Any]
    kind: PromptKind
    value: Any
    is_answered: bool
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)  # what was written here meanwhile from another window
    is_rewritten: bool = False  # a letter into which something was put that the form had not shown
    kept: str = ""  # a mark of the answer as it is kept
    letters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)  # whom the prompts of this step name
    degrees: Mapping[str, str] = field(default_factory=dict)  # how well each row of the step's table is known
    recalled: list[str] = field(default_factory=list)  # what was answered before, and this prompt comes back to
    reframes_before: list[Mapping[str, str]] = field(default_factory=list)
    reframes_after: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.prompt["key"])

    @property
    def is_required(self) -> bool:
        return bool(self.prompt.get("is_required")) and self.kind.can_be_needed

    @property
    def is_missing(self) -> bool:
        return self.is_required and self.kind.is_empty(self.value)

    @property
    def hint(self) -> str:
        return "" if self.errors else self.kind.hint(self.value)

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Part, label and text, for controls that take several texts. Where people are named, each has a line."""
        rows = [(part, label, self.value.get(part, "")) for part, label in self.kind.labels()]
        if isinstance(self.kind, TextPerContact) and self.named:
            rows = [
                (part, self.named.get(part, label), text) for part, label, text in rows if text or part in self.named
            ]
        return rows

    @property
    def causes(self) -> list[tuple[int, str, str]]:
        return self.kind.causes(self.value) if isinstance(self.kind, Matrix) else []

    @property
    def heaps(self) -> tuple[list[str], list[str]]:
        """The rows to pick from: those that come first, and the others."""
        kind = self.kind
        return kind.laid(self.value["chosen"], self.degrees) if isinstance(kind, PickFromMatrix) else ([], [])

    @property
    def gaps(self) -> list[str]:
        """Fields of a letter that nobody has filled or taken out yet, as they stand in its text."""
        if self.letter is None:
            return []
        text = f"{self.value['subject']}\n{self.value['text']}"
        with localised.speaking(self.letter.get("language", settings.LANGUAGE_CODE)):
            marks = dict.fromkeys(merge.placeholder(name) for name in merge.all_fields())
        return [mark for mark in marks if mark in text]

    @property
    def letter_choices(self) -> list[tuple[str, str, str]]:
        """Key, title and language of the letters to choose from."""
        choices = self.kind.choices_with(self.value["letter"]) if isinstance(self.kind, Letter) else []
        return [(key, title, self.letters[key].get("language", "")) for key, title in choices]

    @property
    def letter(self) -> Mapping[str, Any] | None:
        """The frozen letter that was chosen here."""
        return self.letters.get(self.value["letter"]) if isinstance(self.kind, Letter) else None

    @property
    def is_group(self) -> bool:
        """Several inputs under one question: a fieldset with a legend."""
        return self.prompt["input"] not in SINGLE and not self.is_tick

    @property
    def is_tick(self) -> bool:
        """A box that stands before its own question."""
        return self.prompt["input"] in (Input.CHECKBOX, Input.TOGGLE)

    @property
    def mark(self) -> str:
        """A short mark of the value: equal for equal values, and says nothing of them."""
        return meanwhile.mark(repr(self.kind.split(self.value)))

    def is_lost_in(self, typed: Any) -> bool:
        """Whether something that is written here would be gone if `typed` took its place."""
        texts = self.kind.texts(typed)
        return any(text and text not in texts.get(part, "") for part, text in self.kind.texts(self.value).items())

    def take_in(self, typed: Any, *, seen: str) -> bool:
        """Puts in what was typed; answers whether that is to be kept. `seen` marks what the form had held at first.

        Two windows: what was changed only in the other one stays; writing that is not to be found in what was typed
        here is shown beside it first, so that nothing is lost.
        """
        there, self.value = self.value, typed
        mark, self.value = self.mark, there
        if seen not in ("", self.kept, mark) and mark != self.kept and self.is_lost_in(typed):
            self.elsewhere = self.kind.said(there)
            self.errors = [str(ELSEWHERE)]
        elif mark == seen != self.kept:
            return False
        self.value = typed
        self.is_answered = self.is_answered or not self.errors
        return not self.errors
