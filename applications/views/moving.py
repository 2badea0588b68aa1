"""From one stage to another, and the days that go with the new one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import trigger_client_event

from accounts.undo import say_undoable
from applications import board, operations, periods
from applications.forms import DatesForm, MoveForm
from applications.models import JobApplication
from applications.models.application import QUIET_AFTER
from applications.needs import need_of
from applications.views.answers import PersonRequest, go, posted, refuse


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, application_id: int) -> HttpResponse:
    """Asks where to; moves it, or takes back the move that was just made (`undo`)."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    if request.method != "POST":
        template = "applications/moving/move.html" if application.is_open else "applications/outcomes/closed.html"
        return render(request, template, facts_of(request, application))
    now, form, before = timezone.now(), MoveForm(request.POST), application.stage
    if not form.is_valid():
        return refuse_move(request, application, now=now)
    stage, is_undo = form.cleaned_data["stage"], form.cleaned_data["undo"]
    try:
        if is_undo:
            operations.take_back_move(application, to=stage, now=now)
        else:
            operations.move_to(application, stage, now=now)
    except operations.AlreadyClosed:
        messages.warning(request, _("It is closed. Reopen it to move it."))
    except operations.MovedOn:
        messages.warning(request, _("It has moved on since, so nothing was changed."))
    else:
        say_where_it_stands(request, application, before, can_undo=not is_undo)
    return answer(request, application, now=now, is_new=not is_undo)


def refuse_move(request: PersonRequest, application: JobApplication, *, now: datetime) -> HttpResponse:
    problem = _("That stage is not known. It may have been renamed; please choose another one.")
    if request.wants_fragment:
        messages.error(request, problem)
        return answer(request, application, now=now, status=422)
    context = facts_of(request, application) | {"problem": problem}
    return render(request, "applications/moving/move.html", context, status=422)


def facts_of(request: PersonRequest, application: JobApplication) -> dict[str, Any]:
    back = "board" if "board" in (request.GET.get("back"), request.POST.get("back")) else ""
    outcome = None if application.is_open else application.outcome
    return {"application": application, "outcome": outcome, "stages": JobApplication.Stage, "back": back}


def say_where_it_stands(request: PersonRequest, application: JobApplication, before: str, *, can_undo: bool) -> None:
    names = {"name": application, "stage": application.get_stage_display()}
    text = _("%(name)s: %(stage)s.") % names
    seen = request.POST.get("seen", before)
    if can_undo and seen in JobApplication.Stage and seen != before != application.stage:
        # Another tab still showed it where it had been.
        names["before"] = JobApplication.Stage(before).label
        text = _("%(name)s: %(stage)s. Meanwhile it had been moved to %(before)s.") % names
    if can_undo and application.stage != before:
        back = "board" if request.POST.get("back") == "board" else ""
        say_undoable(request, text, to=request.path, stage=before, undo="on", back=back)
    else:
        messages.success(request, text)


def answer(
    request: PersonRequest, application: JobApplication, *, now: datetime, is_new: bool = False, status: int = 200
) -> HttpResponse:
    """htmx gets the card and what has changed around it, a browser the way back to where it came from."""
    if request.wants_fragment:
        context = card_facts(request, application, now, is_new=is_new)
        response = render(request, "applications/_moved.html", context, status=status)
        counts = {"counts": board.counts_by_stage(request.user, period_looked_at(request))}
        return trigger_client_event(response, "board:counts", counts, after="settle")
    if request.POST.get("back") != "board":
        return go(request, application)
    moved = f"?moved={application.pk}" if is_new and application.is_open else ""
    return redirect(f"{reverse('applications:board')}{moved}#application-{application.pk}")


def period_looked_at(request: PersonRequest) -> str:
    """Which period the board shows from which htmx asks."""
    page = request.headers.get("HX-Current-URL", "")
    return periods.known(request.user, QueryDict(page.partition("?")[2]).get("period", ""))


def card_facts(request: PersonRequest, application: JobApplication, now: datetime, *, is_new: bool) -> dict[str, Any]:
    """The card as it stands now; no card for what is closed or archived. A new one offers what its stage needs."""
    keys = list(board.on_board(request.user).filter(pk=application.pk).values_list("pk", flat=True))
    card = next(iter(board.cards(request.user, keys, now=now)), None)
    context = {"application": card, "pk": application.pk, "quiet_before": now - QUIET_AFTER}
    return context | (offer_of(request, card, now) if card and is_new else {})


def offer_of(request: PersonRequest, card: Any, now: datetime) -> dict[str, Any]:
    """`card` comes from the board's own query and knows its next interview."""
    need = need_of(card, has_interview=card.next_interview_at is not None)
    form = DatesForm(instance=card, today=request.user.local_day(now)) if need == "dates" else None
    return {"need": need, "dates_form": form, "offered": card.pk if need else None}


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: PersonRequest, application_id: int) -> HttpResponse:
    """The days that its stage asks for."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    now = timezone.now()
    form = DatesForm(posted(request), instance=application, today=request.user.local_day(now))
    context = {"application": application, "dates_form": form}
    if request.method != "POST":
        return render(request, "applications/moving/dates.html", context)
    if not form.is_valid():
        return refuse(request, "applications/moving/dates.html", "applications/moving/_dates.html", context)
    application.refresh_from_db()
    operations.edit_application(application, now=now, **form.cleaned_data)
    messages.success(request, _("%(name)s: the dates are kept.") % {"name": application})
    return answer(request, application, now=now)
