"""The weekly digest: what is open, on one page, for those who asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nudges.facts import ApplicationFact, Facts
from nudges.models import Nudge, NudgeList
from nudges.rules.base import DAY, Wanted, page, rule

WEEK = timedelta(days=7)
QUIET_AFTER = 7 * DAY


@dataclass(frozen=True)
class Line:
    """One thing that is open. `code` picks the words (`nudges.words.line`); `subject` is what it is about."""

    code: str
    about: str = ""
    on: date | None = None
    at: datetime | None = None
    subject: str = ""


@rule(list=NudgeList.DIGEST, kind=Nudge.Kind.DIGEST, until="two days")
def weekly_digest(facts: Facts, now: datetime) -> Iterator[Wanted]:
    """In the person's weekly slot, with what is open in the week after it, for two days. Ends with nothing to say.

    Next week's is yielded too, so that the plan shows it. A slot that had gone by when the digest was asked for, or
    when its day or time was changed, counts no more.
    """
    digest = facts.digest
    if digest is None:
        return
    today = facts.day(now)
    this_monday = today - today.weekday() * DAY
    for monday in (this_monday, this_monday + WEEK):
        year, week, _ = monday.isocalendar()
        moment = facts.at(digest.on(monday), digest.slot)
        lines = tuple(one for one in lines_of(facts, max(moment, now)) if one.subject not in facts.stopped)
        if not lines or (digest.since and moment < digest.since):
            continue
        yield weekly_digest.wants(
            subject="",
            occurrence=f"{year}-W{week:02}",
            not_before=moment,
            useful_until=moment + 2 * DAY,
            else_at=moment,
            why="weekly_slot",
            params={},
            path=page("nudges:today-show"),
            values={"open_steps": lines, "step_url": page("nudges:today-show")},
        )


def lines_of(facts: Facts, moment: datetime) -> Iterator[Line]:
    """What is open in the seven days from this moment on: what has a day first, then what is a question of time."""
    first, last = facts.day(moment), facts.day(moment) + 6 * DAY
    for interview in sorted(facts.interviews, key=lambda one: one.starts_at):
        if moment <= interview.starts_at < moment + WEEK:
            yield line("interview", interview.application, at=interview.starts_at)
    for application in facts.deadlines:
        if application.deadline_on and first <= application.deadline_on <= last:
            yield line("deadline", application, on=application.deadline_on)
    recovery = facts.recovery
    steps = recovery.steps if recovery and not recovery.is_paused else ()
    step = next((one for one in steps if one.is_planned and not one.is_settled), None)
    if recovery and step and (step.opens_on or first) <= last:
        yield Line("step", step.title, subject=f"application:{recovery.application.pk}")
    if facts.digest and facts.digest.early_noes_on and facts.digest.early_noes_on <= last:
        yield Line("early_noes")
    for talk in facts.talks:
        if talk.is_latest and not talk.is_answered and facts.day(talk.ends_at) + WEEK <= first:
            yield line("silence", talk.application, on=facts.day(talk.starts_at))
    for application in facts.quiet:
        if application.applied_on and application.last_event_at:
            quiet_since = max(application.applied_on, facts.day(application.last_event_at))
            if quiet_since + QUIET_AFTER <= first:
                yield line("quiet", application, on=quiet_since)


def line(code: str, application: ApplicationFact, *, on: date | None = None, at: datetime | None = None) -> Line:
    return Line(code, application.label, on, at, f"application:{application.pk}")
