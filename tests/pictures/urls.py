"""The addresses of the app, and those that show what no address shows by itself: error pages, mails as they arrive."""

from allauth.core import ratelimit
from csp.decorators import csp_exempt
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.defaults import bad_request, page_not_found, permission_denied, server_error

from accounts import mail_folder
from config.urls import urlpatterns as pages_of_the_app

A_LETTER = "Dear Ms Okafor,\n\nthank you for the time you took on Tuesday. I have thought about your question since."
ERRORS = {
    "400": lambda request: bad_request(request, SuspiciousOperation()),
    "403": lambda request: permission_denied(request, PermissionDenied()),
    "403_csrf": lambda request: HttpResponse(render_to_string("403_csrf.html", {"typed": [A_LETTER]}), status=403),
    "404": lambda request: page_not_found(request, Http404()),
    "405": lambda request: HttpResponse(render_to_string("405.html"), status=405),
    "413": lambda request: HttpResponse(render_to_string("413.html"), status=413),
    "429": ratelimit.respond_429,
    "500": server_error,
    "503": lambda request: HttpResponse(render_to_string("503.html"), status=503),
}


@login_not_required
def error(request: HttpRequest, kind: str) -> HttpResponse:
    return ERRORS[kind](request)


@login_not_required
@csp_exempt()
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """A mail as mail programs show it: its own styles hold."""
    found = mail_folder.read(name)
    if found is None:
        raise Http404
    return HttpResponse(found.body("html"))


urlpatterns = [
    path("pictures/error/<str:kind>/", error, name="picture-of-error"),
    path("pictures/mail/<str:name>/", mail, name="picture-of-mail"),
    *pages_of_the_app,
]
