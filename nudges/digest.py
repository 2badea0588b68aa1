"""What the weekly digest says is open, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import localised
from nudges.rules.digest import Line

WORDS = {
    "interview": _("%(at)s: interview, %(about)s"),
    "deadline": _("%(on)s: a date you noted, %(about)s"),
    "step": _("The next step of your recovery: %(about)s"),
    "early_noes": _("Your early noes, together on one page"),
    "silence": _("Nothing noted since your interview on %(on)s: %(about)s"),
    "quiet": _("Quiet since %(on)s: %(about)s"),
}
AT_MOST = 8


def besides(lines: Sequence[Line], subjects: Collection[str]) -> Sequence[Line]:
    """Without what the same mail speaks of already; all of them where nothing would be left."""
    return [line for line in lines if line.subject not in subjects] or lines


def written(lines: Sequence[Line]) -> list[str]:
    """A line each, in the active language and time zone; beyond the first few only how many more there are."""
    shown = [f"· {sentence(line)}" for line in lines[:AT_MOST]]
    if rest := len(lines) - len(shown):
        shown.append("· " + ngettext("%d more on your Today page", "%d more on your Today page", rest) % rest)
    return shown


def sentence(line: Line) -> str:
    at = localised.appointment_long(timezone.localtime(line.at)) if line.at else ""
    on = localised.day_of_month(line.on) if line.on else ""
    return str(WORDS[line.code]) % {"about": line.about, "at": at, "on": on}
