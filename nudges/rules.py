"""Every nudge we want: one pure function for each, one list at the end. No queries, no clock of their own, no words.

A rule yields what a person should hear as long as that is so; how late is too late stands in `useful_until`, and when
exactly it goes is the business of `nudges.slots`. To add a rule: write it here, put it into RULES and PRIORITY, give it
a title and its whys in `nudges.words`, and have a curator write its text under the rule's name.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from applications.days import add_business_days
from applications.models import Outcome
from nudges.facts import ApplicationFact, Facts, FeedbackFact, Key
from nudges.models import Nudge, NudgeList
from recovery.models import FeedbackRequest

GENTLE, APPOINTMENT = Nudge.Kind.GENTLE, Nudge.Kind.APPOINTMENT
DAY = timedelta(days=1)

# Where a cap bites, the earlier one goes first. Rules that are still to come have their place already.
PRIORITY = [
    "feedback_request",
    "silence_check",
    "next_morning",
    "feedback_follow_up",
    "debrief",
    "application_follow_up",
    "experiment_review",
    "keep_in_touch",
    "keep_applying",
    "good_day",
]
PAUSE_AFTER_A_NO = timedelta(hours=48)
LATE_ENTRY = timedelta(days=7)


@dataclass(frozen=True)
class Wanted:
    """One thing a person should hear, known by (rule, subject, occurrence); between which moments, and why."""

    rule: str
    subject: str
    occurrence: str
    list: str
    kind: str
    not_before: datetime
    useful_until: datetime
    why: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    # Appointments: the one day whose slot is meant, and what to do when that slot has gone by.
    slot_day: date | None = None
    else_at: datetime | None = None
    application: int | None = None
    recovery: int | None = None
    # For the mail: the page where the thing is done, merge values (addresses as paths), what it is about.
    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""

    @property
    def key(self) -> Key:
        return (self.rule, self.subject, self.occurrence)

    @property
    def priority(self) -> int:
        return PRIORITY.index(self.rule) if self.rule in PRIORITY else len(PRIORITY)


@dataclass(frozen=True)
class Rule:
    """A rule with what is the same for all its nudges. Calling it asks it."""

    list: str
    kind: str
    ask: Callable[[Facts, datetime], Iterator[Wanted]]

    @property
    def name(self) -> str:
        return self.ask.__name__

    def __call__(self, facts: Facts, now: datetime) -> Iterator[Wanted]:
        return self.ask(facts, now)

    def wants(self, **fields: Any) -> Wanted:
        return Wanted(rule=self.name, list=self.list, kind=self.kind, **fields)


def rule(*, list: str, kind: str) -> Callable[[Callable[[Facts, datetime], Iterator[Wanted]]], Rule]:
    return lambda ask: Rule(list, kind, ask)


@rule(list=NudgeList.RECOVERY, kind=GENTLE)
def next_morning(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """The day after a no, 12 hours later at least: the list can wait. Ends with the first step or the reply."""
    recovery = facts.recovery
    if recovery is None or recovery.is_paused or recovery.outcome_kind != Outcome.Kind.REJECTED:
        return
    recorded_on = facts.day(recovery.recorded_at)
    first = [step for step in recovery.steps if step.is_planned][:1]
    begun = [step for step in (*first, recovery.step("gracious_reply")) if step is not None and step.is_settled]
    if begun or recorded_on - recovery.no_on > LATE_ENTRY:
        return
    not_before = max(recovery.recorded_at + timedelta(hours=12), facts.start_of(recorded_on + DAY))
    yield next_morning.wants(
        subject=f"recovery:{recovery.pk}",
        occurrence="",
        not_before=not_before,
        useful_until=not_before + 3 * DAY,
        why="no_recorded",
        params={"day": recorded_on.isoformat()},
        application=recovery.application.pk,
        recovery=recovery.pk,
        path=recovery.path,
        values=about(recovery.application)
        | {"letter_url": recovery.path_of("gracious_reply"), "step_url": recovery.path},
        label=recovery.application.label,
    )


@rule(list=NudgeList.RECOVERY, kind=GENTLE)
def feedback_request(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """From day 2 to day 7 after the no: one question, while they remember. Ends when asked or declined.

    Who said "in two days" is reminded then, even if day 7 has gone by.
    """
    recovery = facts.recovery
    step = recovery and recovery.step("ask_for_feedback")
    if not recovery or not step or not step.is_planned or step.is_settled or recovery.is_paused:
        return
    if facts.day(recovery.recorded_at) - recovery.no_on > LATE_ENTRY:
        return
    states = FeedbackRequest.State
    request = feedback_of(facts, recovery.application.pk)
    state = request.state if request else states.UNDECIDED
    if state not in (states.UNDECIDED, states.LATER, states.WANTED):
        return
    first_day, last_day = recovery.counts_from_on + 2 * DAY, recovery.counts_from_on + 7 * DAY
    later_on = request.later_on if request and state == states.LATER else None
    if later_on:
        first_day, last_day = later_on, max(last_day, later_on + 2 * DAY)
    yield feedback_request.wants(
        subject=f"application:{recovery.application.pk}",
        occurrence="later" if later_on else "",
        not_before=facts.start_of(first_day),
        useful_until=facts.start_of(last_day + DAY),
        why="feedback_later" if later_on else "feedback_open",
        params={"day": first_day.isoformat()},
        application=recovery.application.pk,
        recovery=recovery.pk,
        path=recovery.path_of(step.key),
        values=about(recovery.application)
        | {"letter_url": recovery.path_of(step.key), "step_url": recovery.path_of(step.key)},
        label=recovery.application.label,
    )


@rule(list=NudgeList.RECOVERY, kind=GENTLE)
def feedback_follow_up(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Six business days after asking, once. Ends when answered, followed up or given up."""
    for request in facts.feedback:
        if request.state != FeedbackRequest.State.ASKED or not request.asked_on or request.followed_up_on:
            continue
        first_day = request.follow_up_on or add_business_days(request.asked_on, 6)
        recovery = (
            facts.recovery if facts.recovery and facts.recovery.application.pk == request.application.pk else None
        )
        if recovery and recovery.is_paused:
            continue
        path = recovery.path_of("ask_for_feedback") if recovery else request.application.path
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
            values=about(request.application) | {"letter_url": letter("feedback_follow_up"), "step_url": path},
            label=request.application.label,
        )


