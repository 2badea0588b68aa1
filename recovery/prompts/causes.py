"""Several explanations: how well each possible cause is known, and which of them are within reach."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from advice.vocabulary import Input
from recovery.prompts.base import PromptKind, Value
from recovery.prompts.choices import MultiChoice

CANNOT_KNOW = "cannot_know"
NEAR = {"known", "possible"}


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
