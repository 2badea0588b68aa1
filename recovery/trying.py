"""What happened before and since an experiment began: small numbers, shown as such. Pure but for two queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from applications.models import JobApplication
from recovery.models import Experiment

ENOUGH = 10  # fewer on either side say nothing about the change
COMPARED = 30  # how many before it are looked at
A_HINT = 0.2  # by how much the shares differ before it is called more or fewer
Stage = JobApplication.Stage


@dataclass(frozen=True)
class Count:
    """Applications of one stretch: how many were sent, how many led to a talk or a test, how many are unanswered."""

    sent: int = 0
    talks: int = 0
    waiting: int = 0

    @property
    def told(self) -> int:
        """Of which one knows how they went on."""
        return self.sent - self.waiting

    @property
    def share(self) -> float:
        return self.talks / self.told if self.told else 0.0


@dataclass(frozen=True)
class Comparison:
    before: Count
    since: Count

    @property
    def is_enough(self) -> bool:
        return min(self.before.told, self.since.told) >= ENOUGH

    @property
    def hint(self) -> str:
        """“more”, “fewer” or “same”; empty where the numbers are too small to say anything."""
        if not self.is_enough:
            return ""
        difference = self.since.share - self.before.share
        return "same" if abs(difference) < A_HINT else "more" if difference > 0 else "fewer"


def count(applications: Iterable[JobApplication]) -> Count:
    rows = list(applications)
    talks = [row for row in rows if has_led_on(row)]
    waiting = [row for row in rows if row.is_open and not has_led_on(row)]
    return Count(len(rows), len(talks), len(waiting))


def has_led_on(application: JobApplication) -> bool:
    """It got as far as a talk or a test, however it ended."""
    return Stage(application.reached_stage).position >= Stage.SCREENING.position


def tried_on(experiment: Experiment) -> list[JobApplication]:
    """The next few that were sent since it began, counted by themselves, the first one first."""
    until = experiment.ended_on or date.max
    sent = experiment.user.applications.for_lists().filter(applied_on__range=(experiment.started_on, until))
    return list(sent.order_by("applied_on", "pk")[: experiment.wanted])


def with_numbers(running: Iterable[Experiment]) -> list[tuple[Experiment, int]]:
    """Running experiments of one person with how many were sent since each began; one query."""
    rows = list(running)
    if not rows:
        return []
    first = min(row.started_on for row in rows)
    days = list(rows[0].user.applications.filter(applied_on__gte=first).values_list("applied_on", flat=True))
    return [(row, min(row.wanted, sum(day >= row.started_on for day in days if day))) for row in rows]


def sent_before(experiment: Experiment) -> list[JobApplication]:
    """The latest that were sent before it began."""
    sent = experiment.user.applications.for_lists().filter(applied_on__lt=experiment.started_on)
    return list(sent.order_by("-applied_on", "-pk")[:COMPARED])


def compare(experiment: Experiment, tried: Iterable[JobApplication]) -> Comparison:
    return Comparison(before=count(sent_before(experiment)), since=count(tried))
