"""Merge fields such as `{{ company }}` in letters and nudges: an allow-list and plain replacement.

No template engine ever runs on what curators or people write, and a value is never looked at again: a company called
`{{ phone }}` stays just that.
"""

import difflib
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import localised
from advice.vocabulary import MERGE_FIELDS, Test

Values = Mapping[str, Any]

# A name and, behind a bar, what a letter says where nothing is known: `{{ question | what would you study first? }}`.
FIELD = re.compile(r"\{\{\s*([a-z_]+)(?:\s+\|\s+([^{}|]*?\s[^{}|]*?))?\s*\}\}")
ANYTHING_IN_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)

LABELS: dict[str, Any] = {
    "company": _("company"),
    "role": _("role"),
    "contact_name": _("name of the person you write to"),
    "interview_topic": _("what you talked about"),
    "interview_date": _("day of the interview"),
    "promised_date": _("day you were promised an answer"),
    "recruiter_name": _("name of the recruiter"),
    "reply_by": _("day by which you ask for an answer"),
    "accepted_paragraph": _("paragraph for an accepted offer"),
    "interview_when": _("day and time of the interview"),
    "interview_place": _("place of the interview"),
    "deadline_what": _("what the date is about"),
    "deadline_date": _("the date"),
    "first_name": _("your first name"),
    "full_name": _("your name"),
    "phone": _("your phone number"),
    "strength": _("one thing you do well"),
    "next_focus": _("what you are working on"),
    "weekly_goal": _("your weekly goal"),
    "person_name": _("name of the person you write to"),
    "shared_context": _("how you know each other"),
    "target_company": _("company you are interested in"),
    "target_role": _("role you are interested in"),
    "question": _("your question"),
    "step_title": _("title of the step"),
    "step_url": _("address of the step"),
    "plan_if_then": _("your own if–then sentence"),
    "plan_when": _("time of your plan"),
    "letter_url": _("address of the letter"),
    "application_url": _("address of the application"),
    "snooze_url": _("address for “later”"),
    "pause_url": _("address for “pause”"),
    "preferences_url": _("address of your settings"),
    "open_steps": _("list of open steps"),
}

# What a nudge says where a field is empty. An empty text takes the field out, with its space or its paragraph.
# `nudges` puts real addresses in the place of the last ones.
FALLBACKS: dict[str, Any] = {
    "company": _("the company"),
    "role": _("the role"),
    "contact_name": _("the person who wrote to you"),
    "interview_topic": _("what you talked about"),
    "interview_date": _("the day of your conversation"),
    "promised_date": _("the date you were given"),
    "recruiter_name": _("the recruiter"),
    "reply_by": _("the date you set"),
    "accepted_paragraph": "",
    "interview_when": _("the time you noted"),
    "interview_place": _("at the place you noted"),
    "deadline_what": _("something to be done"),
    "deadline_date": _("on the day you noted"),
    "first_name": "",
    "full_name": "",
    "phone": "",
    "strength": _("what you do well"),
    "next_focus": _("what you are working on"),
    "weekly_goal": _("a weekly goal"),
    "person_name": _("the person you had in mind"),
    "shared_context": _("the time you knew each other"),
    "target_company": _("the company you had in mind"),
    "target_role": _("the role you had in mind"),
    "question": _("your question"),
    "step_title": _("the next step"),
    "step_url": _("your recovery page"),
    "plan_if_then": _("your own sentence"),
    "plan_when": _("the time you set"),
    "letter_url": _("the letters page"),
    "application_url": _("the list of applications"),
    "snooze_url": _("the nudges page"),
    "pause_url": _("the nudges page"),
    "preferences_url": _("your nudge settings"),
    "open_steps": "",
}


def all_fields() -> list[str]:
    return [name for names in MERGE_FIELDS.values() for name in names]


def fields_in(text: str) -> list[str]:
    """Names of the well-formed fields in reading order, each once."""
    return list(dict.fromkeys(name for name, _default in FIELD.findall(text)))


def default_of(name: str, text: str) -> str:
    """What the text itself says in the place of this field where nothing is known; empty where it says nothing."""
    return next((default for field, default in FIELD.findall(text) if field == name and default), "")


def unknown_fields(text: str) -> list[str]:
    """What stands between double braces and is neither on the allow-list nor a time of day, as it was written."""
    text = FIELD.sub(_named, localised.TIME_IN_TEXT.sub("", text))
    written = [inside.strip() for inside in ANYTHING_IN_BRACES.findall(text)]
    return list(dict.fromkeys(name for name in written if name not in all_fields()))


def _named(field: re.Match[str]) -> str:
    return f"{{{{{field.group(1)}}}}}"


def missing(text: str, values: Values) -> list[str]:
    """Fields of the text for which there is no value, and for which it says nothing itself."""
    return [name for name in fields_in(text) if _is_empty(values.get(name)) and not default_of(name, text)]


