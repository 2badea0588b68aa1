"""One value of a copy, for one column: by the column's own validators and choices, and strictly by its type."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, DateField, DateTimeField, Field, IntegerField, JSONField
from django.utils.timezone import is_aware

from accounts.writing import EncryptedTextField

FIRST_YEAR, LAST_YEAR = 1950, 2150  # days at the far ends of the calendar cannot be told in another time zone
LONGEST = 200_000  # of a text for which no column says more
# Why something does not come along: not understood, tied to what does not come, left empty, of a newer release, and of
# files that they are not there or not of a kind that is kept.
NOT_KNOWN, NOT_THERE, EMPTIED, NEWER = "not_known", "not_there", "emptied", "newer"
NO_FILE, NO_SUCH_FILE = "no_file", "no_such_file"
BORN = {"created_at", "updated_at"}  # what a copy does not tell of these is now


class Odd(Exception):
    """A value or row that has no place here: it is not known, or does not hold together."""


class NothingSaid(Odd):
    """A column that has to be filled is missing."""


def value_in(field: Field[Any, Any], raw: Any) -> Any:
    """What the column takes. Raises `Odd`."""
    if raw is None:
        if not field.null:
            raise Odd
        return None
    value = typed(field, raw)
    if value == "" and not field.blank:
        raise Odd
    if value != "" and field.choices and value not in choices_of(field):
        raise Odd
    if isinstance(value, str) and len(value) > (field.max_length or LONGEST):
        raise Odd
    try:
        field.run_validators(value)
    except (ValidationError, ValueError) as error:
        raise Odd from error
    return value


@cache
def choices_of(field: Field[Any, Any]) -> frozenset[Any]:
    return frozenset(dict(field.flatchoices))


def typed(field: Field[Any, Any], raw: Any) -> Any:
    if isinstance(field, JSONField):
        return shaped(field, raw)
    if not isinstance(raw, wanted(field)) or (isinstance(raw, bool) and not isinstance(field, BooleanField)):
        raise Odd
    if isinstance(field, EncryptedTextField):
        return raw  # as it was written: what looks like a sealed text of a dump must open nothing
    try:
        value = field.to_python(raw)
    except (ValidationError, ValueError, OverflowError) as error:
        raise Odd from error
    if isinstance(value, date) and not FIRST_YEAR < value.year < LAST_YEAR:
        raise Odd
    if isinstance(value, datetime) and not is_aware(value):
        raise Odd
    return value


def wanted(field: Field[Any, Any]) -> type:
    if isinstance(field, BooleanField):
        return bool
    return int if isinstance(field, IntegerField) else str


def shaped(field: Field[Any, Any], raw: Any) -> Any:
    """A list where lists stand, names and values where those stand; what is in them is for the table to check."""
    usual = field.get_default()
    if isinstance(usual, list | dict) and type(raw) is not type(usual):
        raise Odd
    return raw


def unsaid(field: Field[Any, Any], *, now: datetime) -> Any:
    """What a column holds of which the copy says nothing. Raises `NothingSaid`."""
    if field.has_default():
        return field.get_default()
    if isinstance(field, DateTimeField) and field.name in BORN and not field.null:
        return now
    return emptied(field)


def emptied(field: Field[Any, Any]) -> Any:
    """The column without a value. Raises `NothingSaid` where it must have one."""
    if field.null:
        return None
    if field.blank and wanted(field) is str and not isinstance(field, DateField | JSONField):
        return ""
    raise NothingSaid
