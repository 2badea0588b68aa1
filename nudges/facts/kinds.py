"""What the rules may know of a person, as plain values: no queries behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.urls import reverse

from applications.models import Outcome

Key = tuple[str, str, str]

REPEATS = 5  # how often one nudge may be put off after it was sent


def path_of(name: str, pk: int) -> str:
    """The page of one row. Thousands are named while mails go out, so only the first one is looked up."""
    return _path_of_nobody(name).replace("/987654321/", f"/{pk}/")


@cache
def _path_of_nobody(name: str) -> str:
    return reverse(name, args=[987654321])


@dataclass(frozen=True)
class ApplicationFact:
    """One application as far as a nudge may speak of it."""

    pk: int
    company: str = ""
    role: str = ""
    stage: str = "applied"
    applied_on: date | None = None
    last_event_at: datetime | None = None
    added_at: datetime | None = None
    deadline_on: date | None = None
    is_open: bool = True
    contact_name: str = ""
    follow_up_on: date | None = None  # the person's own choice

    @property
    def path(self) -> str:
        return path_of("applications:application-detail", self.pk)

    @property
    def label(self) -> str:
        return f"{self.role}, {self.company}".strip(", ")


@dataclass(frozen=True)
class InterviewFact:
    """An interview that is neither cancelled nor over, of an application that is open."""

    pk: int
    application: ApplicationFact
    starts_at: datetime
    location: str = ""
    recorded_at: datetime | None = None

    @property
    def path(self) -> str:
        return path_of("applications:interview-detail", self.pk)


@dataclass(frozen=True)
class TalkFact:
    """An interview that is over, of an application that is open."""

    pk: int
    application: ApplicationFact
    starts_at: datetime
    ends_at: datetime
    hear_back_by: date | None = None
    is_conversation: bool = True  # a test or a task is none
    is_written: bool = False  # there is a debrief
    is_latest: bool = True  # no later interview of this application stands in the calendar
    is_thanked: bool = False  # a letter went out after it
    is_answered: bool = False  # anything was heard, asked or moved on a later day

    @property
    def path(self) -> str:
        return path_of("applications:interview-detail", self.pk)


@dataclass(frozen=True)
class ClosingFact:
    """An open application about which the person has asked, with the day they chose for closing it themselves."""

    application: ApplicationFact
    silent_since: date
    on: date


@dataclass(frozen=True)
class NoFact:
    """A no from screening on: after it comes a pause."""

    decided_on: date
    recorded_at: datetime


@dataclass(frozen=True)
class StepFact:
    """One step of a recovery."""

    key: str
    is_planned: bool = True  # on by itself, not only offered
    is_settled: bool = False
    opens_on: date | None = None
    title: str = ""


@dataclass(frozen=True)
class RecoveryFact:
    """The one short or full recovery that goes on, with the no that began it."""

    pk: int
    application: ApplicationFact
    no_on: date
    recorded_at: datetime
    counts_from_on: date
    outcome_kind: str = Outcome.Kind.REJECTED
    is_paused: bool = False
    steps: tuple[StepFact, ...] = ()

    @property
    def path(self) -> str:
        return path_of("recovery:recovery-detail", self.pk)

    def step(self, key: str) -> StepFact | None:
        return next((step for step in self.steps if step.key == key), None)

    def path_of(self, key: str) -> str:
        """The page of a step; of the whole recovery where it has no such step."""
        return reverse("recovery:step-detail", args=[self.pk, key]) if self.step(key) else self.path


@dataclass(frozen=True)
class FeedbackFact:
    """One question to one employer."""

    application: ApplicationFact
    state: str
    later_on: date | None = None
    asked_on: date | None = None
    follow_up_on: date | None = None
    followed_up_on: date | None = None
    is_let_be: bool = False  # its step, or all of its recovery, was settled after that was said


@dataclass(frozen=True)
class DigestFact:
    """The weekly slot of somebody who asked for the digest, and what only the digest looks at."""

    weekday: int = 0  # Monday
    slot: time = time(9, 30)
    since: datetime | None = None
    early_noes_on: date | None = None  # the day on which the page of early noes is to be looked at, if there is one

    def on(self, monday: date) -> date:
        return monday + timedelta(days=self.weekday)


@dataclass(frozen=True)
class PlanFact:
    """A sentence of the person's own that is to come back at the moment they named."""

    recovery: int
    key: str  # of its step
    moment: datetime
    sentence: str = field(repr=False)  # private: it stands in one mail to its owner, and nowhere else
    application: ApplicationFact | None = None

    @property
    def path(self) -> str:
        return reverse("recovery:step-detail", args=[self.recovery, self.key])


