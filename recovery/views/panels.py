"""What recovery shows on pages of lower floors; hung in by `recovery.apps`."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models import Interview, JobApplication, Outcome
from recovery import bank, queries, silence, tracks
from recovery.forms import SilenceForm

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
        return on_silence(request, application, context.get("interviews"))
    outcome, entry = application.outcome, queries.entry_in_short(application)
    track = tracks.track_for(outcome.kind, outcome.last_stage)
    is_offered = entry is None and track == tracks.Track.OFFERED
    if entry is None and not is_offered:
        return ""
    is_asked = entry.is_asked if entry else queries.is_asked(application)  # type: ignore[attr-defined]
    shown = {"application": application, "entry": entry, "is_offered": is_offered, "is_asked": is_asked}
    shown["can_ask"] = outcome.kind == Outcome.Kind.REJECTED
    return render_to_string("recovery/panels/_application.html", shown, request)


def on_silence(request: HttpRequest, application: JobApplication, interviews: Any) -> str:
    """The way out of a silence after a talk: a letter, a day, closing it oneself."""
    now = timezone.now()
    found = silence.silence_of(application, now=now, interviews=interviews)
    if found is None:
        return ""
    form = SilenceForm(today=(today := application.user.local_day(now)), initial={"close_on": found.close_on})
    letter_url = check_in_url(application, interviews)
    shown = {"application": application, "silence": found, "form": form, "today": today, "letter_url": letter_url}
    return render_to_string("recovery/panels/_silence.html", shown, request)


def check_in_url(application: JobApplication, interviews: list[Interview] | None = None) -> str:
    """The check-in letter, filled from the last talk where there was one."""
    last = max(interviews or application.interviews.standing(), key=lambda talk: talk.starts_at, default=None)
    about = {"interview": last.pk} if last else {"application": application.pk}
    return f"{reverse('applications:letter-new')}?{urlencode(about | {'letter': silence.CHECK_IN})}"


def on_outcome_form(request: HttpRequest, *, application: JobApplication, **context: object) -> str:
    """Before a silence is closed: the letter that asks once. Empty where it was sent, or no talk was."""
    found = silence.silence_of(application, now=timezone.now(), is_young_told=True)
    if found is None or found.asked_on:
        return ""
    shown = {"letter_url": check_in_url(application)}
    return render_to_string("recovery/panels/_check_in_first.html", shown, request)


def on_interview(request: HttpRequest, *, interview: Interview, **context: object) -> str:
    """What earlier debriefs and recoveries have for it, and what one can tell there. Empty while there is nothing."""
    return lessons_panel(request, interview) + cards_panel(request, interview.application)


def on_letter(request: HttpRequest, *, application: JobApplication | None, **context: object) -> str:
    """Beside a letter: what the person did that fits the role."""
    return cards_panel(request, application) if application else ""


def cards_panel(request: HttpRequest, application: JobApplication) -> str:
    cards = bank.fitting_for(application.user, application)
    shown = {"cards": cards, "application": application}
    return render_to_string("recovery/panels/_achievements.html", shown, request) if cards else ""


def lessons_panel(request: HttpRequest, interview: Interview) -> str:
    lessons, lines = queries.lessons_for(interview), queries.next_time_lines(interview.application.user)
    known = {lesson.text.casefold() for lesson in lessons}
    lines = [line for line in lines if " ".join(line.split()).casefold() not in known]
    first, more = lessons[:LESSONS_FIRST], lessons[LESSONS_FIRST:]
    shown = {"interview": interview, "lessons": first, "more": more, "lines": lines, "marks": MARKS}
    return render_to_string("recovery/panels/_lessons.html", shown, request) if lessons or lines else ""


def on_debrief(request: HttpRequest, *, interview: Interview, **context: object) -> str:
    """The lesson that was saved out of this debrief, if one was; and where to keep what went well."""
    lesson = interview.lessons.useful().first()
    shown = {"interview": interview, "lesson": lesson}
    is_written = hasattr(interview, "debrief")
    return render_to_string("recovery/panels/_lesson_kept.html", shown, request) if lesson or is_written else ""
