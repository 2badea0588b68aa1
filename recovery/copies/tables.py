"""Recoveries and what they leave behind, as they stand in a person's own copy (`accounts.copies`)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import localised
from accounts.copies.parts import Part
from accounts.copies.tables import Table
from accounts.models import User
from recovery.copies import checking
from recovery.models import (
    Achievement,
    Answer,
    CheckInConsent,
    Experiment,
    FeedbackRequest,
    Lesson,
    Recovery,
    RecoveryApplication,
    RecoveryStep,
    TakeAlong,
)


def recoveries_of(user: User) -> QuerySet[Any]:
    return user.recoveries.prefetch_related("entries__application__company", "steps__answers__step")


def name_of_application(row: Any) -> dict[str, Any]:
    return {"application_name": str(row.application) if row.application else None}


def question_of(answer: Answer) -> dict[str, Any]:
    """The words of the question it answers."""
    step = answer.step
    labels = {prompt["key"]: prompt["label"] for prompt in step.snapshot.get("prompts", [])}
    return {"question": localised.with_times(labels.get(answer.prompt_key, ""), step.language)}


def said_besides(user: User) -> dict[str, Any]:
    """Moods and the yes to them: that is given to one installation, and what was noted goes with it."""
    return {
        "check_in_consents": [consent_of(consent) for consent in user.checkin_consents.all()],
        "check_ins": [{"made_at": entry.made_at.isoformat(), "mood": entry.mood} for entry in user.checkins.all()],
    }


def consent_of(consent: CheckInConsent) -> dict[str, Any]:
    return {
        "words": consent.words,
        "given_at": consent.given_at.isoformat(),
        "withdrawn_at": consent.withdrawn_at and consent.withdrawn_at.isoformat(),
        "keep_days": consent.keep_days,
        "signposted": consent.signposted,
        "rest_begun": consent.rest_begun or "",
    }


NAMED = frozenset({"application_name"})
ENTRIES = Table(
    RecoveryApplication,
    "applications",
    _("Noes in recoveries"),
    is_counted=False,
    tie="recovery",
    also=name_of_application,
    also_named=NAMED,
)
ANSWERS = Table(
    Answer,
    "answers",
    _("Answers"),
    tie="step",
    also=question_of,
    also_named=frozenset({"question"}),
    check=checking.check_answer,
    ready=checking.point_answer,
)
STEPS = Table(
    RecoveryStep,
    "steps",
    _("Steps of recoveries"),
    is_counted=False,
    tie="recovery",
    parts=(ANSWERS,),
    check=checking.check_step,
)
RECOVERIES = Table(
    Recovery,
    "recoveries",
    _("Recoveries"),
    parts=(ENTRIES, STEPS),
    rows=recoveries_of,
    check=checking.check_recovery,
)
REQUESTS = Table(
    FeedbackRequest,
    "feedback_requests",
    _("Questions to employers"),
    tie="",
    rows=lambda user: FeedbackRequest.objects.filter(application__user=user).select_related("application__company"),
    also=name_of_application,
    also_named=NAMED,
    check=checking.check_request,
)
LESSONS = Table(
    Lesson,
    "lessons",
    _("Lessons"),
    rows=lambda user: user.lessons.select_related("application__company"),
    also=name_of_application,
    also_named=NAMED,
)
ACHIEVEMENTS = Table(
    Achievement,
    "achievements",
    _("Achievements"),
    rows=lambda user: user.achievements.select_related("application__company"),
    also=name_of_application,
    also_named=NAMED,
    check=checking.check_achievement,
)
EXPERIMENTS = Table(Experiment, "experiments", _("Experiments"), rows=lambda user: user.experiments.all())
TAKE_ALONGS = Table(
    TakeAlong,
    "take_along",
    _("What you take along"),
    named=frozenset({"period"}),
    rows=lambda user: user.take_alongs.select_related("period"),
)

PART = Part(
    "recovery",
    (RECOVERIES, REQUESTS, LESSONS, ACHIEVEMENTS, EXPERIMENTS, TAKE_ALONGS),
    also=said_besides,
    finish=checking.point_histories,
)
