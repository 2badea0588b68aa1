"""The noes in recoveries: where each is dealt with, and what the tests of the content may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from applications.models import JobApplication, Outcome
from recovery.models import FeedbackRequest, Recovery, RecoveryApplication, RecoveryStep
from recovery.queries.learnt import codes_in, requests_of
from recovery.queries.recoveries import in_sight
from recovery.tracks import EARLY, Situation, Track, content_stage, track_for

Kind = Recovery.Kind


def latest_in(page: Recovery, *, limit: int) -> tuple[list[RecoveryApplication], int]:
    """The latest noes on a page of early noes with no more than a line says of them, and how many there are in all.

    Of a page that was put away those that had been on it.
    """
    there = in_sight(page.entries.all())
    counted = there.aggregate(live=Count("pk", filter=Q(is_set_aside=False)), all=Count("pk"))
    shown = there.filter(is_set_aside=False) if counted["live"] else there
    lines = shown.select_related("application__company").order_by("-recorded_at", "-pk")
    lines = lines.only(
        "recovery",
        "no_on",
        "outcome_kind",
        "last_stage",
        "recorded_at",
        "application__role",
        "application__company__name",
    )
    return list(lines[:limit]), counted["live"] or counted["all"]


def live_entry(application: JobApplication) -> RecoveryApplication | None:
    """Where this application's no is dealt with, if anywhere."""
    return application.recovery_entries.live().select_related("recovery").first()


def entry_in_short(application: JobApplication) -> RecoveryApplication | None:
    """The same with no more than its page shows: also whether a question was sent to the employer (`is_asked`)."""
    asked = FeedbackRequest.objects.filter(application=OuterRef("application"), state__in=FeedbackRequest.SENT_STATES)
    entries = application.recovery_entries.live().select_related("recovery").annotate(is_asked=Exists(asked))
    return entries.only("application", "began_it", "recovery__kind", "recovery__state").first()


def with_live_entry(applications: Iterable[JobApplication]) -> list[JobApplication]:
    """Those of them whose no is dealt with somewhere."""
    live = RecoveryApplication.objects.live().filter(application__in=list(applications))
    return [entry.application for entry in live.select_related("application")]


def with_entry(applications: Iterable[JobApplication]) -> list[JobApplication]:
    """Those of them whose no was once taken in somewhere, in the order in which that happened."""
    entries = RecoveryApplication.objects.filter(application__in=list(applications)).select_related("application")
    return list({entry.application: None for entry in entries.order_by("recorded_at", "pk")})


def live_entries(recovery: Recovery) -> list[RecoveryApplication]:
    entries = recovery.entries.live().select_related("application__company", "application__outcome")
    return list(entries.defer("application__notes", "application__posting_text"))


def bulk_noes(user: User) -> int:
    """Noes that came in by an import or an act on many at once, and started nothing."""
    return Outcome.objects.filter(
        application__user=user,
        application__trashed_at=None,
        is_bulk=True,
        kind__in=[Outcome.Kind.REJECTED, Outcome.Kind.GHOSTED],
    ).count()


def entry_of(step: RecoveryStep) -> RecoveryApplication | None:
    """The no that a step's letters and questions are about.

    A guided recovery is about the one that began it. On an early-noes page only the latest no that a named person
    wrote can be answered.
    """
    entries = step.recovery.entries.filter(application__trashed_at=None).select_related("application__company")
    if step.recovery.is_guided:
        entry = entries.filter(began_it=True).first()
    else:
        entry = entries.live().filter(no_kind=Outcome.NoKind.PERSONAL_MAIL).last()
    if entry:
        entry.application.user = step.recovery.user
    return entry


def situation_of(
    entry: RecoveryApplication, *, today: date, requests: list[FeedbackRequest] | None = None
) -> Situation:
    """What the named tests may know when a recovery for this no is planned or walked through."""
    application = entry.application
    requests = requests_of(application.user) if requests is None else requests
    return Situation(
        stage=content_stage(entry.outcome_kind, entry.last_stage),
        no_kind=entry.no_kind,
        days_late=(today - entry.no_on).days,
        has_contact=application.contacts.exists(),
        is_question_sent=any(request.is_sent for request in requests if request.application_id == application.pk),
        comparable=comparable_noes(application.user, entry),
        codes=tuple(codes_in(requests)),
    )


def early_situation(page: Recovery, entries: list[RecoveryApplication]) -> Situation:
    """The same for a page of early noes: it counts all of them, and knows whether a person wrote one."""
    by_a_person = any(entry.no_kind == Outcome.NoKind.PERSONAL_MAIL for entry in entries)
    return Situation(
        stage=EARLY,
        no_kind=Outcome.NoKind.PERSONAL_MAIL if by_a_person else "",
        comparable=early_noes(page.user).count(),
        codes=tuple(codes_in(requests_of(page.user))),
    )


def early_noes(user: User) -> QuerySet[RecoveryApplication]:
    return RecoveryApplication.objects.live().filter(recovery__user=user, recovery__kind=Kind.EARLY_NOES)


def comparable_noes(user: User, entry: RecoveryApplication) -> int:
    """Noes of this person after the same stage, this one included."""
    outcomes = Outcome.objects.filter(application__user=user, application__trashed_at=None)
    if track_for(entry.outcome_kind, entry.last_stage) == Track.OFFERED:
        return outcomes.filter(kind=Outcome.Kind.GHOSTED).count()
    return outcomes.filter(kind=Outcome.Kind.REJECTED, last_stage=entry.last_stage).count()
