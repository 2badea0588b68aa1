"""News from the floor below. A receiver that fails undoes the change that told it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from applications.models import Event, Interview, JobApplication, Outcome
from applications.signals import (
    application_changed,
    applications_changed,
    applications_restored,
    applications_trashed,
    contacts_merged,
    contacts_parted,
    interview_debriefed,
    letter_redated,
    letter_sent,
    letter_unsent,
    outcome_recorded,
    outcome_removed,
    outcomes_removed,
)
from recovery import operations, queries


@receiver(outcome_recorded)
def begin_after_outcome(*, outcome: Outcome, is_bulk: bool, now: datetime, **_: Any) -> None:
    operations.begin(outcome, is_bulk=is_bulk, now=now)


@receiver(outcome_removed)
def set_aside_after_reopening(*, application: JobApplication, now: datetime, **_: Any) -> None:
    operations.set_aside(application, now=now)


@receiver(application_changed)
def hear_of_application(*, application: JobApplication, now: datetime, **_: Any) -> None:
    if JobApplication.objects.filter(pk=application.pk).exists():
        operations.keep_day_of_no(application, now=now)
        operations.unhear_good_news(application, now=now)
        operations.hear_good_news(application, now=now)
    else:
        operations.forget_application(application.user, now=now)


@receiver(applications_changed)
def hear_of_applications(*, user: User, applications: list[JobApplication], now: datetime, **_: Any) -> None:
    for application in applications if queries.open_guided(user) else []:
        operations.unhear_good_news(application, now=now)
        operations.hear_good_news(application, now=now)


@receiver([applications_trashed, outcomes_removed])
def set_aside_after_undoing(*, applications: list[JobApplication], now: datetime, **_: Any) -> None:
    for application in queries.with_live_entry(applications):
        operations.set_aside(application, now=now)


@receiver(applications_restored)
def bring_back_after_restoring(*, applications: list[JobApplication], now: datetime, **_: Any) -> None:
    for application in queries.with_entry(applications):
        operations.restore(application, now=now)


@receiver(letter_sent)
def hear_of_letter(*, event: Event, letter_key: str, now: datetime, **_: Any) -> None:
    if hasattr(event.application, "outcome"):
        operations.hear_of_letter(event, letter_key=letter_key, now=now)


@receiver(letter_unsent)
def unhear_of_letter(*, event: Event, letter_key: str, now: datetime, **_: Any) -> None:
    operations.unhear_of_letter(event, letter_key=letter_key, now=now)


@receiver(letter_redated)
def hear_of_another_day(*, event: Event, letter_key: str, now: datetime, **_: Any) -> None:
    is_of_ones_own_words = not letter_key and hasattr(event, "letter")
    if not is_of_ones_own_words:
        operations.redate_letter(event, letter_key=letter_key, now=now)


@receiver(contacts_merged)
def follow_contact(*, user: User, stays: int, goes: int, **_: Any) -> list[int]:
    return operations.point_answers_at(user, contact=stays, was=goes)


@receiver(contacts_parted)
def follow_contact_back(*, user: User, back: int, named: list[int], **_: Any) -> None:
    operations.point_answers_back(user, keys=named, contact=back)


@receiver(interview_debriefed)
def keep_lesson_of_debrief(*, interview: Interview, lesson: str, now: datetime, **_: Any) -> None:
    if lesson:
        operations.keep_lesson(interview, text=lesson, now=now)
