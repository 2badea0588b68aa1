"""What every control can do, and what the rest of its step tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

LONGEST = 20_000
LONGEST_LINE = 2_000
FARTHEST_DAYS = 366 * 3

Value = Any


@dataclass(frozen=True)
class Around:
    """What a control may know besides its own prompt."""

    today: date
    now: datetime | None = None  # on the person's clock
    contacts: Mapping[int, str] = field(default_factory=dict)
    prompts: tuple[Mapping[str, Any], ...] = ()  # all of the step, this one included
    letters: Mapping[str, str] = field(default_factory=dict)  # title by key
    fitting: frozenset[str] = frozenset()  # letters written for a no at this stage


class PromptKind:
    """A control that takes one answer."""

    is_private: ClassVar[bool] = False
    is_curated: ClassVar[bool] = True  # the words of its choices or parts are the step's, not ours
    can_be_needed: ClassVar[bool] = True
    template: ClassVar[str]

    def __init__(self, prompt: Mapping[str, Any], around: Around) -> None:
        self.key: str = prompt["key"]
        self.options: Mapping[str, Any] = prompt.get("options") or {}
        self.max_chars: int = prompt.get("max_chars") or LONGEST_LINE
        self.around = around
        self.is_lenient = False

    def as_typed(self, data: QueryDict) -> Value:
        """What was posted as far as the control can show it, right or wrong: nobody has to type it again."""
        self.is_lenient = True
        try:
            return self.clean(data)
        finally:
            self.is_lenient = False

    def hint(self, value: Value) -> str:
        """A kind word on what was answered that is no error; empty where there is none."""
        return ""

    def refuse(self, problem: object) -> None:
        if not self.is_lenient:
            raise ValidationError(str(problem))

    @property
    def weight(self) -> int:
        """How much of a page it takes: a short line is 1, a letter 4 (see `recovery.leaves`)."""
        return 1

    def initial(self) -> Value:
        """What stands there before the person has touched it."""
        return None

    def clean(self, data: QueryDict) -> Value:
        """The value in what was posted; None or empty where nothing was given. Raises ValidationError, kindly."""
        raise NotImplementedError

    def over(self, before: Value, given: Value) -> Value:
        """What was given, laid over what was there; the form may have shown a part of the control only."""
        return given

    def split(self, value: Value) -> tuple[Any, str]:
        """The value as it is kept: plain part, secret part."""
        return (None, value or "") if self.is_private else (value, "")

    def join(self, plain: Any, secret: str) -> Value:
        """The value again."""
        return secret if self.is_private else plain

    def labels(self) -> list[tuple[str, str]]:
        """Name and label of each part, where a control is shown as several plain texts."""
        return []

    def texts(self, value: Value) -> dict[str, str]:
        """What was written, by part."""
        return {"": self.split(value)[1]}

    def said(self, value: Value) -> list[str]:
        """The answer in words, for where another prompt of the step comes back to it."""
        return [text for text in self.texts(value).values() if text]

    def is_empty(self, value: Value) -> bool:
        return value in (None, "", [], {})

    def words(self, data: QueryDict, name: str, *, longest: int | None = None) -> str:
        """A text that was typed. Browsers send CRLF and count it as one; no control characters."""
        text = data.get(name, "").replace("\r\n", "\n")
        text = "".join(letter for letter in text if letter >= " " or letter in "\n\t").strip()
        longest = longest or self.max_chars
        if len(text) > longest:
            self.refuse(
                ngettext(
                    "There is room for %(longest)s character here; this has %(length)s.",
                    "There is room for %(longest)s characters here; this has %(length)s.",
                    longest,
                )
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
            self.refuse(_("Please give a date, for example 2026-11-30."))
        elif abs((day - self.around.today).days) > FARTHEST_DAYS:
            self.refuse(_("That date is very far away. Please look at the year again."))
        return day
