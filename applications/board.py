"""The board of a person's applications: by stage, a stretch of each column at a time, and the closed ones beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from applications.models import JobApplication, Outcome
from applications.models.application import JobApplicationQuerySet
from applications.paging import Place, Segment, place_from, stretch
from applications.periods import within
from applications.queries import with_next_interview

Stage = JobApplication.Stage
BOARD_CUT = 20
ENDED_SHOWN = 5
ON_BOARD = [Segment(Q(), ("-last_event_at", "-pk"))]


@dataclass
class Column:
    """One stage of the board: the cards that fit, how many there are in all, and where the next cards begin."""

    stage: Stage
    count: int = 0
    applications: list[JobApplication] = field(default_factory=list)
    after: Place | None = None


def on_board(user: User, period: str = "") -> JobApplicationQuerySet:
    """What has a card, in no order; of which `period` as `periods.within` says."""
    return within(user.applications.open().at_hand(), user, period).order_by()


def counts_by_stage(user: User, period: str = "") -> dict[str, int]:
    counts = dict(on_board(user, period).values_list("stage").annotate(Count("pk")))
    return {stage.value: counts.get(stage, 0) for stage in Stage}


def board_for(user: User, *, now: datetime, period: str = "") -> list[Column]:
    """The open applications by stage, the latest first, at most `BOARD_CUT` in each; three queries at any length."""
    columns = {stage: Column(Stage(stage), count) for stage, count in counts_by_stage(user, period).items()}
    place = Window(RowNumber(), partition_by="stage", order_by=["-last_event_at", "-pk"])
    # The places first, then what cards show: else it would be worked out for every row, also for those that are cut.
    placed = on_board(user, period).annotate(place=place).filter(place__lte=BOARD_CUT)
    for application in cards(user, list(placed.values_list("pk", flat=True)), now=now):
        columns[application.stage].applications.append(application)
    for column in columns.values():
        if 0 < len(column.applications) < column.count:
            last = column.applications[-1]
            column.after = Place(0, (last.last_event_at, last.pk))
    return list(columns.values())


def column_of(user: User, stage: str, *, after: str, now: datetime, period: str = "") -> Column:
    """The next cards of one stage; from its top where `after` is no place in it."""
    rows = on_board(user, period).filter(stage=stage)
    start = place_from(after, ON_BOARD, JobApplication)
    part = stretch(rows, ON_BOARD, size=BOARD_CUT, after=start, before=None)
    shown = cards(user, part.keys, now=now)
    return Column(Stage(stage), len(shown), shown, part.after)


ON_A_CARD = [
    *("user", "role", "stage", "last_event_at", "deadline_on", "follow_up_on", "applied_on", "closed_at"),
    "company__name",
]


def cards(user: User, keys: list[int], *, now: datetime) -> list[JobApplication]:
    """These with what a card shows, in the order of the board. Sorted here: a database that may read by keys or in an
    order would choose the order, and read all that the person ever closed.
    """
    shown = user.applications.open().select_related("company").only(*ON_A_CARD).filter(pk__in=keys).order_by()
    found = with_next_interview(shown, now=now)
    return sorted(found, key=lambda card: (card.last_event_at, card.pk), reverse=True)


@dataclass
class Ending:
    """The closed applications that ended in one way: how many, and the latest of them."""

    kind: str
    count: int
    applications: list[JobApplication] = field(default_factory=list)


def closed_beside(user: User, period: str = "") -> JobApplicationQuerySet:
    """What ended, of the same part of the search as the board; in no order."""
    return within(user.applications.closed().at_hand(), user, period).order_by()


def endings_of(user: User, period: str = "") -> list[Ending]:
    """Beside the board: the closed ones by outcome, in two queries."""
    closed = closed_beside(user, period)
    counts = dict(closed.values_list("outcome__kind").annotate(Count("pk")))
    endings = {kind: Ending(kind, counts[kind]) for kind in Outcome.Kind.values if kind in counts}
    order = ["-outcome__recorded_at", "-pk"]
    placed = closed.annotate(place=Window(RowNumber(), partition_by="outcome__kind", order_by=order))
    latest = placed.filter(place__lte=ENDED_SHOWN).values("pk")
    for application in user.applications.for_lists().filter(pk__in=latest).order_by(*order):
        endings[application.outcome.kind].applications.append(application)
    return list(endings.values())
