from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from accounts import devices
from accounts.models import User
from accounts.signals import person_seen

Respond = Callable[[HttpRequest], HttpResponse]
VISIT_EVERY = timedelta(minutes=10)


class DeviceMiddleware:
    """Keeps what is known of the device of each sign-in: from the answer that begins it to the one that ends it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in, key = request.user.is_authenticated, request.session.session_key
        response = self.get_response(request)
        if request.user.is_authenticated:
            note_device(request, now=timezone.now())  # after the answer: it may be to somebody who has just signed in
        elif was_signed_in and key:
            devices.forget(key)
        return response


class FormErrorMiddleware:
    """Answers a form that comes back with something to mend with 422, where the library says 200 as to a good one.

    A browser then does not offer to keep a password that was refused, and what watches the answers sees the refusals.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and isinstance(form, BaseForm) and form.errors:
            response.status_code = 422
        return response


class PersonMiddleware:
    """Answers a signed-in person in their own time zone and language, and notes that they were here."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User) and not person.is_authenticated:
            return self.get_response(request)
        if not is_fetched_ahead(request):
            note_visit(person, now=timezone.now())
        with timezone.override(person.zone), translation.override(person.spoken_language):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", person.spoken_language)
            return response


def note_device(request: HttpRequest, *, now: datetime) -> None:
    """Moves on when the device of this sign-in was last here, as `note_visit` does for the person."""
    key = request.session.session_key
    if isinstance(request.user, User) and key and not is_fetched_ahead(request):
        devices.note(request.user, session_key=key, agent=request.headers.get("User-Agent", ""), now=now)


def is_fetched_ahead(request: HttpRequest) -> bool:
    """By a browser that guesses where its person will go next: nobody has been here yet."""
    said = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    return "prefetch" in said or "preview" in said


def note_visit(person: User, *, now: datetime) -> None:
    """Moves `last_visit_at` on, at most once in ten minutes, without touching anything else of the row; floors above
    hear of it then."""
    latest = now - VISIT_EVERY
    if person.last_visit_at and person.last_visit_at > latest:
        return
    waiting = Q(last_visit_at__isnull=True) | Q(last_visit_at__lte=latest)
    is_noted = User.objects.filter(waiting, pk=person.pk).update(last_visit_at=now)
    person.last_visit_at = now
    if is_noted:
        person_seen.send(User, user=person, now=now)
