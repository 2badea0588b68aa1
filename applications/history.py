"""The history of one application, in pieces: the latest lines for its page, all of them on a page of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import queries
from applications.models import Event, JobApplication
from applications.paging import Segment, Stretch, place_from, stretch

FOLDED = 10
ROWS = 50
ORDER = [Segment(Q(), ("-happened_on", "-recorded_at", "-pk"))]
Kind = Event.Kind


class Part(NamedTuple):
    """Events of one sort, by which a history can be narrowed."""

    label: Promise
    kinds: list[str]


PARTS = {
    "notes": Part(_("Notes"), [Kind.NOTE]),
    "moves": Part(_("Moves"), [Kind.ADDED, Kind.MOVED, Kind.APPLIED, Kind.OUTCOME_RECORDED, Kind.REOPENED]),
    "interviews": Part(_("Interviews"), [kind for kind in Kind if kind.startswith("interview")]),
    "letters": Part(_("Letters and answers"), [Kind.LETTER_SENT, Kind.HEARD]),
}


@dataclass(frozen=True)
class Page:
    events: list[Event]
    stretch: Stretch


def latest(application: JobApplication) -> tuple[list[Event], bool]:
    """The lines that its page shows, and whether there are more."""
    found = list(queries.timeline_of(application)[: FOLDED + 1])
    return found[:FOLDED], len(found) > FOLDED


def page_of(application: JobApplication, *, part: str, after: str = "", before: str = "") -> Page:
    """A page of the whole history; one that is deep costs what the first one costs."""
    rows = queries.timeline_of(application)
    if part in PARTS:
        rows = rows.filter(kind__in=PARTS[part].kinds)
    found = stretch(
        rows,
        ORDER,
        size=ROWS,
        after=place_from(after, ORDER, Event) if after else None,
        before=place_from(before, ORDER, Event) if before else None,
    )
    return Page(list(rows.filter(pk__in=found.keys)), found)