@dataclass(frozen=True)
class ExperimentFact:
    """One change that is being tried."""

    pk: int
    look_on: date
    change: str = ""
    recovery: int | None = None

    @property
    def path(self) -> str:
        return reverse("recovery:experiment-detail", args=[self.pk])


@dataclass(frozen=True)
class WarmFact:
    """Somebody to write to again on a day."""

    pk: int
    name: str
    on: date
    company: str = ""
    last_touch_on: date | None = None

    @property
    def path(self) -> str:
        return reverse("applications:contact-detail", args=[self.pk])


@dataclass(frozen=True)
class WarmDayFact:
    """A day to write to somebody about whom no more is kept than through which application they are known."""

    recovery: int
    on: date
    application: ApplicationFact
    is_written: bool = False  # a letter went out on that day or later


@dataclass(frozen=True)
class Facts:
    """What the rules may know of one person at one moment."""

    zone: ZoneInfo
    first_name: str = ""
    joined_at: datetime | None = None
    weekly_goal: int | None = None
    applied_this_week: int = 0
    quiet: tuple[ApplicationFact, ...] = ()  # open, applied, and lately enough to be followed up
    interviews: tuple[InterviewFact, ...] = ()
    talks: tuple[TalkFact, ...] = ()
    closings: tuple[ClosingFact, ...] = ()  # unanswered after a check-in
    deadlines: tuple[ApplicationFact, ...] = ()  # open, with a date that has not gone by
    final_rounds: tuple[tuple[ApplicationFact, date], ...] = ()  # open, with the day on which it got there
    noes: tuple[NoFact, ...] = ()
    is_very_low_day: bool = False  # the person marked today so
    recovery: RecoveryFact | None = None
    feedback: tuple[FeedbackFact, ...] = ()
    digest: DigestFact | None = None
    lists: tuple[str, ...] = ()  # what may come by mail
    unvisited: tuple[datetime, ...] = ()  # when gentle messages left since the last visit, the earliest first
    unvisited_digests: tuple[datetime, ...] = ()  # and digests
    plans: tuple[PlanFact, ...] = ()
    experiments: tuple[ExperimentFact, ...] = ()  # that run, and are to be looked at soon
    warm: tuple[WarmFact, ...] = ()
    warm_days: tuple[WarmDayFact, ...] = ()
    sent: Mapping[Key, datetime] = field(default_factory=dict)
    followed_up: Mapping[int, frozenset[Key]] = field(default_factory=dict)  # by application: follow-ups that were sent
    dropped: frozenset[Key] = frozenset()  # "not this one"
    stopped: frozenset[str] = frozenset()  # subjects: "nothing more about this application"
    put_off: Mapping[Key, datetime | None] = field(default_factory=dict)  # None: until the person comes back

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def with_repeats(self, key: Key) -> list[Key]:
        """This nudge, and those under which it comes again after it was put off from its mail."""
        rule, subject, occurrence = key
        return [key, *((rule, subject, f"{occurrence}~{n}") for n in range(1, REPEATS + 1))]

    def start_of(self, day: date) -> datetime:
        """The first moment of a day in the person's zone. Days that skip midnight begin when the clock goes on."""
        return self.at(day, time(0))

    def at(self, day: date, moment: time) -> datetime:
        """This time of this day. See also its twin, `Clock.at`."""
        return datetime.combine(day, moment.replace(fold=0), tzinfo=self.zone).astimezone(UTC)
