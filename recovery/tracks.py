"""Which steps follow which ending, and the named tests that curators' conditions may use. Pure: no query, no clock.

Depth follows the stage reached, offsets count from the day the no came, and what is recorded late is not shown as due.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from advice.models import Step
from advice.vocabulary import TRACK_BY_STAGE, Test
from applications.models import Outcome

ON, OFFERED = "on", "offered"
GHOSTED = "ghosted"
EARLY = "applied"  # the content stage of every early no
VERY_LATE_DAYS = 7
LOOK_AFTER_DAYS = 7
# What one writes to an employer soon or not at all: never shown as due when the no was recorded very late.
TIMELY = {"gracious_reply", "ask_for_feedback"}


class Track(StrEnum):
    LIGHT = "light"
    SHORT = "short"
    FULL = "full"
    OFFERED = "offered"  # the short one, begun only when the person says so


def track_for(outcome_kind: str, last_stage: str) -> Track | None:
    """What an ending starts; None for those that are no bad news."""
    is_light = TRACK_BY_STAGE[last_stage] == "light"
    if outcome_kind == Outcome.Kind.GHOSTED:
        return Track.LIGHT if is_light else Track.OFFERED
    if outcome_kind != Outcome.Kind.REJECTED:
        return None
    if is_light:
        return Track.LIGHT
    return Track.FULL if TRACK_BY_STAGE[last_stage] == "full" else Track.SHORT


def content_stage(outcome_kind: str, last_stage: str) -> str:
    """The stage under which curators file what fits this ending."""
    track = track_for(outcome_kind, last_stage)
    if track == Track.LIGHT:
        return EARLY
    return GHOSTED if track == Track.OFFERED else last_stage


# --- Conditions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Situation:
    """All that the tests may know."""

    stage: str = ""
    no_kind: str = ""
    days_late: int = 0  # from the day the no came to the day the plan is made
    has_contact: bool = False
    is_question_sent: bool = False
    comparable: int = 0  # noes after the same stage
    codes: tuple[str, ...] = ()  # reasons that employers named
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Condition:
    effect: str
    test: str
    at_stage: str = ""
    unless: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    shown_text: str = ""


def _answer_starts_with(situation: Situation, parameters: Mapping[str, Any]) -> bool:
    return str(situation.answers.get(parameters["prompt"]) or "").startswith(str(parameters["value"]))


TESTS: dict[str, Callable[[Situation, Mapping[str, Any]], bool]] = {
    Test.REPORTED_LATE: lambda situation, given: situation.days_late > given["days"],
    Test.NO_KIND_IS: lambda situation, given: situation.no_kind == given["value"],
    Test.HAS_CONTACT: lambda situation, given: situation.has_contact,
    Test.QUESTION_ALREADY_SENT: lambda situation, given: situation.is_question_sent,
    Test.FEWER_THAN_N_COMPARABLE: lambda situation, given: situation.comparable < given["n"],
    Test.REPEATED_CODE: lambda situation, given: max(Counter(situation.codes).values(), default=0) > 1,
    Test.ANSWER_IS: lambda situation, given: situation.answers.get(given["prompt"]) in given["values"],
    Test.ANSWER_STARTS_WITH: _answer_starts_with,
    Test.ALWAYS: lambda situation, given: True,
}

# Those that ask for nothing but what was answered in the step itself.
OF_ANSWERS = {Test.ANSWER_IS, Test.ANSWER_STARTS_WITH, Test.ALWAYS}


def holds(condition: Condition, situation: Situation) -> bool:
    """Whether its test says yes here, and the test behind *unless* says no."""
    if condition.at_stage and condition.at_stage != situation.stage:
        return False
    if condition.unless and TESTS[condition.unless](situation, {}):
        return False
    return TESTS[condition.test](situation, condition.parameters)


def is_shown(conditions: Iterable[Condition], situation: Situation) -> bool:
    """No *hide* holds, and every *offer* that speaks of this stage does."""
    for condition in conditions:
        if condition.effect == "hide" and holds(condition, situation):
            return False
        is_about_here = condition.at_stage in ("", situation.stage)
        if condition.effect == "offer" and is_about_here and not holds(condition, situation):
            return False
    return True


# --- Plans --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """A step with the rule that curators gave it for one stage."""

    key: str
    title: str
    order: int
    mode: str
    minutes: int
    day_offset: int = 0
    is_batch: bool = False
    batch_every: int | None = None
    conditions: tuple[Condition, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Planned:
    key: str
    title: str
    order: int
    mode: str
    minutes: int
    opens_on: date
    language: str = "en"


@dataclass(frozen=True)
class Plan:
    counts_from_on: date
    steps: list[Planned]


def conditions_of(step: Step) -> tuple[Condition, ...]:
    return tuple(
        Condition(row.effect, row.test, row.at_stage, row.unless, row.parameters, row.shown_text)
        for row in step.conditions.all()
    )


def candidates(steps: Iterable[Step], stage: str) -> list[Candidate]:
    """The steps that have a rule for this stage, as pure values; uses what was prefetched."""
    found = []
    for step in steps:
        rule = next((rule for rule in step.rules.all() if rule.stage == stage), None)
        if rule:
            found.append(
                Candidate(
                    key=step.key,
                    title=step.title,
                    order=step.order,
                    mode=rule.mode,
                    minutes=rule.minutes or step.minutes,
                    day_offset=step.day_offset,
                    is_batch=rule.is_batch,
                    batch_every=step.batch_every,
                    conditions=conditions_of(step),
                    language=step.language,
                )
            )
    return found


def plan_steps(offered: Sequence[Candidate], *, situation: Situation, no_on: date, today: date) -> Plan:
    """The steps of a short or full recovery, each with the day it opens in the person's calendar.

    `situation.days_late` must be the days from `no_on` to `today`. More than seven: the rest is moved so that the first
    open step is today, and a reply or a question is only offered.
    """
    shown = [candidate for candidate in offered if is_shown(candidate.conditions, situation)]
    counts_from_on = no_on
    if (today - no_on).days > VERY_LATE_DAYS:
        shown = [replace(step, mode=OFFERED) if step.key in TIMELY else step for step in shown]
        due = [step.day_offset for step in shown if step.mode == ON] or [step.day_offset for step in shown]
        counts_from_on = today - timedelta(days=min(due, default=0))
    return Plan(
        counts_from_on,
        [planned(step, opens_on=counts_from_on + timedelta(days=step.day_offset)) for step in shown],
    )


def plan_early_noes(
    offered: Sequence[Candidate], *, situation: Situation, here: Sequence[date], since_last_look: Sequence[date]
) -> Plan:
    """The steps of an early-noes page: one look a week, and one at the strategy for every so many noes.

    `here` are the days on which the noes of this page were recorded; `since_last_look` those of all pages since the
    last look at the strategy. Both ascending; `here` not empty.
    """
    look_on = here[0] + timedelta(days=LOOK_AFTER_DAYS)
    steps = []
    for step in offered:
        if not is_shown(step.conditions, situation):
            continue
        if step.batch_every and len(since_last_look) < step.batch_every:
            continue
        if step.batch_every:
            look_on = min(look_on, since_last_look[step.batch_every - 1])
        steps.append(step)
    return Plan(here[0], [planned(step, opens_on=look_on if step.is_batch else here[0]) for step in steps])


def planned(step: Candidate, *, opens_on: date) -> Planned:
    return Planned(step.key, step.title, step.order, step.mode, step.minutes, opens_on, step.language)
