"""The plan: what we will send, when and why, and everything a person can decide about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.undo import say_undoable
from applications.views.answers import PersonRequest
from nudges import operations, queries
from nudges.forms import LaterForm
from nudges.models import Nudge
from nudges.views.pieces import answer, of_plan

LATEST = 5
PER_PAGE = 20


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    latest = queries.noticed_of(request.user, limit=LATEST)
    context = of_plan(request.user, None, now) | {"latest": latest, "is_running": queries.is_anything_running(now)}
    return render(request, "nudges/plan/show.html", context)


@require_safe
def history(request: PersonRequest) -> HttpResponse:
    page = Paginator(queries.history_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "nudges/plan/history.html", {"page": page, "now": timezone.now()})


@require_POST
def send_now(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    if operations.send_now(nudge, now=now):
        messages.success(request, _("It is on its way by e-mail."))
    else:
        messages.warning(request, _("This one cannot go by e-mail now. The plan and its history say why."))
    return answer(request, nudge=nudge, now=now)


@require_POST
def snooze(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    form = LaterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose for how long."))
        return answer(request, nudge=nudge, now=now)
    # A note that was to come on Thursday and is put off for a day comes on Friday, whatever day it is today.
    planned_at = max(now, nudge.due_at or now)
    operations.snooze(nudge, until=form.until(planned_at), now=now)
    say(request, nudge, _("Later it is."), what="snooze")
    return answer(request, nudge=nudge, now=now)


@require_POST
def drop(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    operations.drop(nudge, now=now)
    say(request, nudge, _("This one will not come."), what="drop")
    return answer(request, nudge=nudge, now=now)


@require_POST
def stop(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    operations.stop_subject(nudge, now=now)
    say(request, nudge, _("No more notes about this one. Your other notes stay as they are."), what="stop")
    return answer(request, nudge=nudge, now=now)


@require_POST
def done(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    if operations.say_done(nudge, now=now):
        say(request, nudge, _("Noted as written to. It may rest for a week."), what="done")
    else:
        messages.warning(request, _("That application is not open any more, so nothing was noted."))
    return answer(request, nudge=nudge, now=now)


@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    nudge, now = planned(request, pk), timezone.now()
    if operations.take_back(nudge, what=request.POST.get("what", ""), now=now):
        messages.success(request, _("Taken back."))
    else:
        messages.info(request, _("There was nothing left to take back."))
    return answer(request, nudge=nudge, now=now)


def say(request: PersonRequest, nudge: Nudge, text: str, *, what: str) -> None:
    """With a way back, on the page on which it was decided."""
    to = reverse("nudges:nudge-take-back", args=[nudge.pk])
    say_undoable(request, text, to=to, what=what, place=request.POST.get("place", ""))


@require_POST
def pause(request: PersonRequest) -> HttpResponse:
    now, form = timezone.now(), LaterForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose for how long."))
        return answer(request, now=now)
    operations.pause_all(request.user, until=form.until(now), now=now)
    messages.success(request, _("All notes are paused. Nothing piles up meanwhile."))
    return answer(request, now=now)


@require_POST
def resume(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    operations.resume(request.user, now=now)
    messages.success(request, _("Notes come again, from now on."))
    return answer(request, now=now)


def planned(request: PersonRequest, pk: int) -> Nudge:
    """Found through the person. One that has left already cannot be changed; the plan says what became of it."""
    return get_object_or_404(request.user.nudges, pk=pk)
