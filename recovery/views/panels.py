"""What recovery shows on pages of lower floors; hung in by `recovery.apps`."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from applications.models import Interview, JobApplication
from recovery import queries, tracks

LESSONS_FIRST = 3
MARKS = [
    ("tried", _("I tried it")),
    ("helped", _("It helped")),
    ("no_help", _("It did not help")),
    ("open", _("Not tried yet")),
]


def on_application(request: HttpRequest, *, application: JobApplication, **context: object) -> str:
    """One quiet line about this application's recovery, or the offer of one. Empty when there is nothing."""
    if application.is_open:
        return ""
    outcome, entry = application.outcome, queries.entry_in_short(application)
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    is_offered = entry is None and track == tracks.Track.OFFERED
    if entry is None and not is_offered:
        return ""
    is_asked = entry.is_asked if entry else queries.is_asked(application)  # type: ignore[attr-defined]
    shown = {"application": application, "entry": entry, "is_offered": is_offered, "is_asked": is_asked}
    return render_to_string("recovery/panels/_application.html", shown, request)


def on_interview(request: HttpRequest, *, interview: Interview, **context: object) -> str:
    """What earlier debriefs and recoveries have for this interview. Empty while there is nothing."""
    lessons, lines = queries.lessons_for(interview), queries.next_time_lines(interview.application.user)
    first, more = lessons[:LESSONS_FIRST], lessons[LESSONS_FIRST:]
    shown = {"interview": interview, "lessons": first, "more": more, "lines": lines, "marks": MARKS}
    return render_to_string("recovery/panels/_lessons.html", shown, request) if lessons or lines else ""


def on_debrief(request: HttpRequest, *, interview: Interview, **context: object) -> str:
    """The lesson that was saved out of this debrief, if one was."""
    lesson = interview.lessons.useful().first()
    shown = {"interview": interview, "lesson": lesson}
    return render_to_string("recovery/panels/_lesson_kept.html", shown, request) if lesson else ""
