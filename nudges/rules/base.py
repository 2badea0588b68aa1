"""What a rule is, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nudges.facts import ApplicationFact, Facts, Key
from nudges.models import Nudge

GENTLE, APPOINTMENT = Nudge.Kind.GENTLE, Nudge.Kind.APPOINTMENT
DAY = timedelta(days=1)

# Where a cap bites, the earlier one goes first.
PRIORITY = [
    "feedback_request",
    "silence_check",
    "closing_day",
    "next_morning",
    "feedback_follow_up",
    "debrief",
    "application_follow_up",
    "experiment_review",
    "keep_in_touch",
    "keep_applying",
    "good_day",
    "going_quiet",
]


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
    # The person typed this very moment: it goes then, in quiet hours too.
    is_exact: bool = False
    application: int | None = None
    recovery: int | None = None
    is_here_only: bool = False  # a question for the page, never a mail
    is_farewell: bool = False  # goes although the person has not been here: it says that silence begins
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
    until: str  # for people who read the table: how late it is still of use. What counts is `useful_until`.
    ask: Callable[[Facts, datetime], Iterator[Wanted]]

    @property
    def name(self) -> str:
        return self.ask.__name__

    def __call__(self, facts: Facts, now: datetime) -> Iterator[Wanted]:
        return self.ask(facts, now)

    def wants(self, **fields: Any) -> Wanted:
        return Wanted(rule=self.name, list=self.list, kind=self.kind, **fields)


def rule(*, list: str, kind: str, until: str) -> Callable[[Callable[[Facts, datetime], Iterator[Wanted]]], Rule]:
    return lambda ask: Rule(list, kind, until, ask)


def about(application: ApplicationFact) -> dict[str, Any]:
    """The merge values that every nudge about an application has. Empty ones get their fallback in the mail."""
    return {
        "company": application.company,
        "role": application.role,
        "contact_name": application.contact_name,
        "application_url": application.path,
    }


def letter(key: str = "", **about: int) -> str:
    """The page on which this letter is written, filled from what it is about; without a key, the choice of letters."""
    if not about:
        return page("advice:letter-detail", key) if key else page("advice:letter-index")
    wanted = about | ({"letter": key} if key else {})
    return f"{page('applications:letter-new')}?{urlencode(wanted)}"


@cache
def page(name: str, *args: str) -> str:
    """Of names and keys there are few, and nothing in an address depends on who asks."""
    return reverse(name, args=args)
