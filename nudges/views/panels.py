"""What nudges show on pages of lower floors; hung in by `nudges.apps`."""

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest
from nudges import queries
from nudges.models import NudgePreference
from nudges.views.pieces import about_application


def planned_for_application(request: PersonRequest, *, application: JobApplication, **context: object) -> str:
    """What is planned about this application, with a way to stop it. Empty when nothing is."""
    piece = about_application(request.user, application.pk, timezone.now())
    return render_to_string("nudges/panels/_application.html", piece, request) if piece["planned"] else ""


def ask_again(request: PersonRequest, *, application: JobApplication, outcome: Outcome, **context: object) -> str:
    """The question put off on the welcome page, asked once more at the first no from screening on."""
    if not is_first_no(request.user, outcome) or not is_to_be_asked(queries.preference_of(request.user)):
        return ""
    return render_to_string("nudges/panels/_first_no.html", {"application": application}, request)


def is_to_be_asked(preference: NudgePreference) -> bool:
    return preference.is_undecided and preference.asked_again_at is None


def is_first_no(user: User, outcome: Outcome) -> bool:
    """An employer's no from screening on, and none like it was recorded before."""
    late_stages = [stage for stage in JobApplication.Stage if stage.position >= JobApplication.Stage.SCREENING.position]
    if outcome.kind != Outcome.Kind.REJECTED or outcome.last_stage not in late_stages or outcome.is_bulk:
        return False
    noes = user.applications.filter(
        outcome__kind=Outcome.Kind.REJECTED, outcome__last_stage__in=late_stages, outcome__is_bulk=False
    )
    return not noes.filter(outcome__recorded_at__lt=outcome.recorded_at).exists()
