from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import board, periods
from applications.models import JobApplication
from applications.models.application import QUIET_AFTER
from applications.views.answers import PersonRequest, show
from applications.views.moving import offer_of


@require_safe
def show_board(request: PersonRequest) -> HttpResponse:
    return render(request, "applications/board.html", facts_of(request, timezone.now()))


def facts_of(request: PersonRequest, now: datetime) -> dict[str, Any]:
    period = period_of(request)
    columns = board.board_for(request.user, now=now, period=period)
    closed_count = board.closed_beside(request.user, period).count()
    is_empty = not closed_count and not any(column.count for column in columns)
    context = {
        "periods": periods.periods_of(request.user),
        "period": period,
        "columns": columns,
        "closed_count": closed_count,
        "is_empty": is_empty and not request.user.applications.exists(),
        "quiet_before": now - QUIET_AFTER,
    }
    return context | offer_to_the_moved(request, columns, now)


def period_of(request: PersonRequest) -> str:
    """Which period of the search the address asks for."""
    return periods.known(request.user, request.GET.get("period", ""))


def offer_to_the_moved(request: PersonRequest, columns: list[board.Column], now: datetime) -> dict[str, Any]:
    """Without scripts a move leads to this page: what the new stage needs is offered here."""
    moved = request.GET.get("moved", "")
    cards = [card for column in columns for card in column.applications if str(card.pk) == moved]
    return offer_of(request, cards[0], now) if cards else {}


@require_safe
def show_column(request: PersonRequest, stage: str) -> HttpResponse:
    """The next cards of one stage: added to its column, or a page of their own."""
    if stage not in JobApplication.Stage:
        raise Http404
    now = timezone.now()
    period = period_of(request)
    column = board.column_of(request.user, stage, after=request.GET.get("after", ""), now=now, period=period)
    context = {"column": column, "quiet_before": now - QUIET_AFTER, "period": period}
    return show(request, "applications/board/column.html", "applications/board/_cards.html", context)


@require_safe
def show_closed(request: PersonRequest) -> HttpResponse:
    period = period_of(request)
    context = {"endings": board.endings_of(request.user, period), "period": period}
    return show(request, "applications/board/closed.html", "applications/board/_closed.html", context)
