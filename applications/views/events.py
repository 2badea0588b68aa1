from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.templatetags.components import Tab
from accounts.undo import say_undoable
from applications import history, operations, queries
from applications.forms import CorrectionForm, EventForm
from applications.models import JobApplication
from applications.sending import mark_of
from applications.views.answers import PersonRequest, go, posted, refuse


@require_safe
def list_(request: PersonRequest, application_id: int) -> HttpResponse:
    """The whole history, or one sort of things in it."""
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    part = request.GET.get("part", "")
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    context = {
        "application": application,
        "page": history.page_of(application, part=part, **places),
        "tabs": tabs(request, part),
        "part": part if part in history.PARTS else "",
    }
    return render(request, "applications/events/list.html", context)


def tabs(request: PersonRequest, part: str) -> list[Tab]:
    everything = Tab(request.path, pgettext("of a history", "Everything"), part not in history.PARTS)
    parts = [Tab(f"{request.path}?part={key}", words.label, key == part) for key, words in history.PARTS.items()]
    return [everything, *parts]


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

    def add() -> str:
        operations.add_event(application, now=now, **form.cleaned_data)
        return application.get_absolute_url()

    to = operations.do_once(request.user, mark_of(request.POST), add, now=now)
    messages.success(request, _("Added to the history."))
    return go(request, to)


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


@require_POST
def delete(request: PersonRequest, event_id: int) -> HttpResponse:
    """Deletes a note of one's own; what happened otherwise can only be corrected."""
    event = get_object_or_404(queries.events_of(request.user), pk=event_id)
    try:
        operations.remove_note(event, now=timezone.now())
    except operations.NotANote:
        messages.warning(request, _("That belongs to the history. Its day and words can be corrected."))
    else:
        undo = reverse("applications:event-restore", args=[event.pk])
        say_undoable(request, _("The note is deleted."), to=undo)
    return back_to(request, event.application)


@require_POST
def restore(request: PersonRequest, event_id: int) -> HttpResponse:
    event = get_object_or_404(queries.notes_of(request.user), pk=event_id)
    operations.restore_note(event, now=timezone.now())
    messages.success(request, _("The note is back."))
    return back_to(request, event.application)


def back_to(request: PersonRequest, application: JobApplication) -> HttpResponse:
    """To the place at which the history was read."""
    return go(request, f"{application.get_absolute_url()}#timeline")
