"""Days, times, numbers and money as the reader's language writes them.

The world's own rules (Unicode CLDR, through Babel) decide order, signs and names; no pattern of ours does. A moment is
written on the clock it comes with: bring it to the person's zone before. Templates have the same words as filters,
which do that by themselves: `{% load localised %}`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import get_datetime_format, parse_pattern
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit
from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

# What we call plain English puts the day before the month and has 24 hours.
WRITTEN_AS = {"en": "en_GB"}
# Kinds of day, each by what CLDR calls it: the first one that a locale knows is taken, and drawn out to full names.
KINDS = {
    "day_short": ("yMMMd",),
    "day_near_short": ("MMMd",),
    "day_of_month": ("MMMMd", "MMMd"),
    "weekday_day": ("MMMMEEEEd", "MMMMEd", "MMMEd"),
    "weekday_day_short": ("MMMEd",),
    "weekday_day_year_short": ("yMMMEd",),
}
LONG_NAMES = {"MMM": "MMMM", "LLL": "LLLL", "E": "EEEE", "EEE": "EEEE", "ccc": "cccc"}
# How a text that is kept says a time of day, as a world of clocks can: `{{ 09:00 }}`.
TIME_IN_TEXT = re.compile(r"\{\{\s*([01]?\d|2[0-3]):([0-5]\d)\s*\}\}")
QUOTED_OR_NAME = re.compile(r"'[^']*'|M+|L+|E+|c+")


@cache
def locale_of(language: str) -> Locale:
    """CLDR's locale for a language of ours; its base language where CLDR knows no more."""
    base = language.partition("-")[0]
    for name in (WRITTEN_AS.get(language) or translation.to_locale(language), WRITTEN_AS.get(base, base)):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(WRITTEN_AS["en"])


def locale() -> Locale:
    return locale_of(translation.get_language() or settings.LANGUAGE_CODE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, everything is written as in a text of this language: the reader's own kind of it, if it is theirs."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    is_own = active.partition("-")[0] == language.partition("-")[0]
    with translation.override(active if is_own else language):
        yield


def day(value: date) -> str:
    """“22 November 2026”."""
    return _apply(locale().date_formats["long"].pattern, value)


def day_short(value: date, *, today: date | None = None) -> str:
    """“22 Nov 2026”; “22 Nov” if `today` lies in the same year."""
    return _written(value, "day_near_short" if today and value.year == today.year else "day_short")


def day_of_month(value: date) -> str:
    """“22 November”."""
    return _written(value, "day_of_month")


def weekday(value: date) -> str:
    """“Sunday”."""
    return _apply("cccc", value)


def weekday_day(value: date) -> str:
    """“Sunday 22 November”."""
    return _written(value, "weekday_day")


def weekday_day_year(value: date) -> str:
    """“Sunday, 22 November 2026”."""
    return _apply(locale().date_formats["full"].pattern, value)


def clock(value: datetime | time) -> str:
    """“14:30”."""
    return _apply(locale().time_formats["short"].pattern, value)


def with_times(text: str, language: str = "") -> str:
    """A text of curators in which every `{{ 09:00 }}` stands as its readers write a time: “09:00”, “9:00 AM”.

    `language` is that of the text, where it may be another one than that of the page.
    """
    if "{{" not in text:
        return text
    with speaking(language or translation.get_language() or settings.LANGUAGE_CODE):
        return TIME_IN_TEXT.sub(lambda found: clock(time(int(found[1]), int(found[2]))), text)


def moment(value: datetime) -> str:
    """“22 November 2026, 14:30”."""
    return _joined(day(value), clock(value))


def moment_short(value: datetime) -> str:
    """“22 Nov 2026, 14:30”."""
    return _joined(day_short(value), clock(value))


def appointment(value: datetime, *, today: date | None = None) -> str:
    """“Sun, 22 Nov 2026, 14:30”; “Sun 22 Nov, 14:30” if `today` lies in the same year."""
    if today and value.year == today.year:
        return appointment_short(value)
    return _joined(_written(value, "weekday_day_year_short"), clock(value))


def appointment_short(value: datetime) -> str:
    """“Sun 22 Nov, 14:30”."""
    return _joined(_written(value, "weekday_day_short"), clock(value))


def appointment_long(value: datetime) -> str:
    """“Sunday 22 November, 14:30”."""
    return _joined(weekday_day(value), clock(value))


def appointment_full(value: datetime) -> str:
    """“Sunday, 22 November 2026, 14:30 (CET)”, for those who read it who knows where."""
    return f"{_joined(weekday_day_year(value), clock(value))} ({value:%Z})"


def number(value: int | float | Decimal) -> str:
    """“1,234.5”."""
    return format_decimal(value, locale=locale())


def minutes(value: int) -> str:
    """“40 minutes”."""
    return format_unit(value, "duration-minute", locale=locale())


def percent(share: float) -> str:
    """“38%” for 0.38."""
    return format_percent(share, locale=locale())


def file_size(size: int) -> str:
    """“340 kB” or “1.2 MB”, for a number of bytes."""
    is_small = size < 999_500
    value, unit = (max(1, round(size / 1000)), "kilobyte") if is_small else (round(size / 1_000_000, 1), "megabyte")
    return format_unit(value, f"digital-{unit}", length="short", locale=locale())


def money(value: int, currency: str) -> str:
    """Whole units: “€45,000”; the bare number where nobody said which currency."""
    if not currency:
        return number(value)
    pattern = re.sub(r"0\.0+", "0", locale().currency_formats["standard"].pattern)
    text = format_currency(value, currency, format=pattern, locale=locale(), currency_digits=False)
    return re.sub(r"(?<=[A-Za-z])(?=\d)", "\u00a0", text)


def money_range(low: int, high: int, currency: str) -> str:
    """“€45,000–€55,000”, or the one amount that both are."""
    ends = {"low": money(low, currency), "high": money(high, currency)}
    return ends["low"] if low == high else pgettext("from one amount to another", "%(low)s–%(high)s") % ends


def country(code: str) -> str:
    """“New Zealand” for NZ; the code itself where the language has no name for it."""
    return str(locale().territories.get(code.upper(), code))


def listed(values: Sequence[object]) -> str:
    """“a, b and c”."""
    return format_list([str(value) for value in values], locale=locale())


def _apply(pattern: str, value: date | time) -> str:
    return parse_pattern(pattern).apply(value, locale())


def _written(value: date, kind: str) -> str:
    day = value.date() if isinstance(value, datetime) else value
    return _day_written(day, kind, translation.get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=4096)
def _day_written(day: date, kind: str, language: str) -> str:
    """A list says the same few days over and over, and working one out takes as long as fetching a row."""
    where = locale_of(language)
    return parse_pattern(_pattern_of(where, kind)).apply(day, where)


@cache
def _pattern_of(where: Locale, kind: str) -> str:
    asked = KINDS[kind]
    known = next((skeleton for skeleton in asked if skeleton in where.datetime_skeletons), "")
    if not known:
        return where.date_formats["medium"].pattern
    pattern = where.datetime_skeletons[known].pattern
    return pattern if known == asked[0] else QUOTED_OR_NAME.sub(lambda sign: _long(sign[0]), pattern)


def _long(sign: str) -> str:
    return LONG_NAMES.get(sign, sign)


def _joined(day_words: str, time_words: str) -> str:
    return str(get_datetime_format("medium", locale=locale())).replace("{1}", day_words).replace("{0}", time_words)
