from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from applications import history, operations, panels, people, queries
from applications.documents import shelf
from applications.forms import ChooseForm, MoveForm
from applications.models import JobApplication
from applications.views import many
from applications.views.answers import PersonRequest, go

FRESH = timedelta(minutes=10)


@require_safe
def detail(request: PersonRequest, application_id: int) -> HttpResponse:
    application = request.user.applications.for_lists().filter(pk=application_id).first()
    if application is None:
        return show_trashed(request, application_id)
    return render(request, "applications/applications/detail.html", facts_of(request, application, timezone.now()))


def show_trashed(request: PersonRequest, application_id: int) -> HttpResponse:
    """A link to one that its owner has deleted leads to the way back. For everybody else there is nothing."""
    application = get_object_or_404(queries.trash_of(request.user), pk=application_id)
    return render(request, "applications/applications/trashed.html", {"application": application}, status=404)


def facts_of(request: PersonRequest, application: JobApplication, now: datetime) -> dict[str, Any]:
    """What the page of an application shows."""
    interviews = queries.interviews_on(application)
    events, has_more = history.latest(application)
    offered = shelf.offered_to(application)
    standing = [interview for interview in interviews if not interview.is_cancelled]
    context = {
        "application": application,
        "now": now,
        "interviews": interviews,
        "next_interview": next((interview for interview in standing if interview.starts_at >= now), None),
        "contacts": application.contacts.all(),
        "letters": people.letters_about(application),
        "write_query": f"application={application.pk}",
        "events": events,
        "has_more_events": has_more,
        "today": request.user.local_day(now),
        "documents": [version for version in offered if version.is_sent],  # type: ignore[attr-defined]
        "choose_form": ChooseForm(application=application, offered=offered) if offered else None,
        "tags": application.tags.all(),
    }
    known = {"application": application, "interviews": standing}
    context["panels"] = panels.render_slot(request, "application-detail", **known)
    context["plan_panels"] = panels.render_slot(request, "application-plan", **known)
    if application.is_open:
        context["move_form"] = MoveForm(initial={"stage": application.stage})
    else:
        context["is_fresh"] = now - application.outcome.recorded_at < FRESH
        context["outcome_panels"] = panels.render_slot(
            request, "outcome-recorded", application=application, outcome=application.outcome
        )
    return context


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: PersonRequest, application_id: int) -> HttpResponse:
    application = get_object_or_404(request.user.applications.for_lists(), pk=application_id)
    if request.method == "POST":
        act = operations.trash_many(request.user, [application.pk], now=timezone.now())
        many.say(request, act, _("“%(name)s” is in the trash.") % {"name": application})
        return go(request, "applications:application-list")
    context = {
        "heading": _("Delete this application?"),
        "text": _("“%(name)s” goes into the trash. For 30 days it can be restored, with all that belongs to it.")
        % {"name": application},
        "action": reverse("applications:application-delete", args=[application.pk]),
        "label": _("Delete"),
        "cancel_url": application.get_absolute_url(),
    }
    return render(request, "components/_confirm.html", context)
