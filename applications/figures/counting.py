"""What counts as sent, answered and talked about, and one pass over all of it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from django.db.models import Count, F, Q

from applications.models import JobApplication, Outcome
from applications.models.application import JobApplicationQuerySet, came_as_far_as
from applications.spans import Span

Stage, Kind = JobApplication.Stage, Outcome.Kind
ENOUGH = 5  # below that many a share or a median says nothing
LONG = 30  # days after which one asks oneself whether an answer still comes

# An automatic mail is an answer; a no that came as silence is none.
IS_NO = Q(outcome__kind=Kind.REJECTED) & ~Q(outcome__no_kind=Outcome.NoKind.SILENCE)
HEARD_AFTER_SENDING = Q(heard_on__isnull=False, applied_on=None) | Q(heard_on__gte=F("applied_on"))
WENT_ON = came_as_far_as(Stage.SCREENING)
ANSWERED = WENT_ON | Q(talked_on__isnull=False) | IS_NO | HEARD_AFTER_SENDING


def talked(path: str = "") -> Q:
    """As documents count it (`documents.shelf.counts`): a talk that was arranged, or a stage that says so."""
    return came_as_far_as(Stage.INTERVIEW, path) | Q((f"{path}talked_on__isnull", False))


def sent_in(span: Span) -> JobApplicationQuerySet:
    """The person's applications that went out in this part of the search, in no order."""
    applications: JobApplicationQuerySet = span.user.applications.as_far_as(Stage.APPLIED)
    return applications.filter(span.sent()).order_by()


@dataclass(frozen=True)
class Part:
    """So many of so many."""

    n: int
    of: int

    @property
    def share(self) -> float | None:
        """None where there are too few to speak of a share."""
        return self.n / self.of if self.of >= ENOUGH else None

    @property
    def drawn(self) -> str:
        """How long its bar is; a person reads `share`."""
        return percent(self.n, self.of)

    @property
    def left_free(self) -> str:
        return percent(self.of - self.n, self.of)


def percent(n: int, of: int) -> str:
    """For a drawing, as SVG reads it in every language."""
    return f"{100 * n / of:.2f}%" if of else "0%"


@dataclass
class Tally:
    """How many were sent, and how many of them came how far; `undated` are those of which no day is known."""

    sent: int = 0
    answered: int = 0
    screening: int = 0
    interview: int = 0
    final_round: int = 0
    offer: int = 0
    talks: int = 0
    undated: int = 0
    long_ago: int = 0  # sent more than `LONG` days ago

    def add(self, other: Tally) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass
class Counted:
    """All of it, and the same by where it was found and by work mode."""

    all: Tally = field(default_factory=Tally)
    by_source: dict[str, Tally] = field(default_factory=dict)
    by_mode: dict[str, Tally] = field(default_factory=dict)


def counted(span: Span, *, today: date) -> Counted:
    """One query, over an index that holds all that it asks for."""
    counts = sums(today)
    rows = sent_in(span).values("source", "work_mode").annotate(**counts)
    found = Counted()
    for source, mode, *numbers in rows.values_list("source", "work_mode", *counts):
        tally = Tally(**dict(zip(counts, numbers, strict=True)))
        for place in (found.all, found.by_source.setdefault(source, Tally()), found.by_mode.setdefault(mode, Tally())):
            place.add(tally)
    return found


def sums(today: date) -> dict[str, Count]:
    return {
        "sent": Count("pk"),
        "answered": Count("pk", filter=ANSWERED),
        "screening": Count("pk", filter=WENT_ON),
        **{stage.value: Count("pk", filter=came_as_far_as(stage)) for stage in FURTHER},
        "talks": Count("pk", filter=talked()),
        "undated": Count("pk", filter=Q(applied_on=None)),
        "long_ago": Count("pk", filter=Q(applied_on__lt=today - timedelta(days=LONG))),
    }


FURTHER = [Stage.INTERVIEW, Stage.FINAL_ROUND, Stage.OFFER]
