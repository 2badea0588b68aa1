"""The list of a person's applications: narrowed, sorted, a page at a time, at the same cost at any length."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.db.models import Q

from accounts.models import User
from applications import periods, queries
from applications.folding import fold
from applications.models import JobApplication, Tag
from applications.models.application import NAME_KEPT, JobApplicationQuerySet
from applications.paging import Place, Segment, first_keys, place_from, place_of, stretch
from applications.searching import ANYWHERE, IN_NAMES, IN_SOURCE, NOTHING, asked, says

COUNTED = 500  # beyond it nobody needs the very number, and counting would cost more the more there are
TAGS_OFFERED = 200
ACTIVITY = ("-last_event_at", "-pk")
EVERYTHING = Q()


@dataclass(frozen=True)
class Wish:
    """What the list is asked to show; each of them empty where it does not matter."""

    text: str = ""
    stage: str = ""
    reached: str = ""  # at least this stage, however it ended
    outcome: str = ""
    source: str = ""
    tag: int | None = None
    applied_from: date | None = None
    applied_to: date | None = None
    work_mode: str = ""
    excitement: int | None = None
    silent: int | None = None  # for so many days
    period: str = ""
    with_closed: bool = False
    with_archived: bool = False
    sort: str = ""


@dataclass(frozen=True)
class Page:
    """One page of the list. `before` and `after` say in its address where the pages beside it begin."""

    object_list: list[JobApplication] = field(default_factory=list)
    before: Place | None = None
    after: Place | None = None
    count: int = 0

    def __iter__(self) -> Iterator[JobApplication]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    @property
    def is_counted(self) -> bool:
        """Whether `count` is all of them."""
        return self.count <= COUNTED


def found(user: User, wish: Wish, *, now: datetime) -> JobApplicationQuerySet:
    """The person's applications that fit, in no order. Asking for an outcome asks for closed ones."""
    applications: JobApplicationQuerySet = user.applications.for_lists().select_related(None)
    applications = periods.within(applications, user, wish.period)
    if not wish.with_archived:
        applications = applications.at_hand()
    if wish.outcome:
        applications = applications.filter(outcome__kind=wish.outcome)
    elif not wish.with_closed:
        applications = applications.open()
    if wish.silent:
        applications = applications.silent_since(now - timedelta(days=wish.silent))
    if wish.stage:
        applications = applications.at_stage(wish.stage)
    if wish.reached:
        applications = applications.as_far_as(wish.reached)
    if wish.tag:
        applications = applications.filter(tags=wish.tag)
    if wish.text.strip():
        applications = applications.filter(says(user.pk, wish.text))
    if wish.source.strip():
        applications = applications.filter(says(user.pk, wish.source, where=IN_SOURCE))
    return applications.filter(facts(wish))


def facts(wish: Wish) -> Q:
    conditions = {
        "applied_on__gte": wish.applied_from,
        "applied_on__lte": wish.applied_to,
        "work_mode": wish.work_mode,
        "excitement__gte": wish.excitement,
    }
    return Q(*((name, value) for name, value in conditions.items() if value))


def page_for(user: User, wish: Wish, *, now: datetime, size: int, after: str = "", before: str = "") -> Page:
    segments = segments_for(user, wish, now=now)
    start, end = (place_from(text, segments, JobApplication) if text else None for text in (after, before))
    rows = found(user, replace(wish, text="") if is_by_match(wish) else wish, now=now)
    if wish.sort == "interview":
        rows = queries.with_next_interview(rows, now=now)
    if start or end:
        part = stretch(rows, segments, size=size, after=start, before=end)
        # Where nothing is left of the last page, the list begins anew: it is not empty because of that.
        if part.places:
            count = found(user, wish, now=now).order_by().values("pk")[: COUNTED + 1].count()
            return Page(rows_of(user, part.keys, now=now), part.before, part.after, count)
    return first_page(user, rows, segments, now=now, size=size)


