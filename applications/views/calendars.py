"""Interviews for calendars: one as a file, all of them at a private address, and the page where that is made."""

import hashlib

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import limits
from applications import appointments, ics, operations, queries
from applications.forms import CalendarForm
from applications.models import CalendarFeed
from applications.views.answers import PersonRequest, posted

TYPE = "text/calendar; charset=utf-8"
HOUR = 3600
OFTEN = 120  # in an hour: some programs ask every few minutes, on several devices


@require_safe
def download(request: PersonRequest, interview_id: int) -> HttpResponse:
    interview = get_object_or_404(queries.interviews_of(request.user), pk=interview_id)
    made = ics.calendar(request.user, [appointments.entry_of(interview)])
    response = HttpResponse(made, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="interview-{interview.pk}.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest) -> HttpResponse:
    feed = queries.feed_of(request.user)
    form = CalendarForm(posted(request), instance=feed) if feed else None
    if request.method == "POST" and form and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("applications:calendar-edit")
    return render(request, "applications/calendars/edit.html", {"feed": feed, "form": form})


@require_POST
def make(request: PersonRequest) -> HttpResponse:
    is_first = queries.feed_of(request.user) is None
    operations.make_calendar_address(request.user, now=timezone.now())
    messages.success(
        request, _("Your calendar has an address.") if is_first else _("There is a new address; the old one is closed.")
    )
    return redirect("applications:calendar-edit")


@require_POST
def revoke(request: PersonRequest) -> HttpResponse:
    operations.revoke_calendar_address(request.user)
    messages.success(request, _("The address is closed. Calendars that used it get nothing more."))
    return redirect("applications:calendar-edit")


# The address is the proof: a calendar has neither a login nor cookies.
@login_not_required
@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    feed = queries.feed_with(token)
    who = str(feed.pk) if feed else str(get_adapter().get_client_ip(request))
    if not limits.allows("calendar" if feed else "no-calendar", who, amount=OFTEN, seconds=HOUR):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    if feed is None:
        raise Http404
    made = read(feed)
    response = HttpResponse(made, content_type=TYPE)
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="rebound.ics"'
    response["ETag"] = etag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def read(feed: CalendarFeed) -> bytes:
    """The calendar in its owner's language and zone, whoever asks."""
    person, names = feed.user, ["interviews"]
    names += ["deadlines"] if feed.has_deadlines else []
    names += ["nudges"] if feed.has_nudges else []
    with timezone.override(person.zone), translation.override(person.spoken_language):
        entries = appointments.entries_of(person, timezone.now(), names=names)
        return ics.calendar(person, entries, is_busy_only=feed.is_busy_only)
