from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url, reswap, retarget

from accounts.undo import say_undoable
from advice import queries as advice
from advice.vocabulary import Grade
from applications.views.answers import PersonRequest, go, refuse
from recovery import bank, operations, queries
from recovery.models import Recovery, RecoveryStep
from recovery.sheet import Sheet
from recovery.views.pieces import signpost

PAGE, FORM = "recovery/steps/detail.html", "recovery/steps/_form.html"
SAVED = "recovery/steps/_saved.html"
AWAY = "away"


def step_of(request: PersonRequest, recovery_id: int, key: str, *, standing: bool = True) -> RecoveryStep:
    """A step of the person's own; for changes only of a recovery that is not put away."""
    recoveries = queries.kept(request.user)
    if standing:
        recoveries = recoveries.exclude(state=Recovery.State.ARCHIVED)
    return get_object_or_404(queries.steps_in(recoveries), recovery=recovery_id, key=key)


def context_of(request: PersonRequest, sheet: Sheet) -> dict[str, Any]:
    step = sheet.step
    sheet.turn_to_errors()
    is_archived = step.recovery.state == Recovery.State.ARCHIVED
    return {
        "step": step,
        "recovery": step.recovery,
        "sheet": sheet,
        "snapshot": sheet.snapshot,
        "leaf": sheet.leaf,
        "place": sheet.place,
        "kept_cards": SimpleLazyObject(lambda: queries.cards_kept_in(step.recovery)),
        "application": sheet.application,
        "grade": Grade(sheet.snapshot["grade"]).label,
        "articles": advice.articles(sheet.snapshot["articles"], request.user.curated_languages),
        "cards": bank.fitting_for(request.user, sheet.application) if step.key == queries.VALUES else [],
        "patterns": SimpleLazyObject(lambda: queries.patterns(request.user, sheet.requests)),
        "is_archived": is_archived,
        "is_fixed": is_archived or step.is_settled,
        "today": sheet.today,
    }


