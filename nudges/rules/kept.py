"""What recoveries leave behind: one's own sentence, an experiment's day, somebody to write to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from nudges.facts import Facts
from nudges.models import NudgeList
from nudges.rules.base import APPOINTMENT, DAY, GENTLE, Wanted, about, letter, rule

ECHO_HOURS = timedelta(hours=12)
FORTNIGHT = 14 * DAY


@rule(list=NudgeList.RECOVERY, kind=APPOINTMENT, until="12 hours")
def plan_echo(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """The person's own if-then sentence, once, at the very moment they named. Ends when the plan or its moment changes.

    Without a day and a time there is none; while its recovery rests there is none either.
    """
    for plan in facts.plans:
        yield plan_echo.wants(
            subject=f"recovery:{plan.recovery}",
            occurrence=plan.moment.strftime("%Y-%m-%dT%H:%M"),
            not_before=plan.moment,
            useful_until=plan.moment + ECHO_HOURS,
            is_exact=True,
            why="plan_moment",
            application=plan.application.pk if plan.application else None,
            recovery=plan.recovery,
            path=plan.path,
            values=(about(plan.application) if plan.application else {})
            | {"plan_if_then": plan.sentence, "step_url": plan.path},
        )


def for_a_fortnight(facts: Facts, day: date) -> dict[str, Any]:
    """When a nudge comes that stands for a day the person set: once, from that day on, for two weeks."""
    return {
        "occurrence": day.isoformat(),
        "not_before": facts.start_of(day),
        "useful_until": facts.start_of(day + FORTNIGHT),
        "params": {"day": day.isoformat()},
    }


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="14 days")
def experiment_review(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """On the day the person set to look at an experiment, for two weeks. Ends when it was looked at."""
    for experiment in facts.experiments:
        yield experiment_review.wants(
            subject=f"experiment:{experiment.pk}",
            **for_a_fortnight(facts, experiment.look_on),
            why="look_planned",
            recovery=experiment.recovery,
            path=experiment.path,
            values={"step_url": experiment.path},
            label=experiment.change,
        )


@rule(list=NudgeList.RECOVERY, kind=GENTLE, until="14 days")
def keep_in_touch(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """On the day the person set to write to somebody, for two weeks. Ends when they were in touch, or without it.

    Somebody who is none of the contacts is written to from the application through which they are known.
    """
    for contact in facts.warm:
        if contact.last_touch_on and contact.last_touch_on >= contact.on:
            continue
        yield keep_in_touch.wants(
            subject=f"contact:{contact.pk}",
            **for_a_fortnight(facts, contact.on),
            why="touch_planned",
            path=contact.path,
            values={
                "contact_name": contact.name,
                "company": contact.company,
                "letter_url": letter("keep_in_touch_3_months", contact=contact.pk),
            },
            label=contact.name,
        )
    for day in facts.warm_days:
        if day.is_written:
            continue
        path = letter("keep_in_touch_3_months", application=day.application.pk)
        yield keep_in_touch.wants(
            subject=f"recovery:{day.recovery}",
            **for_a_fortnight(facts, day.on),
            why="touch_planned",
            application=day.application.pk,
            path=path,
            values=about(day.application) | {"letter_url": path},
            label=day.application.label,
        )
