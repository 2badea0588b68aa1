from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers

from config.errors import SIGNED_OUT, csrf_failure, typed_into

Respond = Callable[[HttpRequest], HttpResponse]
READING = {"GET", "HEAD", "OPTIONS"}


class CompressMiddleware(GZipMiddleware):
    """Compresses pages, but none with somebody else's words between ours.

    Who can put words into a compressed page, by a link or a script elsewhere, and see how long the answers are, can
    guess what else stands in it (BREACH). Our pages take words only from the query and from forms; a form of another
    site is refused, and a query is believed when the browser says that it began here (docs/adr/0007).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_download(response):
            return response  # files are compressed in themselves
        if request.GET and request.headers.get("Sec-Fetch-Site") not in {"same-origin", "none"}:
            return response
        return super().process_response(request, response)


def is_download(response: HttpResponseBase) -> bool:
    return response.streaming and response.get("Content-Disposition", "").startswith("attachment")


class SteadyCookieMiddleware:
    """Sends the CSRF cookie when it is new and after a change, instead of with every form that is shown.

    Browsers keep a page for Back, with what was typed into it, until a cookie changes (docs/adr/0007). So reading lets
    pages be kept, and any change lets go of those that may now be out of date.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = settings.CSRF_COOKIE_NAME
        sent = response.cookies.get(name)
        if sent and request.method in READING and sent.value == request.COOKIES.get(name):
            del response.cookies[name]
        return response

    def process_view(self, request: HttpRequest, *_: object) -> None:
        if request.method not in READING and "CSRF_COOKIE" in request.META:
            get_token(request)


class SignedInMiddleware(LoginRequiredMiddleware):
    """Asks to sign in. Where a form was sent after the sign-in had run out, what was typed is given back first."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        is_form = request.method == "POST" and "HX-Request" not in request.headers
        if is_form and typed_into(request):
            return csrf_failure(request, reason=SIGNED_OUT)
        return super().handle_no_permission(request, view_func)


class FragmentMiddleware:
    """Sets `request.wants_fragment`: htmx asks for a piece of a page, not for a boosted or restored whole one."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        htmx = request.htmx  # type: ignore[attr-defined]
        request.wants_fragment = bool(htmx) and not htmx.boosted and not htmx.history_restore_request  # type: ignore[attr-defined]
        response = self.get_response(request)
        # One address answers in two ways; without this a cache or the back button could show the bare fragment.
        patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
        return response


class PrivatePagesMiddleware:
    """Keeps signed-in pages out of every cache, and empties the browser's when the person signs out."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if was_signed_in or request.user.is_authenticated:
            add_never_cache_headers(response)
            patch_cache_control(response, private=True, no_store=True)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
