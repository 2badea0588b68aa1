"""Days as people and programs write them. Which of two numbers is the month is asked, never guessed; a year that is
not there is the latest that fits, and the person is told.
"""

import re
from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta

from applications.folding import fold
from applications.validators import FIRST_YEAR, LAST_YEAR

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(20\d{2})([01]\d)([0-3]\d)")
POINTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})(?!\d)")
SLASHES = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])")
SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?([^\W\d_]{3,})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)")
MONTH_NAMED = re.compile(r"([^\W\d_]{3,})\.?[\s-]+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
# The same without a year. What Excel writes as Mar-26 is a month and a year, and no day.
POINTS_ALONE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?")
SLASHES_ALONE = re.compile(r"(\d{1,2})(/)(\d{1,2})")
DAY_NAMED_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?([^\W\d_]{3,})\.?")
MONTH_NAMED_ALONE = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?")
WEEKDAY = re.compile(r"[^\W\d_]{2,10}\.?,?\s+(?=\d|[^\W\d_]{3})")
A_LEAP_YEAR, LEAP = "2024", 8  # years at most between two that have a 29 February
FIRST_SERIAL = date(1899, 12, 30)  # as Excel counts, after its leap year that never was
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january januar janner jaenner jan",
            "february februar feb",
            "march marz maerz mar mrz",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ],
        1,
    )
    for name in names.split()
}


class NoDay(ValueError):
    """These words are no day."""


class TwoWays(NoDay):
    """It may be either of two days, as long as nobody says which number is the month."""


def day_of(text: str, order: str = "") -> date:
    """The day, whatever time stands behind it. `order` says how 3/4/2026 is meant. Raises NoDay, and TwoWays."""
    text = fold(text).strip()
    if found := ISO.match(text) or COMPACT.fullmatch(text):
        return made(found[1], found[2], found[3])
    if found := POINTS.match(text):
        return made(found[3], found[2], found[1])
    if found := SLASHES.match(text):
        return with_slashes(found[1], found[3], found[4], order)
    if found := SERIAL.fullmatch(text):
        return in_reach(FIRST_SERIAL + timedelta(days=int(found[1])))
    return with_name(text)


def in_a_leap_year(text: str, order: str = "") -> date:
    """The day of a text without a year, in one that has all days. Raises NoDay, also for one with a year, TwoWays."""
    text = fold(text).strip()
    for part in dict.fromkeys((text, WEEKDAY.sub("", text, count=1))):
        if found := POINTS_ALONE.fullmatch(part):
            return made(A_LEAP_YEAR, found[2], found[1])
        if found := SLASHES_ALONE.fullmatch(part):
            return with_slashes(found[1], found[3], A_LEAP_YEAR, order)
        if (found := DAY_NAMED_ALONE.fullmatch(part)) and found[2] in MONTHS:
            return made(A_LEAP_YEAR, MONTHS[found[2]], found[1])
        if (found := MONTH_NAMED_ALONE.fullmatch(part)) and found[1] in MONTHS:
            return made(A_LEAP_YEAR, MONTHS[found[1]], found[2])
    raise NoDay


def is_without_year(text: str, order: str = "") -> bool:
    try:
        return bool(in_a_leap_year(text, order))
    except NoDay:
        return False


def day_near(text: str, order: str, *, today: date, may_be_ahead: bool, years_back: int = 0) -> date:
    """As `day_of`; without a year the latest that is not still to come, or the nearest; or so many years before that.

    Raises NoDay, and TwoWays.
    """
    try:
        told = in_a_leap_year(text, order)
    except TwoWays:
        raise
    except NoDay:
        return day_of(text, order)
    years = range(today.year + LEAP, today.year - 3 * LEAP, -1)
    there = [told.replace(year=year) for year in years if isleap(year) or (told.month, told.day) != (2, 29)]
    known = [day for day in there if may_be_ahead or day <= today]
    nearest = min(known, key=lambda day: abs(day - today))
    return known[known.index(nearest) + years_back]


def with_slashes(first: str, second: str, year: str, order: str) -> date:
    if order:
        return made(year, second, first) if order == DAY_FIRST else made(year, first, second)
    if int(first) > 12:
        return made(year, second, first)
    if int(second) > 12 or first == second:
        return made(year, first, second)
    raise TwoWays


def with_name(text: str) -> date:
    for part in (text, WEEKDAY.sub("", text, count=1)):
        if (found := DAY_NAMED.match(part)) and found[2] in MONTHS:
            return made(found[3], MONTHS[found[2]], found[1])
        if (found := MONTH_NAMED.match(part)) and found[1] in MONTHS:
            return made(found[3], MONTHS[found[1]], found[2])
        if part != text and (SLASHES.match(part) or POINTS.match(part)):
            return day_of(part)
    raise NoDay


def made(year: str, month: str | int, day: str) -> date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < 70 else 1900
    try:
        return in_reach(date(number, int(month), int(day)))
    except ValueError as error:
        raise NoDay from error


def in_reach(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoDay
    return day


def order_of(texts: Iterable[str]) -> tuple[str, str]:
    """(how a column writes 3/4/2026, an example of what can be meant in two ways).

    The first is empty where nothing tells, or where different cells tell different things; then there is an example,
    unless no cell can be misunderstood at all.
    """
    told: set[str] = set()
    example = ""
    for text in texts:
        found = SLASHES.match(text.strip()) or SLASHES_ALONE.fullmatch(text.strip())
        if not found:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            told.add(DAY_FIRST)
        elif second > 12 >= first:
            told.add(MONTH_FIRST)
        elif first != second and first <= 12:
            example = example or text.strip()
    order = told.pop() if len(told) == 1 else ""
    return order, "" if order else example
