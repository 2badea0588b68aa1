"""The start page: the landing page for those who are not signed in, Today for those who are."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from nudges import today
from nudges.views.pieces import AT_MOST, of_today
from recovery import queries as recovery_queries


@login_not_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "landing.html")
    return render(request, "nudges/today/show.html", page_of(request.user, timezone.now()))


def page_of(user: User, now: datetime) -> dict[str, Any]:
    """Everything on the page, five rows at most of a kind; the templates say where the rest is."""
    interviews = today.interviews_soon(user, now)
    steps = recovery_queries.steps_to_look_at(user, today=user.local_day(now), now=now)
    page = of_today(user, None, now) | {
        "interviews": interviews[:AT_MOST],
        "has_more_interviews": len(interviews) > AT_MOST,
        "step": steps[0] if steps else None,
        "week": today.week_of(user, now),
    }
    if not any(page[name] for name in ("interviews", "due", "quiet", "step")):
        page["situation"] = today.situation_of(user, now)
    return page
