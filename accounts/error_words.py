"""What our forms say when something does not fit: whole, calm sentences in place of the framework's.

Set on the kinds of form field themselves, so that fields made from a model say the same.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

A_NUMBER = _("Please give a number.")
CHOOSE = _("Please choose one of these.")
CHOOSE_EACH = _("Please choose from these.")
WORDS: dict[type[forms.Field], dict[str, object]] = {
    forms.Field: {
        "required": _("Please fill this in."),
        "max_value": _("This can be %(limit_value)s at most."),
        "min_value": _("This can be %(limit_value)s at the least."),
        "max_length": ngettext_lazy(
            "There is room for %(limit_value)s character here; this has %(show_value)s.",
            "There is room for %(limit_value)s characters here; this has %(show_value)s.",
            "limit_value",
        ),
        "min_length": ngettext_lazy(
            "This needs %(limit_value)s character at the least; it has %(show_value)s.",
            "This needs %(limit_value)s characters at the least; it has %(show_value)s.",
            "limit_value",
        ),
        "max_digits": _("This number is too long. Please look at it again."),
        "max_decimal_places": _("This has more decimal places than can be kept."),
        "max_whole_digits": _("This number is too long. Please look at it again."),
        "null_characters_not_allowed": _("Control characters cannot be used here."),
    },
    forms.FileField: {
        "required": _("Please choose a file."),
        "invalid": _("No file came with the form. Please choose it again."),
        "missing": _("No file came with the form. Please choose it again."),
        "empty": _("That file is empty."),
    },
    forms.IntegerField: {"invalid": _("Please give a whole number.")},
    forms.FloatField: {"invalid": A_NUMBER},
    forms.DecimalField: {"invalid": A_NUMBER},
    forms.DateField: {"invalid": _("Please give a date, for example 2026-11-30.")},
    forms.TimeField: {"invalid": _("Please give a time, for example 18:30.")},
    forms.DateTimeField: {"invalid": _("Please give a date and a time, for example 2026-11-30 18:30.")},
    forms.EmailField: {"invalid": _("Please give an e-mail address, for example name@example.org.")},
    forms.URLField: {"invalid": _("Please give a web address, for example https://example.org/jobs.")},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"required": CHOOSE_EACH, "invalid_choice": CHOOSE_EACH, "invalid_list": CHOOSE_EACH},
    forms.ModelMultipleChoiceField: {
        "required": CHOOSE_EACH,
        "invalid_choice": CHOOSE_EACH,
        "invalid_list": CHOOSE_EACH,
        "invalid_pk_value": CHOOSE_EACH,
    },
}


def speak() -> None:
    """Before any form is imported: a field takes its sentences when it is made."""
    for kind, words in WORDS.items():
        kind.default_error_messages = {**vars(kind).get("default_error_messages", {}), **words}  # type: ignore[dict-item]