@rule(list=NudgeList.KEEP_GOING, kind=GENTLE)
def keep_applying(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Once a week from Wednesday on, only with a weekly goal that is not reached; 48 hours after a no at the earliest.

    Next week's is yielded too, so that the plan shows it. The week in which somebody joined after its Wednesday had
    begun is theirs.
    """
    if not facts.weekly_goal:
        return
    today = facts.day(now)
    this_monday = today - today.weekday() * DAY
    pause = max((no.recorded_at + PAUSE_AFTER_A_NO for no in facts.noes), default=None)
    for monday, done in ((this_monday, facts.applied_this_week), (this_monday + 7 * DAY, 0)):
        if done >= facts.weekly_goal:
            continue
        year, week, _ = monday.isocalendar()
        wednesday = facts.start_of(monday + 2 * DAY)
        if facts.joined_at and wednesday < facts.joined_at:
            continue
        yield keep_applying.wants(
            subject="",
            occurrence=f"{year}-W{week:02}",
            not_before=max(wednesday, pause) if pause else wednesday,
            useful_until=facts.start_of(monday + 7 * DAY),
            why="goal_open" if monday == this_monday else "goal_next_week",
            params={"goal": facts.weekly_goal, "done": done},
            path=reverse("applications:application-list"),
            values={
                "weekly_goal": facts.weekly_goal,
                "application_url": reverse("applications:application-list"),
            },
        )


@rule(list=NudgeList.APPOINTMENTS, kind=APPOINTMENT)
def interview_tomorrow(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """In the slot of the day before, else two hours before. One for each local day, however often it is moved."""
    for interview in facts.interviews:
        on = facts.day(interview.starts_at)
        two_hours_before = interview.starts_at - timedelta(hours=2)
        known = interview.recorded_at or facts.start_of(on - DAY)
        if known >= two_hours_before:
            continue  # typed a moment ago: nobody needs to be reminded of that
        yield interview_tomorrow.wants(
            subject=f"interview:{interview.pk}",
            occurrence=on.isoformat(),
            not_before=max(facts.start_of(on - DAY), known),
            useful_until=interview.starts_at,
            slot_day=on - DAY,
            else_at=two_hours_before,
            why="interview_ahead",
            params={"moment": interview.starts_at.isoformat()},
            application=interview.application.pk,
            path=interview.path,
            values=about(interview.application)
            | {
                "interview_when": interview.starts_at,
                "interview_place": interview.location,
                "step_url": interview.path,
            },
            label=interview.application.label,
        )


@rule(list=NudgeList.FOLLOW_UPS, kind=GENTLE)
def application_follow_up(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """After 7 quiet days, and once more after 7 further ones. What happens starts the days anew, never the count.

    A day that the person chose takes the place of the first seven, until something happens after it.
    """
    for application in facts.quiet:
        if application.applied_on is None or application.last_event_at is None:
            continue
        subject = f"application:{application.pk}"
        quiet_since = max(application.applied_on, facts.day(application.last_event_at))
        first = (application_follow_up.name, subject, "1")
        chosen = application.follow_up_on
        is_chosen = chosen is not None and chosen > quiet_since
        counted_from = chosen - 7 * DAY if chosen and is_chosen else quiet_since
        days = [(first, counted_from + 7 * DAY), ((*first[:2], "2"), second_follow_up(facts, first, counted_from))]
        for (_rule, _subject, occurrence), first_day in days:
            if first_day is None:
                continue
            yield application_follow_up.wants(
                subject=subject,
                occurrence=occurrence,
                not_before=facts.start_of(first_day),
                useful_until=facts.start_of(first_day + 5 * DAY),
                why="follow_up_chosen" if is_chosen else "quiet_days",
                params={"day": (chosen if chosen and is_chosen else quiet_since).isoformat()},
                application=application.pk,
                path=application.path,
                values=about(application) | {"letter_url": letter(), "step_url": application.path},
                label=application.label,
            )


def second_follow_up(facts: Facts, first: Key, quiet_since: date) -> date | None:
    """Seven quiet days after the first one, whenever that goes. None while that is put off, or not wanted at all."""
    firsts = facts.with_repeats(first)
    if any(key in facts.dropped or facts.put_off.get(key, quiet_since) is None for key in firsts):
        return None
    moments = [*(facts.sent.get(key) for key in firsts), *(facts.put_off.get(key) for key in firsts)]
    days = [facts.day(moment) for moment in moments if moment]
    return max(quiet_since, *days) + 7 * DAY if days else quiet_since + 14 * DAY


def about(application: ApplicationFact) -> dict[str, Any]:
    """The merge values that every nudge about an application has. Empty ones get their fallback in the mail."""
    return {
        "company": application.company,
        "role": application.role,
        "contact_name": application.contact_name,
        "application_url": application.path,
    }


def letter(key: str = "") -> str:
    return reverse("advice:letter-detail", args=[key]) if key else reverse("advice:letter-index")


def feedback_of(facts: Facts, application: int) -> FeedbackFact | None:
    return next((request for request in facts.feedback if request.application.pk == application), None)


RULES: list[Rule] = [
    next_morning,
    feedback_request,
    feedback_follow_up,
    keep_applying,
    interview_tomorrow,
    application_follow_up,
]
BY_NAME = {rule.name: rule for rule in RULES}


def wanted(facts: Facts, now: datetime) -> list[Wanted]:
    """What all rules want for this person, with nothing gentle on the day of a no from screening on."""
    asked = [one for rule in RULES for one in rule(facts, now)]
    days = [max(no.decided_on, facts.day(no.recorded_at)) for no in facts.noes]
    if not days:
        return asked
    morning_after = facts.start_of(max(days) + DAY)
    return [
        dataclasses.replace(one, not_before=max(one.not_before, morning_after)) if one.kind == GENTLE else one
        for one in asked
    ]
