"""Leaving lists from a mail, by the mail program's own button (RFC 8058) or by ours: no login, no cookie, no expiry."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from nudges import operations
from nudges.actions import BadToken, read_unsubscribe_token
from nudges.models import NudgeList


# The token is the proof. The body is never read, so either form encoding, and any other, will do.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    try:
        user, lists = read_unsubscribe_token(token)
    except BadToken:
        return render(request, "nudges/actions/gone.html", status=404)
    context = {"lists": [NudgeList(value).label for value in lists]}
    if request.method != "POST":
        return render(request, "nudges/unsubscribe/ask.html", context)
    operations.unsubscribe(user, lists, now=timezone.now())
    return render(request, "nudges/unsubscribe/done.html", context)
