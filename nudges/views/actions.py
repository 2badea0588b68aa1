"""One thing from a mail, without signing in: asking shows a page with one button, only the button does it."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.middleware import note_visit
from nudges import operations, queries
from nudges.actions import PAUSE, SNOOZES, BadToken, Standing, Verb, read_nudge_token, read_pause_token, standing
from nudges.models import Nudge


class Words(NamedTuple):
    heading: str | Promise
    text: str | Promise
    """What the button will do."""
    done: str | Promise


LATER = _("Later")
WORDS = {
    Verb.SNOOZE_DAY: Words(LATER, _("This note comes again tomorrow."), _("It comes again tomorrow.")),
    Verb.SNOOZE_3_DAYS: Words(LATER, _("This note comes again in three days."), _("It comes again in three days.")),
    Verb.SNOOZE_WEEK: Words(LATER, _("This note comes again in a week."), _("It comes again in a week.")),
    Verb.SNOOZE_UNTIL_BACK: Words(
        LATER, _("This note waits until you open Rebound again."), _("It waits until you come back.")
    ),
    Verb.DROP: Words(_("Not this one"), _("This note will not come again."), _("It will not come again.")),
    Verb.STOP_SUBJECT: Words(
        _("Nothing more about this application"),
        _("No more notes come about this application. Your other notes stay as they are."),
        _("No more notes come about this application."),
    ),
}
OVER = Words(
    _("This note has nothing to say any more"),
    _("What it was about is done, or its time has gone by. There is nothing left to decide, and nothing was changed."),
    "",
)
PAUSE_ALL = Words(
    _("Pause all notes"),
    _("All notes rest for two weeks, those about appointments, too. You can end the pause at any time."),
    _("All notes are paused. When they come again, and how to end the pause, stands on your Nudges page."),
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, token: str) -> HttpResponse:
    try:
        nudge, verb = read_nudge_token(token)
    except BadToken:
        return render(request, "nudges/actions/gone.html", status=404)
    now, words, label = timezone.now(), WORDS[Verb(verb)], Verb(verb).label
    found = standing(nudge, verb, now=now)
    if found == Standing.OVER:
        return render(request, "nudges/actions/done.html", OVER._asdict())
    if found == Standing.OPEN and request.method != "POST":
        return render(request, "nudges/actions/ask.html", words._asdict() | {"label": label, "action": request.path})
    if found == Standing.OPEN:
        do(nudge, verb, now=now)
    return render(request, "nudges/actions/done.html", {"heading": _("Done"), "text": words.done})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest, token: str) -> HttpResponse:
    """All notes of this person, for a while. Pressed twice, or during a pause, it changes nothing."""
    try:
        user = read_pause_token(token)
    except BadToken:
        return render(request, "nudges/actions/gone.html", status=404)
    now, words = timezone.now(), PAUSE_ALL
    is_paused = queries.preference_of(user).is_paused_at(now)
    if not is_paused and request.method != "POST":
        asked = words._asdict() | {"label": _("Pause for two weeks"), "action": request.path}
        return render(request, "nudges/actions/ask.html", asked)
    if not is_paused:
        note_visit(user, now=now)
        operations.pause_all(user, until=now + PAUSE, now=now)
    return render(request, "nudges/actions/done.html", {"heading": _("Done"), "text": words.done})


def do(nudge: Nudge, verb: str, *, now: datetime) -> None:
    note_visit(nudge.user, now=now)
    if verb in SNOOZES:
        span = SNOOZES[verb]
        operations.snooze(nudge, until=now + span if span else None, now=now)
    elif verb == Verb.DROP:
        operations.drop(nudge, now=now)
    else:
        operations.stop_subject(nudge, now=now)
