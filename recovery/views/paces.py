"""Verbs on a whole recovery, one address each."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import localised
from applications.views.answers import PersonRequest, refuse
from recovery import operations
from recovery.forms import NoteForm, PauseForm
from recovery.models import Recovery, RecoveryApplication
from recovery.operations.steps import HOLD_UNTIL
from recovery.views.recoveries import JOINED, arrival, joined


def standing(request: PersonRequest, recovery_id: int) -> Recovery:
    """One of the person's recoveries that is not put away: nothing is changed about those."""
    return get_object_or_404(request.user.recoveries.exclude(state=Recovery.State.ARCHIVED), pk=recovery_id)


def entry_of(request: PersonRequest, recovery: Recovery, application_id: int) -> RecoveryApplication | None:
    """Where the recovery deals with this application of the person's; None once it no longer does."""
    application = get_object_or_404(request.user.applications.all(), pk=application_id)
    return recovery.entries.live().filter(application=application).first()


@require_POST
def start(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    return redirect(operations.start_now(recovery, now=timezone.now()) or recovery)


@require_POST
def tomorrow(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.start_tomorrow(recovery, now=timezone.now())
    messages.success(request, _("All right: tomorrow. Nothing here waits for you tonight."))
    return redirect(recovery)


@require_POST
def decline(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.decline(recovery, now=timezone.now())
    messages.success(request, _("All right, not for this one. If you change your mind, it is under Recovery."))
    return redirect("recovery:recovery-list")


@require_POST
def hold_reply(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.hold_reply(recovery, now=timezone.now())
    held = _("Your reply is held until tomorrow at %(time)s.") % {"time": localised.clock(HOLD_UNTIL)}
    messages.success(request, held)
    entry = recovery.entries.live().filter(began_it=True).first()
    return redirect("recovery:recovery-for", entry.application_id) if entry else redirect(recovery)


@require_POST
def pause(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery, now = standing(request, recovery_id), timezone.now()
    form = PauseForm(request.POST)
    if form.is_valid():
        operations.pause(recovery, until=form.until(request.user, now), now=now)
        messages.success(request, _("It rests now."))
    return redirect(recovery)


@require_POST
def keep_resting(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.keep_resting(recovery, now=timezone.now())
    return redirect(recovery)


@require_POST
def resume(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.resume(recovery, now=timezone.now())
    return redirect(recovery)


@require_POST
def close(request: PersonRequest, recovery_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    operations.close(recovery, now=timezone.now())
    messages.success(request, _("Closed. What you wrote is kept, and you can take it up again."))
    return redirect("recovery:recovery-list")


@require_POST
def choose(request: PersonRequest, recovery_id: int, application_id: int) -> HttpResponse:
    recovery = standing(request, recovery_id)
    entry = entry_of(request, recovery, application_id)
    return redirect(operations.choose(recovery, entry.application, now=timezone.now()) if entry else recovery)


@require_POST
@transaction.atomic
def note(request: PersonRequest, recovery_id: int, application_id: int) -> HttpResponse:
    """Held from reading it to saving it, so that what the form compares with cannot change in between."""
    operations.lock(request.user)
    entry = entry_of(request, standing(request, recovery_id), application_id)
    if entry is None:
        return redirect("recovery:recovery-detail", recovery_id)
    now = timezone.now()
    form = NoteForm(request.POST, initial={"note": entry.note})
    if not form.is_valid():
        application = entry.application
        context = arrival(request, application, application.outcome, now=now) | joined(entry, form)
        return refuse(request, JOINED, JOINED, context)
    operations.write_note(entry, note=form.cleaned_data["note"], now=now)
    messages.success(request, _("Noted."))
    return redirect("recovery:recovery-for", application_id)
