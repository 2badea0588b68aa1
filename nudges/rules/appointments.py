"""What a person typed: an interview, and a date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from nudges.facts import Facts
from nudges.models import NudgeList
from nudges.rules.base import APPOINTMENT, DAY, Wanted, about, letter, rule

HOURS_TO_REST = timedelta(hours=2)


@rule(list=NudgeList.APPOINTMENTS, kind=APPOINTMENT, until="the start")
def interview_tomorrow(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """In the slot of the day before, else two hours before. Ends when it is cancelled or moved.

    One for each local day, however often it is moved.
    """
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


@rule(list=NudgeList.APPOINTMENTS, kind=APPOINTMENT, until="two days after the end")
def interview_debrief(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """Two hours after the end, else in the next slot, for two days: while it is fresh. Ends when it is written."""
    for interview in facts.talks:
        if interview.is_written:
            continue
        rested = interview.ends_at + HOURS_TO_REST
        yield interview_debrief.wants(
            subject=f"interview:{interview.pk}",
            occurrence="",
            not_before=rested,
            useful_until=interview.ends_at + 2 * DAY,
            slot_day=facts.day(rested),
            else_at=rested,
            why="interview_over",
            params={"day": facts.day(interview.starts_at).isoformat()},
            application=interview.application.pk,
            path=interview.path,
            values=about(interview.application) | {"step_url": interview.path},
            label=interview.application.label,
        )


@rule(list=NudgeList.APPOINTMENTS, kind=APPOINTMENT, until="two days")
def thank_you(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """In the slot of the morning after a talk, for two days. Ends when a letter has been sent."""
    for interview in facts.talks:
        if interview.is_thanked or not interview.is_conversation:
            continue
        morning = facts.day(interview.ends_at) + DAY
        yield thank_you.wants(
            subject=f"interview:{interview.pk}",
            occurrence="",
            not_before=facts.start_of(morning),
            useful_until=facts.start_of(morning + 2 * DAY),
            why="interview_over",
            params={"day": facts.day(interview.starts_at).isoformat()},
            application=interview.application.pk,
            path=interview.path,
            values=about(interview.application)
            | {"letter_url": letter("thank_you_after_interview", interview=interview.pk), "step_url": interview.path},
            label=interview.application.label,
        )


@rule(list=NudgeList.APPOINTMENTS, kind=APPOINTMENT, until="the date")
def deadline_near(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """In the slot two days before a date that the person typed. Ends when it is moved, or with the application."""
    for application in facts.deadlines:
        on = application.deadline_on
        if on is None:
            continue
        yield deadline_near.wants(
            subject=f"application:{application.pk}",
            occurrence=on.isoformat(),
            not_before=facts.start_of(on - 2 * DAY),
            useful_until=facts.start_of(on + DAY),
            why="deadline_ahead",
            params={"day": on.isoformat()},
            application=application.pk,
            path=application.path,
            values=about(application) | {"deadline_what": application.label, "deadline_date": on},
            label=application.label,
        )
