"""What a browser asks for to put the app into a tab or onto the home screen of a phone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.templatetags.assets import asset

PAPER = "#faf7f1"  # --paper in static/css/tokens.css


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    icons = [
        {"src": asset("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": asset("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": asset("img/icon-whole-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    content = {
        "name": "Rebound",
        "short_name": "Rebound",
        "description": _("Your job search in one place, and help when the answer is no."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "share_target": share_target(),
    }
    return JsonResponse(content, content_type="application/manifest+json")


def share_target() -> dict[str, object]:
    """What is shared with the app on a phone opens the form of a new application (applications/views/adding.py)."""
    names = {"title": "title", "text": "text", "url": "url"}
    return {"action": reverse("applications:application-new"), "method": "GET", "params": names}


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For those that ask for it without having read where it is."""
    return redirect(asset("img/favicon.ico"))
