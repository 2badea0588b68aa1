"""What nudges show on pages of lower floors; hung in by `nudges.apps`."""

from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from applications.models import JobApplication, Outcome
from applications.views.answers import PersonRequest
from nudges.models import NudgePreference
from nudges.views.pieces import about_application


def planned_for_application(request: PersonRequest, *, application: JobApplication, **context: object) -> str:
    """What is planned about this application, with a way to stop it. Empty when nothing is."""
    piece = about_application(request.user, application.pk, timezone.now())
    return render_to_string("nudges/panels/_application.html", piece, request) if piece["planned"] else ""


def ask_again(request: PersonRequest, *, application: JobApplication, outcome: Outcome, **context: object) -> str:
    """The question put off on the welcome page, asked once more at the first no from screening on."""
    if not is_late_no(outcome) or not is_to_be_asked(request.user, outcome):
        return ""
    return render_to_string("nudges/panels/_first_no.html", {"application": application}, request)


LATE_STAGES = [stage for stage in JobApplication.Stage if stage.position >= JobApplication.Stage.SCREENING.position]
LATE_NO = {"kind": Outcome.Kind.REJECTED, "last_stage__in": LATE_STAGES, "is_bulk": False}


def is_late_no(outcome: Outcome) -> bool:
    """An employer's no from screening on. See also its twin, `LATE_NO`."""
    return outcome.kind == Outcome.Kind.REJECTED and outcome.last_stage in LATE_STAGES and not outcome.is_bulk


def is_to_be_asked(user: User, outcome: Outcome) -> bool:
    """None like it was recorded before, and the person has neither decided nor been asked again. One query."""
    late_noes = user.applications.filter(**{f"outcome__{name}": value for name, value in LATE_NO.items()})
    earlier = late_noes.order_by().filter(outcome__recorded_at__lt=outcome.recorded_at)
    decided = NudgePreference.objects.filter(user=user).exclude(is_undecided=True, asked_again_at=None)
    return not earlier.values("pk").union(decided.values("pk"), all=True)[:1]
