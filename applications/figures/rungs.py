"""How far applications got, each rung among all that were sent, and how quiet it is around those that are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import localised
from applications.figures.counting import Part, Stage, Tally, sent_in
from applications.figures.links import Narrowing
from applications.spans import Span

TWO_WEEKS, SIX_WEEKS = QUIET = 14, 42  # in days; the list can be narrowed by the same


@dataclass(frozen=True)
class Rung:
    """One step of the ladder. `query` narrows the list to it, if it can."""

    label: str | Promise
    part: Part
    query: str = ""


def rungs_of(tally: Tally, narrowing: Narrowing) -> list[Rung]:
    """From all that was sent up to an offer, as far as the person said how far each of them got."""
    stages = {
        Stage.SCREENING: (_("Screening or a test"), tally.screening),
        Stage.INTERVIEW: (_("Interview"), tally.interview),
        Stage.FINAL_ROUND: (_("Final round"), tally.final_round),
        Stage.OFFER: (_("Offer"), tally.offer),
    }
    return [
        Rung(_("Sent"), Part(tally.sent, tally.sent), narrowing()),
        Rung(_("Answered at all"), Part(tally.answered, tally.sent)),
        *(
            Rung(label, Part(n, tally.sent), narrowing(reached=stage.value) if n else "")
            for stage, (label, n) in stages.items()
        ),
    ]


class Line(NamedTuple):
    """A number in a sentence, and the list that it leads to, if it can."""

    words: str
    query: str


def still_open(span: Span, narrowing: Narrowing, *, now: datetime) -> list[Line]:
    """How many are open, and for how many of them nothing has happened for long; one query over those that are."""
    quiet = {f"after_{days}": Count("pk", filter=Q(last_event_at__lte=now - timedelta(days=days))) for days in QUIET}
    row = sent_in(span).open().aggregate(open=Count("pk"), **quiet)
    counts = {0: row["open"]} | {days: row[f"after_{days}"] for days in QUIET}
    return [Line(words(days, n), narrowing(closed="", silent=days)) for days, n in counts.items() if n]


def words(days: int, n: int) -> str:
    if days == TWO_WEEKS:
        said = ngettext(
            "%(n)s of these has been quiet for two weeks", "%(n)s of these have been quiet for two weeks", n
        )
    elif days == SIX_WEEKS:
        said = ngettext(
            "%(n)s of these has been quiet for six weeks", "%(n)s of these have been quiet for six weeks", n
        )
    else:
        said = ngettext("%(n)s is still open", "%(n)s are still open", n)
    return said % {"n": localised.number(n)}
