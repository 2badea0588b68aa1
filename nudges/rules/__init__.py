"""Every nudge we want: one pure function for each, one list at the end. No queries, no clock of their own, no words.

A rule yields what a person should hear as long as that is so; how late is too late stands in `useful_until`, and when
exactly it goes is the business of `nudges.slots`. To add a rule: write it beside its like, put it into RULES and
PRIORITY, give it a title and its whys in `nudges.words`, and have a curator write its text under the rule's name.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime

from nudges.facts import Facts
from nudges.rules.absence import UNVISITED, UNVISITED_DIGESTS, going_quiet
from nudges.rules.after_a_no import debrief, feedback_follow_up, feedback_request, next_morning
from nudges.rules.appointments import deadline_near, interview_debrief, interview_tomorrow, thank_you
from nudges.rules.base import APPOINTMENT, DAY, GENTLE, PRIORITY, Rule, Wanted
from nudges.rules.digest import weekly_digest
from nudges.rules.keep_going import PAUSE_AFTER_A_NO, good_day, keep_applying
from nudges.rules.kept import experiment_review, keep_in_touch, plan_echo
from nudges.rules.silence import application_follow_up, closing_day, silence_check

__all__ = [
    "APPOINTMENT",
    "BY_NAME",
    "GENTLE",
    "PAUSE_AFTER_A_NO",
    "PRIORITY",
    "RULES",
    "UNVISITED",
    "UNVISITED_DIGESTS",
    "Rule",
    "Wanted",
    "wanted",
]

RULES: list[Rule] = [
    next_morning,
    feedback_request,
    feedback_follow_up,
    debrief,
    keep_applying,
    good_day,
    interview_tomorrow,
    interview_debrief,
    thank_you,
    deadline_near,
    application_follow_up,
    silence_check,
    closing_day,
    going_quiet,
    weekly_digest,
    plan_echo,
    experiment_review,
    keep_in_touch,
]
BY_NAME = {rule.name: rule for rule in RULES}


# Words that push somebody on, and those of the morning after: not on a day that they marked very low.
NOT_ON_A_VERY_LOW_DAY = {keep_applying.name, good_day.name, next_morning.name}


def wanted(facts: Facts, now: datetime) -> list[Wanted]:
    """What all rules want for this person: nothing gentle on the day of a no from screening on, and nothing that
    pushes on a day marked very low."""
    asked = [one for rule in RULES for one in rule(facts, now)]
    if facts.is_very_low_day:
        tomorrow = facts.start_of(facts.day(now) + DAY)
        asked = [not_before(tomorrow, one) if one.rule in NOT_ON_A_VERY_LOW_DAY else one for one in asked]
    days = [max(no.decided_on, facts.day(no.recorded_at)) for no in facts.noes]
    if not days:
        return asked
    morning_after = facts.start_of(max(days) + DAY)
    return [not_before(morning_after, one) if one.kind == GENTLE else one for one in asked]


def not_before(moment: datetime, one: Wanted) -> Wanted:
    return dataclasses.replace(one, not_before=max(one.not_before, moment))
