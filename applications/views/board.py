from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from applications import queries
from applications.models import JobApplication
from applications.views.answers import PersonRequest, show


@require_safe
def show_board(request: PersonRequest) -> HttpResponse:
    return show(request, "applications/board.html", "applications/_board.html", facts_of(request, timezone.now()))


def facts_of(request: PersonRequest, now: datetime) -> dict[str, Any]:
    return {
        "columns": queries.board_for(request.user, now=now),
        "closed_count": request.user.applications.closed().count(),
        "stages": [(stage.value, str(stage.label)) for stage in JobApplication.Stage],  # said once, not on every card
    }
