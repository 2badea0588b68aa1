"""News from the floor below. A receiver that fails undoes the change that told it."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from applications.models import JobApplication, Outcome
from applications.signals import application_changed, outcome_recorded, outcome_removed
from recovery import operations


@receiver(outcome_recorded)
def begin_after_outcome(*, outcome: Outcome, is_bulk: bool, now: datetime, **_: Any) -> None:
    operations.begin(outcome, is_bulk=is_bulk, now=now)


@receiver(outcome_removed)
def set_aside_after_reopening(*, application: JobApplication, now: datetime, **_: Any) -> None:
    operations.set_aside(application, now=now)


@receiver(application_changed)
def hear_of_application(*, application: JobApplication, now: datetime, **_: Any) -> None:
    if JobApplication.objects.filter(pk=application.pk).exists():
        operations.keep_day_of_no(application)
        operations.hear_good_news(application, now=now)
    else:
        operations.forget_application(application.user, now=now)
