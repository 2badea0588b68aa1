"""What nudges show on pages of lower floors; hung in by `nudges.apps`."""

from django.template.loader import render_to_string
from django.utils import timezone

from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest
from nudges import queries
from nudges.views.pieces import about_application


def planned_for_application(request: PersonRequest, *, application: JobApplication, **context: object) -> str:
    """What is planned about this application, with a way to stop it. Empty when nothing is."""
    piece = about_application(request.user, application.pk, timezone.now())
    return render_to_string("nudges/panels/_application.html", piece, request) if piece["planned"] else ""


def ask_again(request: PersonRequest, *, application: JobApplication, outcome: Outcome, **context: object) -> str:
    """The question put off on the welcome page, asked once more at the first no from screening on."""
    if not queries.is_late_no(outcome) or not queries.is_to_be_asked(request.user, outcome):
        return ""
    return render_to_string("nudges/panels/_first_no.html", {"application": application}, request)
