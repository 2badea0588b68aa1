"""The answer to the question that was put off on the welcome page (see `panels.ask_again`)."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.keys import key_in
from applications.views.answers import PersonRequest
from nudges import operations, queries
from nudges.models import NudgeList


@require_POST
def say_yes(request: PersonRequest) -> HttpResponse:
    lists = {*queries.preference_of(request.user).lists, NudgeList.RECOVERY.value}
    return keep(request, lists, _("Recovery notes may come by e-mail. You can end them at any time."))


@require_POST
def say_no(request: PersonRequest) -> HttpResponse:
    lists = set(queries.preference_of(request.user).lists)
    return keep(request, lists, _("Nothing comes by e-mail. If you change your mind, it is on the Nudges page."))


def keep(request: PersonRequest, lists: set[str], words: str) -> HttpResponse:
    now = timezone.now()
    with transaction.atomic():
        operations.decide_later(request.user, now=now)  # notes that the question was asked again
        operations.set_lists(request.user, sorted(lists), said_on="first_no", now=now, asked=[NudgeList.RECOVERY])
    messages.success(request, words)
    if request.wants_fragment:
        return render(request, "nudges/panels/_first_no_answered.html")
    return redirect(way_back(request))


def way_back(request: PersonRequest) -> str:
    """The page after the no that brought the question, if the application is the person's own."""
    application = request.user.applications.filter(pk=key_in(request.POST.get("application")) or 0).first()
    return reverse("recovery:recovery-for", args=[application.pk]) if application else reverse("nudges:today-show")
