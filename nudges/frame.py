"""The frame of mails, drawn once for each shape of a mail and then only filled in.

A mail's templates say the same for everybody but for the texts in it: with two parts of three paragraphs each there is
one drawing, whoever it goes to. So a template is rendered with marks in the place of texts, kept, and the texts put in.
What decides how it is drawn is part of the shape: languages, truths, how many there are of each, and which are empty.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

MARK = re.compile("\ue000([0-9]+)\ue001")
DECIDES = {"language"}  # texts that a template asks about, and does not only print

Shape = Any


class Frame:
    """What a mail says, ready to be put into its templates. Renders the same as `render_to_string`."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.context, self.texts = context, list[tuple[str, str]]()
        self.shape = self._shape_of(context, "")

    def render(self, template: str, *, said: Mapping[str, Callable[[str], str]]) -> str:
        """`said` names the texts that the template sends through a filter, and which."""
        if settings.DEBUG:  # a changed template shows at once
            return render_to_string(template, dict(self.context))
        put: Callable[[str], str] = escape if template.endswith(".html") else str
        pieces = _drawing(template, translation.get_language() or "", self.shape)
        filled = [said.get(name, put)(text) for name, text in self.texts]
        return "".join([filled[piece] if type(piece) is int else piece for piece in pieces])  # type: ignore[misc]

    def _shape_of(self, value: Any, name: str) -> Shape:
        """All that is not a text, with the places of texts, which are collected."""
        if isinstance(value, str):
            if not value or name in DECIDES:
                return value
            self.texts.append((name, value))
            return ...
        if isinstance(value, (list, tuple)):
            return ("all", *[self._shape_of(inner, name) for inner in value])
        if isinstance(value, Mapping):
            return ("of", *[(key, self._shape_of(inner, key)) for key, inner in value.items()])
        if names := _fields_of(value.__class__):
            return ("of", *[(key, self._shape_of(getattr(value, key), key)) for key in names])
        return value


@cache
def _fields_of(kind: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []


@lru_cache(maxsize=512)
def _drawing(template: str, language: str, shape: Shape) -> list[str | int]:
    """The rendered template as texts of its own and numbers of ours."""
    drawn = MARK.split(render_to_string(template, _marked(shape, iter(range(1_000_000)))))
    return [int(piece) if place % 2 else piece for place, piece in enumerate(drawn)]


def _marked(shape: Shape, numbers: Iterator[int]) -> Any:
    if shape is ...:
        return f"\ue000{next(numbers)}\ue001"
    if isinstance(shape, tuple) and shape[:1] == ("of",):
        return {key: _marked(inner, numbers) for key, inner in shape[1:]}
    if isinstance(shape, tuple):
        return [_marked(inner, numbers) for inner in shape[1:]]
    return shape
