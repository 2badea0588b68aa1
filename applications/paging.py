"""Pages that begin after a row rather than after a number of rows: a deep one costs what the first one costs, and rows
that come in meanwhile move nothing.

A sort is a list of segments, one after another: first those that have a deadline, in its order, then those without.
A place in it is the number of the segment and the values of a row's sort fields, the last of which is its key.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import DateTimeField, Field, Model, Q, QuerySet

from applications.validators import FIRST_YEAR, LAST_YEAR

LARGEST_KEY = 2**63


@dataclass(frozen=True)
class Segment:
    """Rows that are sorted in one way: `Segment(Q(deadline_on__isnull=False), ("deadline_on", "pk"))`."""

    where: Q
    order: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [name.lstrip("-") for name in self.order]


class Place(NamedTuple):
    """Where a row stands in a sort."""

    segment: int
    values: tuple[Any, ...]

    def __str__(self) -> str:
        said = [self.segment, *(value.isoformat() if isinstance(value, date) else value for value in self.values)]
        return base64.urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode().rstrip("=")


def place_from(text: str, segments: Sequence[Segment], model: type[Model]) -> Place | None:
    """What stood in an address; None where it is none of this sort's."""
    try:
        number, *values = json.loads(base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4)))
        if not isinstance(number, int) or number < 0:
            return None
        names = segments[number].names
        return Place(number, tuple(checked(field_of(model, n), v) for n, v in zip(names, values, strict=True)))
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError, ValidationError):
        return None


def field_of(model: type[Model], name: str) -> Field[Any, Any]:
    """What an annotation says is a moment."""
    try:
        return model._meta.pk if name == "pk" else model._meta.get_field(name)  # type: ignore[return-value]
    except FieldDoesNotExist:
        return DateTimeField()


def checked(field: Field[Any, Any], value: Any) -> Any:
    value = field.to_python(value)
    if isinstance(value, str):
        value.encode()  # half a sign is no value of any database
    is_odd = (
        value is None
        or (isinstance(value, int) and abs(value) >= LARGEST_KEY)
        or (isinstance(value, str) and "\x00" in value)
        or (isinstance(value, date) and not FIRST_YEAR < value.year < LAST_YEAR)
        or (isinstance(value, datetime) and value.tzinfo is None)
    )
    if is_odd:
        raise ValueError
    return value


@dataclass(frozen=True)
class Stretch:
    """The places of one page, and of the pages beside it: what `before` and `after` in an address say."""

    places: list[Place]
    before: Place | None
    after: Place | None

    @property
    def keys(self) -> list[int]:
        return [place.values[-1] for place in self.places]


def stretch(
    rows: QuerySet[Any], segments: Sequence[Segment], *, size: int, after: Place | None, before: Place | None
) -> Stretch:
    """The next `size` places after one, or the last ones before it. At the beginning a page is always a full one."""
    if before:
        found = list(walk(rows, segments, count=size + 1, start=before, is_back=True))
        if len(found) > size:
            places = found[size - 1 :: -1]
            return Stretch(places, places[0], places[-1])
        after = None
    found = list(walk(rows, segments, count=size + 1, start=after, is_back=False))
    places = found[:size]
    return Stretch(places, places[0] if after and places else None, places[-1] if len(found) > size else None)


def walk(
    rows: QuerySet[Any], segments: Sequence[Segment], *, count: int, start: Place | None, is_back: bool
) -> Iterator[Place]:
    """One query for each segment until there are enough."""
    numbers = range(len(segments))
    for number in reversed(numbers) if is_back else numbers:
        if start and (number > start.segment if is_back else number < start.segment):
            continue
        segment = segments[number]
        order = [turned(name) for name in segment.order] if is_back else list(segment.order)
        found = rows.filter(segment.where).order_by(*order)
        if start and number == start.segment:
            found = found.filter(beyond(order, start.values))
        for values in found.values_list(*segment.names)[:count]:
            count -= 1
            yield Place(number, values)
        if count <= 0:
            return


def first_keys(rows: QuerySet[Any], segments: Sequence[Segment], *, most: int) -> list[tuple[int, int]]:
    """The keys of the first rows, each after the number of its segment. Keys alone cost so little that those of many
    pages can be asked for at once, which tells how many rows there are.
    """
    found: list[tuple[int, int]] = []
    for number, segment in enumerate(segments):
        keys = rows.filter(segment.where).order_by(*segment.order).values_list("pk", flat=True)
        found += [(number, key) for key in keys[: most - len(found)]]
        if len(found) >= most:
            break
    return found


def place_of(row: Model, number: int, segments: Sequence[Segment]) -> Place:
    return Place(number, tuple(getattr(row, name) for name in segments[number].names))


def turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after these values. The first condition alone is what an index can begin at."""
    (name, *names), (value, *rest) = order, values
    is_down = name.startswith("-")
    name = name.lstrip("-")
    further = Q((f"{name}__{'lt' if is_down else 'gt'}", value))
    if not names:
        return further
    return Q((f"{name}__{'lte' if is_down else 'gte'}", value)) & (further | Q((name, value)) & beyond(names, rest))
