"""What a browser shows when the app cannot be reached: a page of its own, kept by a small service worker."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.templatetags.assets import asset

LOOKS = ["css/rebound.css", "css/dark.css", "css/contrast.css", "js/plain.js", "img/favicon.svg", "img/favicon.ico"]


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The same page for everyone, in the language that is asked for; with a connection nobody comes here."""
    language = request.GET.get("language", "")
    with translation.override(language if language in dict(settings.LANGUAGES) else translation.get_language()):
        return HttpResponse(render_to_string("accounts/offline/show.html"))


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It changes when the page or its looks do, and only then do browsers take the new one."""
    files = [asset(path) for path in LOOKS]
    page = f"{reverse('accounts:offline-show')}?{urlencode({'language': translation.get_language()})}"
    version = hashlib.sha256("\n".join([render_to_string("accounts/offline/show.html"), *files]).encode())
    context = {"files": files, "page": page, "version": version.hexdigest()[:12]}
    name = "worker" if settings.OFFLINE_PAGE else "worker_gone"
    response = render(request, f"accounts/offline/{name}.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
