from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import operations, panels, queries
from applications.forms import OutcomeForm
from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest, go, refuse
from applications.wording import word_for


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    now = timezone.now()
    today = request.user.local_day(now)
    if not application.is_open:
        return say_it_is_closed(request, application)
    if request.method != "POST":
        initial = starting_values(application, asked=request.GET.get("kind", ""))
        form = OutcomeForm(application=application, today=today, initial=initial)
        return render(request, "applications/outcomes/record.html", around(request, form, application))
    form = OutcomeForm(request.POST, application=application, today=today)
    if not form.is_valid():
        context = around(request, form, application)
        return refuse(request, "applications/outcomes/record.html", "applications/outcomes/_form.html", context)
    try:
        operations.record_outcome(application, now=now, **form.cleaned_data)
    except operations.AlreadyClosed:
        return say_it_is_closed(request, application)
    return lead_on(request, application)


def around(request: PersonRequest, form: OutcomeForm, application: JobApplication) -> dict[str, Any]:
    shown = panels.render_slot(request, "outcome-form", application=application)
    return {"form": form, "application": application, "panels": shown}


def starting_values(application: JobApplication, *, asked: str) -> dict[str, Any]:
    """What was said last time, if the application was reopened since; the ending that a link asks about, if it does."""
    values = queries.last_outcome_values(application)
    names = ("kind", "decided_on", "last_stage", "no_kind", "reason")
    said = {name: values[name] for name in names if name in values}
    return {"kind": asked} if asked in Outcome.Kind else said


def lead_on(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """After bad news to the floor above, which answers for itself; else back to the application."""
    outcome = application.outcome
    if outcome.is_bad_news:
        return go(request, f"/recovery/for/{application.pk}/")
    if outcome.kind == Outcome.Kind.ACCEPTED:
        messages.success(request, _("Good news. It is noted. You can undo this below."))
        return go(request, application)
    word = word_for(outcome.kind, request.user)
    messages.success(request, _("Noted: %(outcome)s. You can undo this below.") % {"outcome": word})
    return go(request, application)


def say_it_is_closed(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """A second click is led where the first one went; anybody else reads what stands there."""
    outcome = application.outcome
    if request.POST.get("kind") == outcome.kind:
        return lead_on(request, application)
    return render(request, "applications/outcomes/closed.html", {"application": application, "outcome": outcome})


@require_POST
def reopen(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    operations.reopen(application, now=timezone.now())
    messages.success(request, _("Open again. What you had noted about its end is kept."))
    return go(request, application)
