from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import localised
from applications import operations as applications
from applications.views.answers import PersonRequest
from recovery import silence
from recovery.forms import SilenceForm


@require_POST
def until(request: PersonRequest, application_id: int) -> HttpResponse:
    """The person's own day for closing a silence."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    now = timezone.now()
    found = silence.silence_of(application, now=now)
    if found is None or found.asked_on is None:
        return redirect(application)
    form = SilenceForm(request.POST, today=request.user.local_day(now))
    if not form.is_valid():
        return render(request, "recovery/silences/until.html", {"form": form, "application": application}, status=422)
    day = form.cleaned_data["close_on"]
    applications.edit_application(application, now=now, follow_up_on=day)
    messages.success(request, _("Kept: %(day)s.") % {"day": localised.day_of_month(day)})
    return redirect(application)