def fill(text: str, values: Values, *, fallbacks: Values | None = None) -> str:
    """The text with every field replaced once, by its value, else what the text itself gives for it, else its
    fallback, else its name in square brackets.

    Works in one pass over the curator's text, so nothing inside a value is ever read as a field. Times of day are
    written as the active language has them.
    """
    text, fallbacks = localised.with_times(text), fallbacks or {}
    for name in missing(text, values):
        if name in fallbacks and _is_empty(fallbacks[name]):
            text = without(text, name)

    def replacement(match: re.Match[str]) -> str:
        name = match.group(1)
        for source in (values, {name: match.group(2)}, fallbacks):
            if not _is_empty(source.get(name)):
                return str(source[name])
        return placeholder(name)

    return FIELD.sub(replacement, text)


def as_html(text: str, values: Values, *, fallbacks: Values | None = None) -> SafeString:
    """The filled text for a page: all of it escaped, empty fields as a highlighted `[company]`, lines kept."""
    text, fallbacks = localised.with_times(text), fallbacks or {}
    for name in missing(text, values):
        if name in fallbacks and _is_empty(fallbacks[name]):
            text = without(text, name)
    pieces, end = [], 0
    for match in FIELD.finditer(text):
        pieces.append(conditional_escape(text[end : match.start()]))
        name, end = match.group(1), match.end()
        sources = (values, {name: match.group(2)}, fallbacks)
        found = next((source[name] for source in sources if not _is_empty(source.get(name))), None)
        pieces.append(
            format_html('<mark class="gap">{}</mark>', placeholder(name))
            if found is None
            else conditional_escape(str(found))
        )
    pieces.append(conditional_escape(text[end:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped above


def placeholder(name: str) -> str:
    """How a field stands in a letter until somebody fills it; its form field bears the same name."""
    return f"[{LABELS.get(name, name)}]"


def without(text: str, name: str) -> str:
    """The text without this field: with its whole paragraph where it stands alone, else with the space before it."""
    field = r"\{\{\s*" + re.escape(name) + r"\s*(?:\|[^{}|]*)?\}\}"
    text = re.sub(rf"(?:\A|\n+)[ \t]*{field}[ \t]*(?=\n|\Z)", "", text)
    text = re.sub(rf"(?m)^{field},?[ \t]*", "", text)
    return re.sub(rf"[ \t]*{field}", "", text).lstrip("\n")


def check(row: models.Model, *field_names: str) -> None:
    """Raises a ValidationError beside each field whose text holds a merge field that nobody can fill."""
    problems = {name: found for name in field_names if (found := problems_in(getattr(row, name) or ""))}
    if problems:
        raise ValidationError(problems)


def check_times(row: models.Model, *field_names: str) -> None:
    """Raises a ValidationError beside each field, of a text that knows no merge fields, with braces around anything
    but a time of day.
    """
    wrong = gettext("Only a time of day such as {{ 09:00 }} works here.")
    texts = {name: localised.TIME_IN_TEXT.sub("", getattr(row, name) or "") for name in field_names}
    if problems := {name: wrong for name, text in texts.items() if "{{" in text or "}}" in text}:
        raise ValidationError(problems)


def problems_in(text: str) -> list[str]:
    problems = []
    for name in unknown_fields(text):
        nearest = difflib.get_close_matches(name.lower().replace(" ", "_").replace("-", "_"), all_fields(), n=1)
        if nearest:
            problems.append(
                gettext("There is no field called “%(name)s”. Did you mean {{ %(nearest)s }}?")
                % {"name": name, "nearest": nearest[0]}
            )
        else:
            problems.append(gettext("There is no field called “%(name)s”.") % {"name": name})
    rest = ANYTHING_IN_BRACES.sub("", text)
    if "{{" in rest or "}}" in rest:
        problems.append(gettext("A field has two braces on each side: {{ company }}. One pair is not complete."))
    if "{%" in rest:
        problems.append(gettext("Only fields such as {{ company }} work here, no {% commands %}."))
    return problems


def problem_of_paragraphs(paragraphs: Any) -> str:
    """What is wrong where a letter's optional paragraphs name an unknown field or test, or lack a part; else empty."""
    problem = gettext("Each optional paragraph needs a known merge field and: when, prompt, value, text.")
    if not isinstance(paragraphs, dict):
        return problem
    for name, paragraph in paragraphs.items():
        is_whole = isinstance(paragraph, dict) and set(paragraph) == {"when", "prompt", "value", "text"}
        if name not in all_fields() or not is_whole or not all(paragraph.values()):
            return problem
        if paragraph["when"] not in {Test.ANSWER_IS, Test.ANSWER_STARTS_WITH}:
            return problem
    return ""


def _is_empty(value: Any) -> bool:
    return value is None or not str(value).strip()