@require_safe
def detail(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Looking at a step changes nothing: its words are frozen by opening it, or by the first answer."""
    step = step_of(request, recovery_id, key, standing=False)
    try:
        operations.look_at(step)
    except operations.StepWithdrawn:
        return say_it_is_withdrawn(request, step)
    sheet = operations.sheet_of(step, now=timezone.now(), at=request.GET.get("at", ""))
    return render(request, PAGE, context_of(request, sheet))


def say_it_is_withdrawn(request: PersonRequest, step: RecoveryStep) -> HttpResponse:
    messages.info(request, _("This step is no longer offered. The rest goes on without it."))
    return go(request, step.recovery)


def opened(request: PersonRequest, recovery_id: int, key: str, *, now: datetime) -> RecoveryStep:
    """The step that something was posted to. One that was withdrawn meanwhile is not there."""
    try:
        return operations.open_step(step_of(request, recovery_id, key), now=now)
    except operations.StepWithdrawn:
        raise Http404 from None


@require_POST
def open_(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    step = step_of(request, recovery_id, key)
    try:
        operations.open_step(step, now=timezone.now())
    except operations.StepWithdrawn:
        return say_it_is_withdrawn(request, step)
    return redirect(step)


@require_POST
def save(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Saves as one goes: one prompt at a time for htmx (`only`), the whole form for a browser without it. With `to` one
    turns to another leaf, or leaves."""
    now = timezone.now()
    step = opened(request, recovery_id, key, now=now)
    if request.wants_fragment and (only := request.POST.get("only")):
        return save_one(request, step, only, now=now)
    sheet = operations.save_answers(step, request.POST, now=now, keys=request.POST.getlist("several") or None)
    if sheet.has_errors:
        return refuse(request, PAGE, FORM, context_of(request, sheet))
    if "support" in request.POST:
        operations.ask_for_support(request.user, now=now)
    if sheet.opens_signpost or "support" in request.POST:
        return go(request, "recovery:checkin-support")
    return turn(request, sheet, to=request.POST.get("to", ""))


def save_one(request: PersonRequest, step: RecoveryStep, only: str, *, now: datetime) -> HttpResponse:
    """A calm word beside the prompt; the whole form where an answer changes what is asked."""
    before = operations.sheet_of(step, now=now, at=request.POST.get("at", ""))
    sheet = operations.save_answers(step, request.POST, now=now, keys=[only])
    control, is_same_shape = sheet.get(only), sheet.shape == before.shape
    if control and is_same_shape:
        is_held = only == "hold_reply" and queries.is_reply_held(step.recovery)
        opened = signpost(request.user, now=now) if sheet.opens_signpost else {}
        context = opened | {"control": control, "is_held": is_held}
        return render(request, SAVED, context, status=422 if control.errors else 200)
    # The form is about to be replaced: what stands in its other fields must not fall out with them.
    others = [key for key in before.brought_by(request.POST) if key != only]
    sheet = operations.save_answers(step, request.POST, now=now, keys=others, was=before)
    response = render(request, FORM, context_of(request, sheet), status=422 if sheet.has_errors else 200)
    return reswap(retarget(response, "#step-form"), "outerHTML")


def turn(request: PersonRequest, sheet: Sheet, *, to: str) -> HttpResponse:
    """To the leaf that was asked for, or away from the step with all that was written saved."""
    if to == AWAY:
        messages.success(request, _("Saved. It waits for you as you left it."))
        return go(request, sheet.step.recovery)
    if to:
        sheet.turn(to)
    if request.wants_fragment:
        return push_url(render(request, FORM, context_of(request, sheet)), sheet.address)
    if not to:
        messages.success(request, _("Saved."))
    return redirect(sheet.address)


@require_POST
def sent(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Saves the form and notes that its letter was sent."""
    now = timezone.now()
    step = opened(request, recovery_id, key, now=now)
    sheet = operations.save_answers(step, request.POST, now=now)
    control = sheet.get(request.POST.get("sent", ""))
    if control is None or sheet.has_errors:
        return refuse(request, PAGE, FORM, context_of(request, sheet))
    text = _("Noted as sent today.")
    if operations.mark_sent(sheet, control, now=now) and sheet.application:
        say_undoable(request, text, to=reverse("recovery:feedback-asked", args=[sheet.application.pk]), undo="1")
    else:
        messages.success(request, text)
    step.refresh_from_db()
    return go(request, step.recovery if step.is_settled else sheet.address)


@require_POST
def keep_card(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Saves the form and keeps one of its evidence cards as an achievement."""
    now = timezone.now()
    step = opened(request, recovery_id, key, now=now)
    sheet = operations.save_answers(step, request.POST, now=now)
    control = sheet.get(request.POST.get("card", ""))
    if control is None or sheet.has_errors:
        return refuse(request, PAGE, FORM, context_of(request, sheet))
    if operations.keep_card(sheet, control, now=now):
        messages.success(request, _("Kept with your achievements."))
    else:
        messages.info(request, _("There is nothing on this card yet."))
    return go(request, sheet.address)


@require_POST
def keep_person(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Saves the form and makes a contact of somebody who was named in it."""
    now = timezone.now()
    step = opened(request, recovery_id, key, now=now)
    sheet = operations.save_answers(step, request.POST, now=now)
    control = sheet.get(request.POST.get("person", ""))
    if control is None or sheet.has_errors:
        return refuse(request, PAGE, FORM, context_of(request, sheet))
    if contact := operations.keep_person(sheet, control, now=now):
        messages.success(request, _("%(name)s is one of your contacts now.") % {"name": contact})
    else:
        messages.info(request, _("There is no name here yet."))
    return go(request, sheet.address)


@require_POST
def done(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    now = timezone.now()
    step = opened(request, recovery_id, key, now=now)
    sheet = operations.finish_step(step, request.POST, now=now)
    if sheet.has_errors:
        return refuse(request, PAGE, FORM, context_of(request, sheet))
    messages.success(request, _("Done. Nothing else has to happen today."))
    return go(request, "recovery:checkin-support" if sheet.opens_signpost else step.recovery)


@require_POST
def skip(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    step = step_of(request, recovery_id, key)
    text = _("Left out. It will not come back unless you ask for it.")
    if operations.skip_step(step, now=timezone.now()):
        say_undoable(request, text, to=reverse("recovery:step-return", args=[recovery_id, key]), undo="on")
    else:
        messages.success(request, text)
    return redirect(step.recovery)


@require_POST
def return_(request: PersonRequest, recovery_id: int, key: str) -> HttpResponse:
    """Opens a settled step again, or takes back that it was left out just now (`undo`)."""
    step = step_of(request, recovery_id, key)
    if "undo" in request.POST:
        operations.take_back_skip(step, now=timezone.now())
        return redirect(step.recovery)
    operations.come_back(step, now=timezone.now())
    return redirect(step)