def first_page(user: User, rows: JobApplicationQuerySet, segments: list[Segment], *, now: datetime, size: int) -> Page:
    """The one that most people look at: found and counted by the same question."""
    keys = first_keys(rows, segments, most=COUNTED + 1)
    shown = rows_of(user, [key for _number, key in keys[:size]], now=now)
    has_more = shown and len(keys) > size
    return Page(shown, None, place_of(shown[-1], keys[size - 1][0], segments) if has_more else None, len(keys))


# What a row shows; of the rest of them nothing is read.
SHOWN = [
    *("role", "stage", "location", "work_mode", "source", "excitement"),
    *("salary_min", "salary_max", "salary_currency", "salary_period"),
    *("applied_on", "deadline_on", "last_event_at", "closed_at", "archived_at", "folded_company", "folded_role"),
    *("user", "company__name", "outcome__kind", "outcome__last_stage"),
]


def rows_of(user: User, keys: list[int], *, now: datetime) -> list[JobApplication]:
    """These, in this order, with all that a row shows; each with the names of its tags as `tag_names`."""
    if not keys:
        return []
    applications = user.applications.for_lists().filter(pk__in=keys).only(*SHOWN).order_by()
    rows = {row.pk: row for row in queries.with_next_interview(applications, now=now)}
    names: dict[int, list[str]] = {key: [] for key in keys}
    tagged = Tag.objects.filter(applications__in=keys).values_list("applications", "name")
    for key, name in tagged.order_by("folded", "pk"):
        names[key].append(name)
    for key, row in rows.items():
        row.tag_names = names[key]  # type: ignore[attr-defined]
    return [rows[key] for key in keys if key in rows]


def segments_for(user: User, wish: Wish, *, now: datetime) -> list[Segment]:
    """How it is sorted. What has no such value comes last, by its last activity.

    A search shows first what is called so, company or role, then what has the words in one of the two, unless another
    order was asked for.
    """
    if wish.sort == "interview":
        is_ahead = Q(last_interview_at__gte=now)
        behind = Q(last_interview_at__lt=now) | Q(last_interview_at=None)
        return [Segment(is_ahead, ("next_interview_at", "pk")), Segment(behind, ACTIVITY)]
    if wish.sort in BY_VALUE:
        order = BY_VALUE[wish.sort]
        name = order[0].lstrip("-")
        missing = Q((f"{name}__isnull", True))
        return [Segment(~missing, order), Segment(missing, ACTIVITY)]
    if wish.sort in BY_NAME:
        return [Segment(EVERYTHING, BY_NAME[wish.sort])]
    if is_by_match(wish):
        in_names, anywhere = (Q(says(user.pk, wish.text, where=where)) for where in (IN_NAMES, ANYWHERE))
        is_it = named(wish.text)
        return [Segment(is_it, ACTIVITY), Segment(in_names & ~is_it, ACTIVITY), Segment(anywhere & ~in_names, ACTIVITY)]
    return [Segment(EVERYTHING, ACTIVITY)]


def named(text: str) -> Q:
    """Whether the company or the role is called just so, but for case and accents: its words are then found there.

    Nothing is, where none of it is a word: then nothing is found anywhere.
    """
    if not asked(text):
        return Q(NOTHING)
    name = fold(" ".join(text.split()))[:NAME_KEPT]
    return Q(folded_company=name) | Q(folded_role=name)


def is_by_match(wish: Wish) -> bool:
    """Whether the segments say by themselves where the words were found: looking for them once more takes its time."""
    return not wish.sort and bool(wish.text.strip())


BY_VALUE = {
    "applied_on": ("-applied_on", "-pk"),
    "deadline": ("deadline_on", "pk"),
    "excitement": ("-excitement", "-pk"),
}
BY_NAME = {
    "company": ("folded_company", "folded_role", "pk"),
    "role": ("folded_role", "folded_company", "pk"),
}
