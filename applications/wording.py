"""How a person wants endings to be called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.copies import values
from accounts.models import User
from applications.models import Outcome

Words = str | Promise


def word_for(kind: str, user: User) -> Words:
    """The name of an ending; for *rejected* the word the person chose."""
    if kind == Outcome.Kind.REJECTED:
        return User.RejectionWord(user.rejection_word).label
    return Outcome.Kind(kind).label


def outcome_choices(user: User) -> list[tuple[str, Words]]:
    return [(kind.value, word_for(kind, user)) for kind in Outcome.Kind]


# Why there is nothing to show for a link, by `PostingFetch.problem`.
POSTING_PROBLEMS: dict[str, Words] = {
    "not_a_link": _(
        "Only ordinary web addresses can be looked up: http or https, without a port, a name or a password in them."
    ),
    "private": _("That link leads into a private network, so it is not opened from here."),
    "unknown_host": _("There is no site by that name. Please check the link."),
    "unreachable": _("The site could not be reached."),
    "certificate": _("The site could not prove that it is the one it says it is."),
    "gone": _("There is no page at that link any more."),
    "blocked": _("The site answers only people in front of a browser."),
    "login": _("The site shows that page only to those who are signed in there."),
    "site_broken": _("The site has trouble at the moment."),
    "too_many_redirects": _("The link leads from page to page without an end."),
    "not_a_page": _("There is no web page at that link, but something else."),
    "too_big": _("The page is too big to be looked through."),
    "too_slow": _("The site took too long to answer."),
    "empty": _("Please paste a link or the text of a posting first."),
    "nothing": _("The page does not say in a readable way which job it is about."),
    "too_many": _("That were many links in a short time. Please wait a while, or type in what you know."),
    "switched_off": _("Links are not looked up on this installation."),
    "lost": _("Something went wrong while looking it up."),
}
# Where the person's own browser may see what a server does not.
SEEN_BY_A_BROWSER = {
    "blocked",
    "login",
    "nothing",
    "site_broken",
    "too_many_redirects",
    "too_slow",
    "unreachable",
    "lost",
}


def posting_problem(problem: str) -> Words:
    return POSTING_PROBLEMS.get(problem, POSTING_PROBLEMS["lost"])


# Why something of a copy does not come along (`accounts.copies.values`).
REASONS_LEFT: dict[str, Words] = {
    values.NOT_KNOWN: _("not understood by this Rebound, left out"),
    values.NOT_THERE: _("belong to something that is not in the copy, left out"),
    values.EMPTIED: _("something in them is not understood, that place stays empty"),
    values.NEWER: _("facts that this Rebound does not keep"),
    values.NO_FILE: _("the file is not in the copy, or cannot be read"),
    values.NO_SUCH_FILE: _("not a file of a kind that is kept here"),
}


def why_left(why: str) -> Words:
    return REASONS_LEFT.get(why, REASONS_LEFT[values.NOT_KNOWN])
