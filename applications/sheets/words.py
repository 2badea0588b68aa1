"""Why a spreadsheet cannot be taken in, by `Unreadable.problem`."""

from django.utils.translation import gettext_lazy as _

from applications.sheets.fields import Words

PROBLEMS: dict[str, Words] = {
    "empty": _("There is nothing in it."),
    "too_large": _("This is larger than 5 MB. Please leave out what are no applications, or bring it in two parts."),
    "too_many": _("These are more than 2,000 rows. Please bring them in two parts."),
    "too_wide": _("These are more than 60 columns. Please leave out those that you do not need."),
    "too_long": _("In one of the cells there is more text than a note can hold, or a quotation mark is missing."),
    "not_a_sheet": _("This is no spreadsheet that can be read here. Save it as .xlsx or as CSV, and choose that file."),
    "old_or_locked": _(
        "This is an old Excel file (.xls), or one with a password. Save it as .xlsx without one, or as CSV."
    ),
    "locked": _("This file is locked with a password. Save it without one."),
    "damaged": _(
        "This file is damaged. Open it in your spreadsheet, save it as .xlsx or as CSV, and choose that file."
    ),
    "too_big_unpacked": _(
        "Unpacked, this file is too big. Save the sheet with your applications on its own, or as CSV."
    ),
}


def problem(code: str) -> Words:
    return PROBLEMS.get(code, PROBLEMS["damaged"])
