"""The facts of an application, changed; also from two tabs at once."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import localised
from applications import operations, queries
from applications.documents import shelf
from applications.forms import ApplicationForm
from applications.meanwhile import MeanwhileMixin
from applications.models import JobApplication
from applications.views.answers import PersonRequest, go, posted, refuse

PAGE = "applications/applications/edit.html"


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, application_id: int) -> HttpResponse:
    if request.method == "POST":
        return save(request, application_id)
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    return render(request, PAGE, shown(request, application))


def shown(request: PersonRequest, application: JobApplication) -> dict[str, Any]:
    today = request.user.local_day(timezone.now())
    offered = shelf.offered_to(application)
    form = ApplicationForm(posted(request), instance=application, user=request.user, today=today, offered=offered)
    return {"form": form, "application": application, "companies": queries.company_names(request.user)}


@transaction.atomic
def save(request: PersonRequest, application_id: int) -> HttpResponse:
    """The row is held from reading it to saving it, so that what the form compares with cannot change in between."""
    held = request.user.applications.for_lists().select_for_update(of=("self",), no_key=True)
    application = get_object_or_404(held, pk=application_id)
    context = shown(request, application)
    form = context["form"]
    if not form.is_valid():
        application.refresh_from_db()  # the form wrote what was typed on it
        return refuse(request, PAGE, "applications/applications/_form.html", context)
    try:
        operations.edit_application(application, now=timezone.now(), **form.cleaned_data)
    except operations.AlreadyClosed:
        messages.warning(request, _("It was closed in the meantime. Reopen it to change how far it got."))
        return go(request, application)
    messages.success(request, said_of(form))
    return go(request, application)


def said_of(form: MeanwhileMixin) -> str:
    if not form.taken_over:
        return _("Saved.")
    names = localised.listed([field.label for field in form.taken_over])
    return _("Saved. What was changed in another tab meanwhile is kept too: %(names)s.") % {"names": names}
