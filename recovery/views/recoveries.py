from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.keys import key_in
from advice import queries as advice
from applications import panels
from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest
from recovery import operations, patterns, queries, silence, tracks, wording
from recovery.forms import NoteForm, PauseForm
from recovery.models import Recovery, RecoveryApplication
from recovery.operations.steps import REPLY
from recovery.views.pieces import step_list

ROWS = 20
# Early noes: how many at first, how many more each time, and after how many the list is the better place.
AT_ONCE, MORE, MANY = 10, 40, 250
JOINED = "recovery/recoveries/joined.html"
ARTICLE = "many_early_noes"


@require_safe
def list_(request: PersonRequest) -> HttpResponse:
    now, user = timezone.now(), request.user
    guided = queries.open_guided(user)
    today = user.local_day(now)
    context = {
        "guided": guided,
        "steps": step_list(guided, today=today, now=now) if guided else None,
        "entries": queries.live_entries(guided) if guided else [],
        "is_paused": bool(guided and guided.is_paused(now)),
        "early_noes": queries.open_early_noes(user),
        "early_count": queries.early_noes(user).filter(recovery__state__in=Recovery.OPEN_STATES).count(),
        "bulk_count": queries.bulk_noes(user),
        "page": Paginator(queries.earlier(user), ROWS).get_page(request.GET.get("page")),
        "today": today,
    }
    return render(request, "recovery/recoveries/list.html", context)


@require_safe
def for_(request: PersonRequest, application_id: int) -> HttpResponse:
    """Answers for itself after an outcome: what is there now for this application, if anything."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    outcome = None if application.is_open else application.outcome
    track = tracks.track_for(outcome.kind, outcome.last_stage) if outcome else None
    entry = queries.live_entry(application)
    if outcome is None or track is None or (entry is None and track != tracks.Track.OFFERED):
        return redirect(application)
    now = timezone.now()
    context = arrival(request, application, outcome, now=now)
    if entry is None:
        about = urlencode({"application": application.pk, "letter": silence.CLOSING})
        context["closing_letter_url"] = f"{reverse('applications:letter-new')}?{about}"
        return render(request, "recovery/recoveries/offered.html", context)
    context |= {"entry": entry, "recovery": entry.recovery}
    if not entry.recovery.is_guided:
        return render(request, "recovery/recoveries/noted.html", context)
    if not entry.began_it:
        return render(request, JOINED, context | joined(entry, NoteForm(initial={"note": entry.note})))
    return render(request, "recovery/recoveries/begun.html", context | begun(entry, now=now))


def arrival(request: PersonRequest, application: JobApplication, outcome: Outcome, *, now: datetime) -> dict[str, Any]:
    shown = panels.render_slot(request, "outcome-recorded", application=application, outcome=outcome)
    today = request.user.local_day(now)
    says = wording.says(tracks.content_stage(outcome.kind, outcome.last_stage), request.user)
    return {"application": application, "outcome": outcome, "panels": shown, "today": today, "says": says}


def joined(entry: RecoveryApplication, form: NoteForm) -> dict[str, Any]:
    """A further no, with its two-minute note."""
    first = next((other for other in queries.live_entries(entry.recovery) if other.began_it), None)
    return {"entry": entry, "recovery": entry.recovery, "first": first, "form": form}


def begun(entry: RecoveryApplication, *, now: datetime) -> dict[str, Any]:
    """What the first minute offers; once a step was opened it is over."""
    recovery, today = entry.recovery, entry.recovery.user.local_day(now)
    steps = step_list(recovery, today=today, now=now)
    reply = next((step for step in steps.planned if step.key == REPLY and not step.is_settled), None)
    return {
        "steps": steps,
        "reply": reply,
        "first_step": queries.step_to_start(recovery, today=today, now=now),
        "is_under_way": any(step.opened_at or step.is_settled for step in steps.planned + steps.offered),
    }


@require_POST
def begin(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    try:
        operations.begin_offered(application, now=timezone.now())
    except operations.NothingToOffer:
        return redirect(application)
    return redirect("recovery:recovery-for", application.pk)


@require_safe
def detail(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = get_object_or_404(queries.kept(request.user), pk=recovery_id)
    prefetch_related_objects([recovery], queries.of_steps())
    now = timezone.now()
    today = request.user.local_day(now)
    context = {
        "recovery": recovery,
        "steps": step_list(recovery, today=today, now=now),
        "is_paused": recovery.is_paused(now),
        "is_archived": recovery.state == Recovery.State.ARCHIVED,
        "asks_to_close": recovery.is_paused(now) and recovery.pause_reason == Recovery.PauseReason.GOOD_NEWS,
        "pause_form": PauseForm(),
        "requests": queries.requests_in(recovery),
        "line": queries.line_to_keep(recovery),
        "today": today,
    }
    if recovery.is_guided:
        prefetch_related_objects([recovery], queries.of_applications())
        entries = list(recovery.entries.all())
        entries = [entry for entry in entries if not entry.is_set_aside] or entries
        first = next((entry for entry in entries if entry.began_it), None)
        context |= {"first": first, "others": [entry for entry in entries if entry != first]}
        return render(request, "recovery/recoveries/detail.html", context)
    context |= gathered(request, recovery, today=today)
    return render(request, "recovery/recoveries/early_noes.html", context)


def gathered(request: PersonRequest, page: Recovery, *, today: date) -> dict[str, Any]:
    """Early noes by week, the latest first and a few at a time (`shown`), and what all of them have in common."""
    user, week = request.user, today - timedelta(days=today.weekday())
    shown = max(AT_ONCE, min(key_in(request.GET.get("shown")) or 0, MANY))
    latest, total = queries.latest_in(page, limit=shown)
    before = [entry for entry in latest if user.local_day(entry.recorded_at) < week]
    articles = advice.articles([ARTICLE], user.curated_languages)
    return {
        "this_week": latest[: len(latest) - len(before)],
        "before": before,
        "more_count": total - len(latest),
        "show_more": shown + MORE if shown < MANY else 0,
        "last_shown": latest[-1] if latest else None,
        "bulk_count": queries.bulk_noes(user),
        "pattern": patterns.early_pattern(user),
        "article_url": articles[0].get_absolute_url() if articles else "",
    }
