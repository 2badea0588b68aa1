from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications import operations, queries
from applications.forms import CorrectionForm, EventForm
from applications.views.answers import PersonRequest, go, posted, refuse


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    now = timezone.now()
    form = EventForm(posted(request), application=application, today=request.user.local_day(now))
    context = {"form": form, "application": application}
    if request.method != "POST":
        return render(request, "applications/events/new.html", context)
    if not form.is_valid():
        return refuse(request, "applications/events/new.html", "applications/events/_form.html", context)
    operations.add_event(application, now=now, **form.cleaned_data)
    messages.success(request, _("Added to the history."))
    return go(request, application)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(queries.events_of(request.user), pk=event_id)
    now = timezone.now()
    form = CorrectionForm(posted(request), instance=event, today=request.user.local_day(now))
    earlier = queries.earlier_wordings(event)
    context = {"form": form, "event": event, "application": event.application, "earlier": earlier}
    if request.method != "POST":
        return render(request, "applications/events/correct.html", context)
    if not form.is_valid():
        return refuse(request, "applications/events/correct.html", "applications/events/_form.html", context)
    try:
        operations.correct_event(event, now=now, **form.cleaned_data)
    except operations.AlreadyCorrected:
        messages.warning(request, _("This was corrected in the meantime. Please look at it again."))
    else:
        messages.success(request, _("Corrected."))
    return go(request, event.application)
