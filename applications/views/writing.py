"""The page of an interview, and what a person writes there for themselves."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from advice import queries as advice
from applications import operations, panels, queries
from applications.forms import DebriefForm, PreparationForm
from applications.models import Interview
from applications.views.answers import PersonRequest, go

PAGE = "applications/interviews/detail.html"
THANKS = "thank_you_after_interview"


def context_of(request: PersonRequest, interview: Interview, **forms: Any) -> dict[str, Any]:
    now, application = timezone.now(), interview.application
    preparation, debrief = (getattr(interview, name, None) for name in ("preparation", "debrief"))
    nearby = queries.around(interview)
    context = {
        "interview": interview,
        "application": application,
        "now": now,
        "is_over": interview.starts_at <= now,  # begun at least: then there is something to write
        "is_past": interview.ends_at <= now,
        "contacts": interview.contacts.select_related("company"),
        "overlapping": queries.overlapping(interview, nearby),
        "close_by": queries.close_by(interview, nearby),
        "history": queries.history_of(interview),
        "debrief": debrief,
        "preparation_form": PreparationForm(instance=preparation),
        "debrief_form": DebriefForm(instance=debrief),
        "thanks": advice.letters([THANKS], request.user.curated_languages),
    }
    about = {"interview": interview, "application": application}
    context["panels"] = panels.render_slot(request, "interview-preparation", **about)
    context["debrief_panels"] = panels.render_slot(request, "interview-debrief", **about)
    return context | forms


@require_POST
def prepare(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    form = PreparationForm(request.POST)
    if form.is_valid():
        try:
            operations.prepare_interview(interview, now=timezone.now(), **form.cleaned_data)
        except operations.WrittenMeanwhile as meanwhile:
            form.stand_back(meanwhile.kept)
        else:
            messages.success(request, _("Saved."))
            return go(request, interview)
    return render(request, PAGE, context_of(request, interview, preparation_form=form), status=422)


@require_POST
def debrief(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    form = DebriefForm(request.POST)
    if form.is_valid():
        try:
            operations.debrief_interview(interview, now=timezone.now(), **form.cleaned_data)
        except operations.WrittenMeanwhile as meanwhile:
            form.stand_back(meanwhile.kept)
        else:
            is_kept = form.cleaned_data["keep_lesson"]
            messages.success(request, _("Saved. The line will come up again.") if is_kept else _("Saved."))
            return go(request, interview)
    return render(request, PAGE, context_of(request, interview, debrief_form=form), status=422)
