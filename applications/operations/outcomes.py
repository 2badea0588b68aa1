from datetime import date, datetime
from typing import Any

from django.db import transaction

from applications.models import Event, JobApplication, Outcome
from applications.operations.events import lock, tell, write_event
from applications.signals import outcome_recorded, outcome_removed


class AlreadyClosed(Exception):
    """The application has an outcome; reopen it first."""


@transaction.atomic
def record_outcome(
    application: JobApplication,
    *,
    kind: str,
    decided_on: date,
    now: datetime,
    last_stage: str | None = None,
    no_kind: str = "",
    reason: str = "",
    is_bulk: bool = False,
) -> Outcome:
    """Closes an application, as of `decided_on` in the person's calendar. Raises `AlreadyClosed` if it has an outcome.

    `last_stage` is how far it got, the present stage if not given. `is_bulk` marks outcomes from imports and acts on
    many at once: nothing begins because of them.
    """
    lock(application)
    if not application.is_open:
        raise AlreadyClosed
    outcome = Outcome.objects.create(
        application=application,
        kind=kind,
        decided_on=decided_on,
        last_stage=last_stage or application.stage,
        no_kind=no_kind,
        reason=reason,
        is_bulk=is_bulk,
        recorded_at=now,
    )
    close(application, at=now)
    write_event(application, kind=Event.Kind.OUTCOME_RECORDED, happened_on=decided_on, now=now, data=values_of(outcome))
    outcome_recorded.send(sender=Outcome, outcome=outcome, is_bulk=is_bulk, now=now)
    tell(application, now=now)
    return outcome


def close(application: JobApplication, *, at: datetime | None) -> None:
    """Says on the application itself since when it has an outcome; None when it has none any more."""
    application.closed_at = at
    application.save(update_fields=["closed_at"])


def values_of(outcome: Outcome) -> dict[str, Any]:
    """All that a row says, as plain values that JSON can keep."""
    return {
        "kind": str(outcome.kind),
        "decided_on": outcome.decided_on.isoformat(),
        "last_stage": str(outcome.last_stage),
        "no_kind": str(outcome.no_kind),
        "reason": outcome.reason,
        "is_bulk": outcome.is_bulk,
        "recorded_at": outcome.recorded_at.isoformat(),
    }


@transaction.atomic
def reopen(application: JobApplication, *, now: datetime) -> None:
    """Takes the outcome back, at once or any time later. Its values move into the history, from where marking it
    again starts (`queries.last_outcome_values`). Reopening an open application changes nothing.
    """
    lock(application)
    if application.is_open:
        return
    values = values_of(application.outcome)
    application.outcome.delete()
    close(application, at=None)
    lock(application)
    today = application.user.local_day(now)
    write_event(application, kind=Event.Kind.REOPENED, happened_on=today, now=now, data=values)
    outcome_removed.send(sender=Outcome, application=application, values=values, now=now)
    tell(application, now=now)
