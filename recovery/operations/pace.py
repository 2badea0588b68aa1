"""The person sets the pace: now, tomorrow, not for this one, a pause, going on, and closing."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from applications.models import Event, JobApplication
from recovery import queries
from recovery.models import Recovery, RecoveryStep
from recovery.operations.telling import take, tell

State, ClosedAs, PauseReason = Recovery.State, Recovery.ClosedAs, Recovery.PauseReason
GOOD_NEWS_PAUSE = timedelta(days=7)


@transaction.atomic
def start_now(recovery: Recovery, *, now: datetime) -> RecoveryStep | None:
    """Makes the first planned step ready today, if none is. Returns it; None where nothing is left."""
    take(recovery)
    today = recovery.user.local_day(now)
    step = queries.step_to_start(recovery, today=today, now=now)
    if step is None:
        return None
    if not step.is_ready(today, now):
        step.opens_on, step.opens_at = today, None
        step.save(update_fields=["opens_on", "opens_at"])
    resume(recovery, now=now)
    return step


@transaction.atomic
def start_tomorrow(recovery: Recovery, *, now: datetime) -> None:
    """Whatever is ready by today opens tomorrow instead; later steps keep their days."""
    take(recovery)
    tomorrow = recovery.user.local_day(now) + timedelta(days=1)
    waiting = recovery.steps.filter(state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED])
    waiting.filter(opens_on__lt=tomorrow).update(opens_on=tomorrow, opens_at=None)
    tell(recovery.user, now=now)


@transaction.atomic
def decline(recovery: Recovery, *, now: datetime) -> None:
    """*Not for this one*: closed, with everything kept, and open to be taken up again."""
    close(recovery, closed_as=ClosedAs.DECLINED, now=now)


@transaction.atomic
def pause(recovery: Recovery, *, until: datetime | None, now: datetime) -> None:
    """Rests until that moment, or until the person comes back (None). A closed one stays closed."""
    take(recovery)
    if recovery.is_open:
        rest(recovery, until=until, reason=PauseReason.PAUSED)
        recovery.user.checkin_consents.standing().update(rest_begun="")  # from now on the pause is the person's own
        tell(recovery.user, now=now)


def rest(recovery: Recovery, *, until: datetime | None, reason: str) -> None:
    recovery.state, recovery.paused_until, recovery.pause_reason = State.PAUSED, until, reason
    recovery.save(update_fields=["state", "paused_until", "pause_reason", "good_news_at"])


def wake(recovery: Recovery) -> None:
    recovery.state, recovery.paused_until, recovery.pause_reason = State.ACTIVE, None, ""
    recovery.save(update_fields=["state", "paused_until", "pause_reason", "good_news_at"])


@transaction.atomic
def resume(recovery: Recovery, *, now: datetime) -> None:
    """Goes on with a paused or closed one. Another guided recovery that is open is closed for it, with everything kept.

    One that was put away (its outcome was taken back) comes back only when the outcome is marked again.
    """
    take(recovery)
    if recovery.state in (State.ARCHIVED, State.ACTIVE):
        return
    other = queries.open_guided(recovery.user) if recovery.is_guided else queries.open_early_noes(recovery.user)
    if other and other != recovery:
        shut(other, closed_as=ClosedAs.JOINED, now=now)
    recovery.state, recovery.closed_at, recovery.closed_as = State.ACTIVE, None, ""
    recovery.paused_until, recovery.pause_reason = None, ""
    recovery.save()
    tell(recovery.user, now=now)


@transaction.atomic
def close(recovery: Recovery, *, now: datetime, closed_as: str = ClosedAs.BY_HAND) -> None:
    """Ends it. Nothing is lost, and it can be taken up again."""
    take(recovery)
    if recovery.is_open:
        shut(recovery, closed_as=closed_as, now=now)
        tell(recovery.user, now=now)


def shut(recovery: Recovery, *, closed_as: str, now: datetime) -> None:
    """Where it is closed for another one, a pause is remembered: it may have to go on for it again."""
    recovery.state, recovery.closed_at, recovery.closed_as = State.CLOSED, now, closed_as
    if closed_as != ClosedAs.JOINED:
        recovery.paused_until, recovery.pause_reason = None, ""
    recovery.save()


@transaction.atomic
def hear_good_news(application: JobApplication, *, now: datetime) -> None:
    """An interview arranged or an offer elsewhere rests the guided recovery for seven days.

    Once in a recovery's life, so that the question whether to close it is asked once. What was arranged before the
    no is no news.
    """
    recovery = queries.open_guided(application.user)
    if recovery is None or not can_rest_for_news(recovery):
        return
    if recovery.entries.filter(application=application).exists() or not is_good_news(application, recovery, now=now):
        return
    take(recovery)  # only now: most news is none, and the person may have closed it meanwhile
    if not can_rest_for_news(recovery):
        return
    recovery.good_news_at = now
    rest(recovery, until=now + GOOD_NEWS_PAUSE, reason=PauseReason.GOOD_NEWS)
    tell(application.user, now=now)


def can_rest_for_news(recovery: Recovery) -> bool:
    return recovery.state == State.ACTIVE and recovery.good_news_at is None


@transaction.atomic
def unhear_good_news(application: JobApplication, *, now: datetime) -> None:
    """News that was taken back at once was none: a recovery that rests because of it goes on as it was.

    It may rest for other news then. Where the person has answered the question meanwhile, their answer stands.
    """
    recovery = queries.open_guided(application.user)
    if recovery is None or not rests_for_news(recovery):
        return
    undone: Any = application.events.filter(**{f"data__{Event.TAKEN_BACK}": True})
    if not undone.filter(corrects__recorded_at=recovery.good_news_at).exists():
        return
    take(recovery)
    if not rests_for_news(recovery):
        return
    recovery.good_news_at = None
    wake(recovery)
    tell(application.user, now=now)


def rests_for_news(recovery: Recovery) -> bool:
    return recovery.is_open and recovery.good_news_at is not None and recovery.pause_reason == PauseReason.GOOD_NEWS


def is_good_news(application: JobApplication, recovery: Recovery, *, now: datetime) -> bool:
    if not application.is_open:
        return False
    began = recovery.entries.live().filter(began_it=True).first()  # marked anew, a no is later than its recovery
    no_at = max(recovery.created_at, began.recorded_at) if began else recovery.created_at
    since = application.events.current().filter(recorded_at__gt=no_at)
    kinds = {event.kind for event in since}
    is_offer = application.stage == JobApplication.Stage.OFFER and any(
        event.data.get("to") == JobApplication.Stage.OFFER for event in since
    )
    return is_offer or (Event.Kind.INTERVIEW_SCHEDULED in kinds and application.interviews.ahead(now).exists())


@transaction.atomic
def keep_resting(recovery: Recovery, *, now: datetime) -> None:
    """The answer *not now* to the question that good news asks: the pause stays, the question goes."""
    take(recovery)
    if recovery.pause_reason == PauseReason.GOOD_NEWS:
        rest(recovery, until=recovery.paused_until, reason=PauseReason.PAUSED)
        tell(recovery.user, now=now)
