"""One cell → one value of ours. Each reader raises Fault for what it cannot read, and answers None for nothing."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.validators import REFUSED
from applications.folding import fold
from applications.models import JobApplication
from applications.postings import links, salary
from applications.sheets import days
from applications.sheets.headings import plain
from applications.tag_names import BETWEEN, MOST, is_fitting
from applications.validators import LARGEST_SALARY

Words = str | Promise
NOTHING = {
    "",
    "-",
    "--",
    "–",
    "—",
    "?",
    "n/a",
    "na",
    "n.a.",
    "none",
    "null",
    "nil",
    "tbd",
    "k.a.",
    "k. a.",
    "keine",
    "unknown",
}
YES = {"yes", "y", "true", "1", "x", "ja", "wahr", "✓", "✔"}
NO = {"no", "n", "false", "0", "nein", "falsch"}
OUT_OF = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(?:/|of|von|out of)\s*(\d{1,3})")
STARS = "★⭐🌟❤"
LEVELS = {
    "high": 5,
    "hoch": 5,
    "very high": 5,
    "sehr hoch": 5,
    "medium": 3,
    "mittel": 3,
    "normal": 3,
    "low": 2,
    "niedrig": 2,
}
MODES = {
    "remote": ("remote", "homeoffice", "home office", "work from home", "wfh", "anywhere", "mobiles arbeiten"),
    "hybrid": ("hybrid", "teilweise remote", "partly remote"),
    "on_site": ("on site", "onsite", "office", "in person", "in office", "vor ort", "prasenz", "buro", "buero"),
}


class Fault(ValueError):
    """A cell that cannot be read, and why."""

    def __init__(self, why: Words) -> None:
        super().__init__(why)
        self.why = why


def is_nothing(text: str) -> bool:
    return text.strip().casefold() in NOTHING


def line_of_text(text: str, longest: int) -> str:
    """On one line, without control characters."""
    line = " ".join("".join(" " if unicodedata.category(sign) in REFUSED else sign for sign in text).split())
    if len(line) > longest:
        raise Fault(_("This is too long."))
    return line


def day(text: str, order: str, **about: Any) -> date:
    try:
        return days.day_near(text, order, **about)
    except days.TwoWays as error:
        raise Fault(_("It is not said whether the day or the month comes first.")) from error
    except days.NoDay as error:
        raise Fault(_("This is no day that can be read.")) from error


def link(text: str) -> str:
    found = links.lone(text)
    if not found:
        raise Fault(_("This is no link."))
    return found


def pay(text: str) -> dict[str, Any]:
    """One column for all of it: “€50,000 – €60,000 a year”."""
    found = salary.checked(*salary.read(text))
    if not found:
        raise Fault(_("This pay can be read in more than one way, or not at all."))
    return found


def amount(text: str) -> int:
    number = salary.single(text)
    if number is None or not 0 <= number <= LARGEST_SALARY:
        raise Fault(_("This is no amount."))
    return round(number)


def currency(text: str) -> str:
    found = salary.code(text)
    if not found:
        raise Fault(_("Three letters, such as EUR."))
    return found


def pay_period(text: str) -> str:
    found = chosen(text, JobApplication.SalaryPeriod) or salary.period_of(text)
    if found not in JobApplication.SalaryPeriod.values:
        raise Fault(_("Only a year, a month or an hour."))
    return found


def work_mode(text: str) -> str:
    """Also in the middle of other words, and as the answer to “Remote?”."""
    words = plain(text)
    if words in YES | NO:
        return "remote" if words in YES else ""
    if own := chosen(text, JobApplication.WorkMode):
        return own
    found = {mode for mode, signs in MODES.items() if any(f" {sign} " in f" {words} " for sign in signs)}
    if "hybrid" in found or len(found) > 1:
        return "hybrid"
    if not found:
        raise Fault(_("Only remote, hybrid or on site."))
    return found.pop()


def excitement(text: str) -> int | None:
    """From 1 to 5: as a number, out of ten, in stars, or as high, medium and low."""
    words = fold(text).strip()
    if stars := sum(text.count(star) for star in STARS):
        return min(stars, 5)
    if words in LEVELS:
        return LEVELS[words]
    found = OUT_OF.fullmatch(words)
    number, most = (found[1], found[2]) if found else (words, "5")
    try:
        share = float(number.replace(",", ".")) / float(most)
    except (ValueError, ZeroDivisionError) as error:
        raise Fault(_("Only a number from 1 to 5.")) from error
    if not 0 <= share <= 1:
        raise Fault(_("Only a number from 1 to 5."))
    return max(1, round(share * 5)) if share else None


def tags(text: str) -> list[str]:
    names = [name for part in BETWEEN.split(text) if (name := " ".join(part.split()))]
    if not all(is_fitting(name) for name in names):
        raise Fault(_("A tag has at most 50 letters."))
    if len(names) > MOST:
        raise Fault(_("These are too many tags for one application."))
    return names


def yes_or_no(text: str) -> bool:
    words = text.strip().casefold()
    if words in YES | words_for("yes"):
        return True
    if words in NO | words_for("no"):
        return False
    raise Fault(_("Only yes or no."))


@cache
def words_for(answer: str) -> frozenset[str]:
    """In any language of the interface, as an export writes them."""
    said = {"yes": YES_WORD, "no": NO_WORD}[answer]
    return in_every_language(lambda: str(said).casefold())


YES_WORD, NO_WORD = _("Yes"), _("No")


def chosen(text: str, choices: Any) -> str:
    """The value of a choice that bears this name in any language of the interface."""
    words = plain(text)
    return next((value for value in choices.values if words in names_of(choices, value)), "")


@cache
def names_of(choices: Any, value: str) -> frozenset[str]:
    return in_every_language(lambda: plain(str(choices(value).label))) | {plain(value)}


def in_every_language(say: Callable[[], str]) -> frozenset[str]:
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(say())
    return frozenset(found)
