"""The page of figures about one's own search."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.templatetags.components import Tab
from applications.figures import counting, days, ways, weeks
from applications.figures.links import Narrowing
from applications.figures.rungs import rungs_of, still_open
from applications.spans import Span, spans_of
from applications.views.answers import PersonRequest


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    """Over everything, or the part that the address says (`period`)."""
    user, now, wanted = request.user, timezone.now(), request.GET.get("period", "")
    spans = list(spans_of(user, today=user.local_day(now)))
    span = next((one for one in spans if one.key == wanted), spans[0])
    context = facts_of(span, now) | {"span": span, "everything_url": request.path}
    if context["all"].sent or not span.is_all:
        urls = [f"{request.path}?period={one.key}" if one.key else request.path for one in spans]
        context["tabs"] = [Tab(url, str(one.label), one == span) for url, one in zip(urls, spans, strict=True)]
    return render(request, "applications/figures/show.html", context)


def facts_of(span: Span, now: datetime) -> dict[str, Any]:
    today = span.user.local_day(now)
    found = counting.counted(span, today=today)
    if not found.all.sent:
        return {"all": found.all}
    narrowing = Narrowing(span, found.all.undated)
    return {
        "all": found.all,
        "enough": counting.ENOUGH,
        "long": counting.LONG,
        "rungs": rungs_of(found.all, narrowing),
        "still": still_open(span, narrowing, now=now),
        "waits": days.waits_in(span, long_ago=found.all.long_ago, today=today),
        "ways": ways.ways_in(span, found, narrowing),
        "weeks": weeks.weeks_in(span, now=now),
    }
