"""The rows of the list and what stands in their columns, by column: one line each.

A page has hundreds of cells. A template asks anew in each of them which column it is, and a word that is the same in
every row is translated anew in every row, which took half of the whole page's time: here that is done once for a page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import localised
from accounts.models import User
from applications.models import JobApplication, ListLook
from applications.templatetags.applications import salary
from applications.wording import word_for

register = template.Library()
Column = ListLook.Column

# What a cell says on a small screen, where no heads stand above it.
LABELS: dict[str, str | Promise] = {
    Column.INTERVIEW: gettext_lazy("Interview"),
    Column.DEADLINE: gettext_lazy("Deadline"),
    Column.APPLIED: gettext_lazy("Sent"),
    Column.ACTIVITY: gettext_lazy("Last activity"),
    Column.SOURCE: gettext_lazy("Found at"),
    Column.EXCITEMENT: gettext_lazy("Excitement"),
}
# Cells end where the next begins, as HTML has it: a page of fifty rows stays light.
ROW = (
    '<tr><td><label><input type="checkbox" name="pick" value="{key}" aria-labelledby="a{number}"></label>'
    '<th scope="row"><a class="name" id="a{number}" href="{start}{key}{end}"><bdi>{role}</bdi> <bdi>{company}</bdi></a>'
)
here = timezone.localtime


@dataclass(frozen=True)
class Rows:
    """The body of the table, and the columns in which none of its rows says anything: they need little room."""

    html: SafeString
    empty: set[str]


@register.simple_tag(takes_context=True)
def rows(context: template.Context, applications: list[JobApplication]) -> Rows:
    """These as rows of a table, with the person's columns in their order."""
    user, columns = context["user"], context["look"].columns
    start, _zero, end = reverse("applications:application-detail", args=[0]).rpartition("0")
    archived = f' <span class="chip">{escape(_("Archived"))}</span>'
    write = writers(user)
    cells = [(column, write.get(column), opening(column)) for column in columns]
    shown, empty = [], set(columns)
    for number, row in enumerate(applications, start=1):
        names = {"role": escape(row.role), "company": escape(row.company.name)}
        shown.append(ROW.format(key=row.pk, number=number, start=start, end=end, **names))
        if row.archived_at:
            shown.append(archived)
        for column, written, labelled in cells:
            if said := written(row) if written else "":
                shown += (labelled, said)
                empty.discard(column)
            else:
                shown.append("<td>")
    return Rows(mark_safe("".join(shown)), empty)  # noqa: S308  every part is escaped


def opening(column: str) -> str:
    """How a cell begins that says something; an empty one needs no label."""
    return f'<td data-label="{escape(str(LABELS[column]))}">' if column in LABELS else "<td>"


def writers(user: User) -> dict[str, Callable[[JobApplication], str]]:
    """What writes each column: safe HTML, empty where there is nothing to say."""
    today = timezone.localdate()

    @cache
    def ending(kind: str, stage: str) -> str:
        reached = _("at stage %(stage)s") % {"stage": JobApplication.Stage(stage).label}
        return f'<span class="chip chip-ending">{escape(str(word_for(kind, user)))}</span> {escape(reached)}'

    @cache
    def stage_name(stage: str) -> str:
        return escape(str(JobApplication.Stage(stage).label))

    @cache
    def work_mode(mode: str) -> str:
        return escape(str(JobApplication.WorkMode(mode).label)) if mode else ""

    def written_day(day: date | None) -> str:
        return escape(localised.day_short(day, today=today)) if day else ""

    def stage(row: JobApplication) -> str:
        return stage_name(row.stage) if row.is_open else ending(row.outcome.kind, row.outcome.last_stage)

    return {
        Column.STAGE: stage,
        Column.INTERVIEW: interview,
        Column.DEADLINE: lambda row: written_day(row.deadline_on if row.is_open else None),
        Column.APPLIED: lambda row: written_day(row.applied_on),
        Column.ACTIVITY: lambda row: written_day(here(row.last_event_at)),
        Column.PLACE: lambda row: isolated(row.location),
        Column.WORK_MODE: lambda row: work_mode(row.work_mode),
        Column.SALARY: lambda row: escape(salary(row)),
        Column.SOURCE: lambda row: isolated(row.source),
        Column.EXCITEMENT: lambda row: str(row.excitement or ""),
        Column.TAGS: tags,
    }


def interview(row: JobApplication) -> str:
    starts_at = getattr(row, "next_interview_at", None)
    if not starts_at or not row.is_open:
        return ""
    return f'<span class="chip chip-accent">{escape(localised.appointment_short(here(starts_at)))}</span>'


def tags(row: JobApplication) -> str:
    return "".join(f'<bdi class="chip">{escape(name)}</bdi> ' for name in row.tag_names)  # type: ignore[attr-defined]


def isolated(text: str) -> str:
    """Words that may run the other way than the page."""
    return f"<bdi>{escape(text)}</bdi>" if text else ""
