"""What a column can stand for, in the order in which people think of an application, and how each is called."""

from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

FIELDS: dict[str, Words] = {
    "company": _("Company"),
    "role": _("Role"),
    "stage": _("Stage"),
    "outcome": _("Outcome"),
    "applied_on": _("Applied on"),
    "ended_on": _("Ended on"),
    "deadline_on": _("Deadline"),
    "follow_up_on": _("Follow up on"),
    "added_on": _("Added on"),
    "url": _("Link to the posting"),
    "location": _("Place"),
    "work_mode": _("Work mode"),
    "salary": _("Pay, in one column"),
    "salary_min": _("Salary from"),
    "salary_max": _("Salary to"),
    "salary_currency": _("Currency"),
    "salary_period": pgettext_lazy("pay per year, month or hour", "Pay per"),
    "source": _("Where you found it"),
    "excitement": _("Excitement"),
    "tags": _("Tags"),
    "archived": _("In the archive"),
    "reason": _("Reason given"),
    "notes": _("Notes"),
    "posting_text": _("Text of the posting"),
}
NEEDED = ("company", "role")
DAYS = ("applied_on", "ended_on", "deadline_on", "follow_up_on", "added_on")
NOT_AHEAD = ("applied_on", "ended_on", "added_on")
MEANT = ("stage", "outcome")  # whose words are asked for one by one
SEVERAL = ("notes", "tags")  # which several columns may be
# What an export has: all but the pay in one column and the text of the posting, which is too long for a cell.
WRITTEN = [name for name in FIELDS if name not in ("salary", "posting_text")]


@cache
def labels(name: str) -> frozenset[str]:
    """How a field is called in any language of the interface: a file may come from somebody who speaks another."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(str(FIELDS[name]))
    return frozenset(found)
