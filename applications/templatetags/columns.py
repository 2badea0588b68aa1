"""What stands in the columns of the list, by column: one line each.

A page has hundreds of cells. A template asks anew in each of them which column it is, which took a third of the whole
page's time.
"""

from collections.abc import Callable

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import localised
from accounts.models import User
from applications.models import JobApplication, ListLook
from applications.templatetags.applications import salary
from applications.wording import word_for

register = template.Library()
Column = ListLook.Column
Write = Callable[[JobApplication, User], object]

# What a cell says on a small screen, where no heads stand above it.
LABELS: dict[str, str | Promise] = {
    Column.INTERVIEW: gettext_lazy("Interview"),
    Column.DEADLINE: gettext_lazy("Deadline"),
    Column.APPLIED: gettext_lazy("Applied"),
    Column.ACTIVITY: gettext_lazy("Last activity"),
    Column.SOURCE: gettext_lazy("Found at"),
    Column.EXCITEMENT: gettext_lazy("Excitement"),
}


@register.simple_tag(takes_context=True)
def cells(context: template.Context, application: JobApplication) -> SafeString:
    """The cells of one row, in the order of the person's columns; each ends where the next one begins."""
    user, columns = context["user"], context["look"].columns
    return format_html_join("", "<td{}>{}", (cell(column, application, user) for column in columns))


def cell(column: str, application: JobApplication, user: User) -> tuple[object, object]:
    """The attributes of one cell, and what stands in it; an empty one needs no label."""
    said = WRITERS[column](application, user) if column in WRITERS else ""
    label = LABELS.get(column) if said else None
    return format_html(' data-label="{}"', label) if label else "", said or ""


def stage(application: JobApplication, user: User) -> object:
    if application.is_open:
        return application.get_stage_display()
    word = word_for(application.outcome.kind, user)
    reached = _("at stage %(stage)s") % {"stage": application.get_reached_stage_display()}
    return format_html('<span class="chip chip-ending">{}</span> {}', word, reached)


def interview(application: JobApplication, user: User) -> object:
    starts_at = getattr(application, "next_interview_at", None)
    if not starts_at or not application.is_open:
        return ""
    return format_html('<span class="chip chip-accent">{}</span>', localised.appointment_short(here(starts_at)))


def deadline(application: JobApplication, user: User) -> object:
    return localised.day_short(application.deadline_on) if application.deadline_on and application.is_open else ""


def applied_on(application: JobApplication, user: User) -> object:
    return localised.day_short(application.applied_on) if application.applied_on else ""


def tags(application: JobApplication, user: User) -> object:
    return format_html_join("", '<bdi class="chip">{}</bdi> ', ((tag.name,) for tag in application.tags.all()))


def isolated(text: str) -> object:
    """Words that may run the other way than the page."""
    return format_html("<bdi>{}</bdi>", text) if text else ""


here = timezone.localtime
WRITERS: dict[str, Write] = {
    Column.STAGE: stage,
    Column.INTERVIEW: interview,
    Column.DEADLINE: deadline,
    Column.APPLIED: applied_on,
    Column.ACTIVITY: lambda application, user: localised.day_short(here(application.last_event_at)),
    Column.PLACE: lambda application, user: isolated(application.location),
    Column.WORK_MODE: lambda application, user: application.get_work_mode_display(),
    Column.SALARY: lambda application, user: salary(application),
    Column.SOURCE: lambda application, user: isolated(application.source),
    Column.EXCITEMENT: lambda application, user: application.excitement,
    Column.TAGS: tags,
}
