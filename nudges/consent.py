"""What a person is asked before anything may come by e-mail, and which wording that was."""

from __future__ import annotations

from django.utils.functional import Promise, lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nudges.models import NudgeList

# The day since which the words below, and those of the question after a first no, read as they do. It is kept with
# every yes and no, so that anybody can tell later what was agreed to; a test says when a new one is due.
WORDING = "2026-11-29"

# First what a tick does, then what exactly that covers; together they are what was agreed to.
SENTENCES = [
    _("Ticking a box says yes to mail for that list, unticking it says no."),
    _(
        "Gentle notes are at most 1 a day and 2 in a week, all lists together; appointments come as often as you have "
        "them."
    ),
    _("No mail names a company or a rejection in its subject, none is tracked, and each can be ended with one click."),
    _("Without a tick, what is due stands on your Today page only."),
]
CONSENT = format_lazy(" ".join(["{}"] * len(SENTENCES)), *SENTENCES)
# What a person says yes to: what it is, and how often at most. Stands beside every box that asks.
# A list without a rule is not offered.
LIST_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    NudgeList.RECOVERY: (
        _("After a no from a first talk on: one open step of your own recovery list at a time."),
        _("At most 1 a day, 2 in a week, and 5 for one recovery."),
    ),
    NudgeList.FOLLOW_UPS: (
        _("When an application has been quiet long enough for a friendly line to the employer."),
        _("At most 1 a day and 2 in a week, and never more than two about one application."),
    ),
    NudgeList.KEEP_GOING: (
        _("Your own weekly goal, quoted back to you while there is room in it. Needs a weekly goal."),
        _("At most 1 in a week."),
    ),
    NudgeList.DIGEST: (
        _("What is open, on one page: talks and dates ahead, your next step, what has grown quiet. Your day and time."),
        _("Once a week, and only when something is open."),
    ),
    NudgeList.APPOINTMENTS: (
        _("Interviews and dates that you typed yourself."),
        _("One before each appointment, so as often as you have appointments."),
    ),
}


def consent_in_parts() -> SafeString:
    """The words of CONSENT, every one of them and no other, broken for reading."""
    what, *covers = SENTENCES
    return format_html("<p>{}</p><ul>{}</ul>", what, format_html_join("", "<li>{}</li>", ((line,) for line in covers)))


CONSENT_IN_PARTS = lazy(consent_in_parts, SafeString)()


def wording() -> str:
    """The wording that is asked now, with the language in which it is read."""
    return f"{WORDING} {get_language() or ''}".strip()
