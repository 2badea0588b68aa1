"""After a no: the morning after, the one question and its follow-up, one's own debrief."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.urls import reverse

from applications.days import add_business_days
from applications.models import Outcome
from nudges.facts import ApplicationFact, Facts, FeedbackFact, RecoveryFact
from nudges.models import NudgeList
from nudges.rules.base import DAY, GENTLE, Wanted, about, letter, rule
from recovery.models import FeedbackRequest
from recovery.operations.feedback import STEP as QUESTION

LATE_ENTRY = timedelta(days=7)


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="the third business day")
def next_morning(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """The day after a no, 12 hours later at least, for three business days. Ends with the first step or the reply.

    Counted in days on which it may come: with a slot in the afternoon, a Friday and the weekend after it are none.
    """
    recovery = facts.recovery
    if recovery is None or recovery.is_paused or recovery.outcome_kind != Outcome.Kind.REJECTED:
        return
    recorded_on = facts.day(recovery.recorded_at)
    first = [step for step in recovery.steps if step.is_planned][:1]
    begun = [step for step in (*first, recovery.step("gracious_reply")) if step is not None and step.is_settled]
    if begun or recorded_on - recovery.no_on > LATE_ENTRY:
        return
    not_before = max(recovery.recorded_at + timedelta(hours=12), facts.start_of(recorded_on + DAY))
    last_day = add_business_days(facts.day(not_before) - DAY, 3)
    yield next_morning.wants(
        subject=f"recovery:{recovery.pk}",
        occurrence="",
        not_before=not_before,
        useful_until=facts.start_of(last_day + DAY),
        why="no_recorded",
        params={"day": recorded_on.isoformat()},
        application=recovery.application.pk,
        recovery=recovery.pk,
        path=recovery.path,
        values=about(recovery.application)
        | {"letter_url": recovery.path_of("gracious_reply"), "step_url": recovery.path},
        label=recovery.application.label,
    )


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="day 7 after the no")
def feedback_request(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Day 2 to 7 after the no, or once put off to: one question, while they remember. Ends when asked or declined.

    Who said "in two days" is reminded then for three days, wherever that was said, until the step or the recovery is
    settled.
    """
    yield from put_off(facts)
    recovery = facts.recovery
    step = recovery and recovery.step(QUESTION)
    if not recovery or not step or not step.is_planned or step.is_settled or recovery.is_paused:
        return
    if facts.day(recovery.recorded_at) - recovery.no_on > LATE_ENTRY:
        return
    states = FeedbackRequest.State
    request = feedback_of(facts, recovery.application.pk)
    if request and request.state not in (states.UNDECIDED, states.WANTED):
        return
    first_day, last_day = recovery.counts_from_on + 2 * DAY, recovery.counts_from_on + 7 * DAY
    yield one_question(facts, recovery.application, first_day, last_day, why="feedback_open", occurrence="")


def put_off(facts: Facts) -> Iterator[Wanted]:
    """What was put off for two days. Put off once more, it comes once more."""
    for request in facts.feedback:
        day = request.later_on if request.state == FeedbackRequest.State.LATER else None
        going_on = recovery_about(facts, request.application)
        if day is None or request.is_let_be or (going_on and going_on.is_paused):
            continue
        last_day = max(day + 2 * DAY, going_on.counts_from_on + 7 * DAY) if going_on else day + 2 * DAY
        about_it = {"why": "feedback_later", "occurrence": f"later {day.isoformat()}"}
        yield one_question(facts, request.application, day, last_day, **about_it)


def one_question(
    facts: Facts, application: ApplicationFact, first_day: date, last_day: date, *, why: str, occurrence: str
) -> Wanted:
    recovery = recovery_about(facts, application)
    own_page = reverse("recovery:feedback-detail", args=[application.pk])
    path = recovery.path_of(QUESTION) if recovery and recovery.step(QUESTION) else own_page
    return feedback_request.wants(
        subject=f"application:{application.pk}",
        occurrence=occurrence,
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(last_day + DAY),
        why=why,
        params={"day": first_day.isoformat()},
        application=application.pk,
        recovery=recovery.pk if recovery else None,
        path=path,
        values=about(application) | {"letter_url": path, "step_url": path},
        label=application.label,
    )


def recovery_about(facts: Facts, application: ApplicationFact) -> RecoveryFact | None:
    """The recovery that goes on, where this no began it."""
    recovery = facts.recovery
    return recovery if recovery and recovery.application.pk == application.pk else None


def feedback_of(facts: Facts, application: int) -> FeedbackFact | None:
    return next((request for request in facts.feedback if request.application.pk == application), None)


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="five business days")
def feedback_follow_up(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Six business days after asking, once. Ends when answered, followed up or given up."""
    for request in facts.feedback:
        if request.state != FeedbackRequest.State.ASKED or not request.asked_on or request.followed_up_on:
            continue
        first_day = request.follow_up_on or add_business_days(request.asked_on, 6)
        recovery = recovery_about(facts, request.application)
        if recovery and recovery.is_paused:
            continue
        path = recovery.path_of(QUESTION) if recovery else request.application.path
        yield feedback_follow_up.wants(
            subject=f"application:{request.application.pk}",
            occurrence="",
            not_before=facts.start_of(first_day),
            useful_until=facts.start_of(add_business_days(first_day, 5) + DAY),
            why="feedback_asked",
            params={"day": request.asked_on.isoformat()},
            application=request.application.pk,
            recovery=recovery.pk if recovery else None,
            path=path,
            values=about(request.application)
            | {"letter_url": letter("feedback_follow_up", application=request.application.pk), "step_url": path},
            label=request.application.label,
        )


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="day 10 after the no")
def debrief(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """From day 4 to day 10 after the no: the person's own debrief. Ends when it is done or left out."""
    recovery = facts.recovery
    step = recovery and recovery.step("self_review")
    if not recovery or not step or not step.is_planned or step.is_settled or recovery.is_paused:
        return
    first_day = max(recovery.counts_from_on + 4 * DAY, step.opens_on or recovery.counts_from_on)
    yield debrief.wants(
        subject=f"recovery:{recovery.pk}",
        occurrence="",
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(first_day + 7 * DAY),
        why="debrief_open",
        params={},
        application=recovery.application.pk,
        recovery=recovery.pk,
        path=recovery.path_of(step.key),
        values=about(recovery.application) | {"step_url": recovery.path_of(step.key)},
        label=recovery.application.label,
    )
