"""What needs a look: one page with everything that waits for a curator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from advice import checking, desk, versions
from advice.models import Curated

SOON = timedelta(days=30)
LATE = timedelta(minutes=15)  # new versions are published every five


def curated_models() -> list[Any]:
    return [model for model in apps.get_app_config("advice").get_models() if issubclass(model, Curated)]


def rows(**lookup: Any) -> list[Curated]:
    """Rows in use of every kind that fit, each kind in its own order."""
    return [row for model in curated_models() for row in model.objects.filter(retired_at=None, **lookup)]


@desk.page(
    "advice/overview/",
    name="advice_overview",
    label=_("What needs a look"),
    about=_("What does not fit together, what is due for review, drafts, and what will appear by itself."),
)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    languages = sorted({row.language for row in rows(state=Curated.State.PUBLISHED)}) or [settings.LANGUAGE_CODE]
    due = sorted(rows(review_by__lte=today + SOON), key=lambda row: (row.review_by, str(row)))
    new = list(versions.waiting())
    held = [one for one in new if one.state == Curated.State.PUBLISHED and is_stuck(one, now)]
    due_by_itself = [one for one in new if one.state == Curated.State.PUBLISHED and one not in held]
    scheduled = [*rows(state=Curated.State.PUBLISHED, publish_at__gt=now), *due_by_itself]
    context = {
        "problems": [problem for language in languages for problem in checking.problems(language)],
        "due": [(row, row.review_by <= today) for row in due if row.review_by],
        "scheduled": sorted(scheduled, key=lambda row: row.publish_at or now),
        "unfinished": rows(state__in=[Curated.State.DRAFT, Curated.State.REVIEW]),
        "versions": [one for one in new if one.state != Curated.State.PUBLISHED],
        "held": held,
        "unreviewed": [row for row in unreviewed() if row.is_shown(now)],
    }
    return render(request, "admin/advice/overview.html", desk.context(request, _("What needs a look"), **context))


def is_stuck(version: Any, now: datetime) -> bool:
    """It will not appear by itself, or should have by now."""
    return versions.is_held(version) or version.publish_at < now - LATE


def unreviewed() -> list[Curated]:
    """Health and legal texts that no professional has looked at."""
    found = []
    for model in curated_models():
        flags = [name for name in ("is_health", "is_legal") if any(field.name == name for field in model._meta.fields)]
        if flags:
            is_matter = Q(*[(flag, True) for flag in flags], _connector=Q.OR)
            found += list(model.objects.filter(is_matter, reviewed_on=None, retired_at=None))
    return found
