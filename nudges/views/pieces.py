"""The pieces of pages on which nudges stand and can be changed: the plan, Today, and the panel of an application.

A change answers htmx with the piece on which its button stood, and a browser with the way back to that page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from applications.views.answers import PersonRequest
from nudges import queries, today
from nudges.forms import LaterForm
from nudges.models import Nudge

AT_MOST = 5
IN_FULL = 15


@dataclass(frozen=True)
class Piece:
    template: str
    context: Callable[[User, Nudge | None, datetime], dict[str, Any]]
    address: Callable[[User, Nudge | None], str]


def answer(request: PersonRequest, *, nudge: Nudge | None = None, now: datetime) -> HttpResponse:
    """After a change. `place` names the piece, an unknown one means the plan: no address ever comes from a form."""
    piece = PIECES.get(request.POST.get("place", ""), PIECES["plan"])
    if not request.wants_fragment:
        return redirect(piece.address(request.user, nudge))
    return render(request, piece.template, piece.context(request.user, nudge, now) | {"is_fragment": True})


def of_plan(user: User, nudge: Nudge | None, now: datetime) -> dict[str, Any]:
    preference, plan = queries.preference_of(user), queries.plan_of(user)
    return {
        "plan": plan[:IN_FULL],
        "rest": plan[IN_FULL:],
        "preference": preference,
        "is_paused": preference.is_paused_at(now),
        "snoozes": LaterForm.SNOOZES,
        "pauses": LaterForm.PAUSES,
        "now": now,
    }


def of_today(user: User, nudge: Nudge | None, now: datetime) -> dict[str, Any]:
    notes = today.notes_of(user, now)
    return {
        "due": notes.due[:AT_MOST],
        "has_more_due": len(notes.due) > AT_MOST,
        "quiet": notes.quiet[:AT_MOST],
        "quiet_count": len(notes.quiet),
        "has_more_quiet": len(notes.quiet) > AT_MOST,
        "snoozes": LaterForm.SNOOZES,
        "now": now,
    }


def of_quiet(user: User, nudge: Nudge | None, now: datetime) -> dict[str, Any]:
    """The same piece; the fold in which the button stood stays open."""
    return of_today(user, nudge, now) | {"is_quiet_open": True}


def of_application(user: User, nudge: Nudge | None, now: datetime) -> dict[str, Any]:
    return about_application(user, nudge.application if nudge else None, now)


def about_application(user: User, application: int | None, now: datetime) -> dict[str, Any]:
    planned = user.nudges.filter(state=Nudge.State.PLANNED, application=application) if application else []
    return {"planned": list(planned), "application_pk": application, "now": now}


def address_of_application(user: User, nudge: Nudge | None) -> str:
    application = user.applications.filter(pk=nudge.application).first() if nudge and nudge.application else None
    return application.get_absolute_url() if application else reverse("nudges:plan-show")


PIECES = {
    "plan": Piece("nudges/plan/_plan.html", of_plan, lambda user, nudge: reverse("nudges:plan-show")),
    "settings": Piece("nudges/plan/_plan.html", of_plan, lambda user, nudge: reverse("nudges:settings-edit")),
    "today": Piece("nudges/today/_due.html", of_today, lambda user, nudge: reverse("nudges:today-show")),
    "quiet": Piece("nudges/today/_due.html", of_quiet, lambda user, nudge: reverse("nudges:today-show")),
    "application": Piece("nudges/panels/_application.html", of_application, address_of_application),
}
