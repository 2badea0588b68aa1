"""What is answered when nothing else can be: named in `config.urls` and the settings, written in templates/."""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

Respond = Callable[[HttpRequest], HttpResponse]
A_MOMENT = 60  # seconds
WORTH_KEEPING = 20  # characters: what is shorter is quickly typed again
SIGNED_OUT = "signed out"
NEVER_SHOWN = {"csrfmiddlewaretoken", "next", "form_token", "form_key", "seen", "credential"}


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    context = {"typed": typed_into(request), "is_signed_out": reason == SIGNED_OUT}
    return HttpResponse(render_to_string("403_csrf.html", context), status=403)


@never_cache
def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500`: a database that does not answer is a pause, anything else a fault of ours."""
    context = {"typed": typed_into(request)}
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("500.html", context), status=500)
    return HttpResponse(render_to_string("503.html", context), status=503, headers={"Retry-After": str(A_MOMENT)})


def typed_into(request: HttpRequest) -> list[str]:
    """The longer texts of the form that failed, so that nobody has to write them again.

    Only of a form of ours: a foreign page could otherwise send words that would seem to be ours.
    """
    try:
        ours = {request.build_absolute_uri("/")[:-1], *settings.CSRF_TRUSTED_ORIGINS}
        fields = request.POST.lists() if request.headers.get("Origin") in ours else []
    except Exception:  # whatever is wrong with the request is what led here
        return []
    shown = (values for name, values in fields if name not in NEVER_SHOWN and "password" not in name)
    return [value for values in shown for value in values if len(value) >= WORTH_KEEPING]


@never_cache
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler400`. More text than a form may hold is not read, so that it cannot be given back here."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html", {"is_text": True}), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


@never_cache
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """`handler404`. What a form was about may have been deleted in another tab: what was typed is given back."""
    typed = typed_into(request) if request.method == "POST" else []
    return HttpResponse(render_to_string("404.html", {"typed": typed}), status=404)


class TooLargeMiddleware:
    """Turns away at the door what is far too large for any form of ours, before a byte of it is read."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.LARGEST_REQUESTS.get(request.path_info, settings.LARGEST_REQUEST)
        if length.isdecimal() and len(length) < 20 and int(length) <= most:
            return self.get_response(request)
        return HttpResponse(render_to_string("413.html"), status=413, headers={"Connection": "close"})


class WrongMethodMiddleware:
    """A page instead of nothing for who opens an address that only takes forms, as after signing in on the way."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:
            response.content = render_to_string("405.html").encode()
        return response
