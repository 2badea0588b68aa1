"""What early noes have in common, to be looked at ten at a time: counts, and nothing out of fewer than five.

The questions are those of the article *Ten noes before any interview*: where found, which titles; and how the no came.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from advice.vocabulary import TRACK_BY_STAGE
from applications.folding import fold
from applications.models import Outcome

ENOUGH = 5
ROWS, LINES = 100, 4
LIGHT = [stage for stage, track in TRACK_BY_STAGE.items() if track == "light"]
SOON_DAYS, WEEKS_DAYS = 3, 14
NOT_NOTED = _("not noted")


@dataclass(frozen=True)
class EarlyNo:
    role: str
    source: str
    how: str
    applied_on: date | None
    decided_on: date


@dataclass(frozen=True)
class Group:
    """One question and its commonest answers, each with how many of all."""

    title: str | Promise
    lines: list[tuple[str | Promise, int]]
    others: int = 0  # in answers that are not listed


@dataclass(frozen=True)
class Pattern:
    n: int
    groups: list[Group]

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH


def early_pattern(user: User) -> Pattern:
    """Over the latest of this person's early noes, those that came in bulk included."""
    noes = Outcome.objects.filter(application__user=user, application__trashed_at=None, last_stage__in=LIGHT)
    noes = noes.filter(kind__in=[Outcome.Kind.REJECTED, Outcome.Kind.GHOSTED]).order_by("-decided_on", "-pk")
    how = Case(When(kind=Outcome.Kind.GHOSTED, then=Value(Outcome.NoKind.SILENCE)), default=F("no_kind"))
    told = ("application__role", "application__source", how, "application__applied_on", "decided_on")
    return pattern([EarlyNo(*row) for row in noes.values_list(*told)[:ROWS]])


def pattern(noes: Sequence[EarlyNo]) -> Pattern:
    """What is worth a look in them; no groups while they are too few."""
    if len(noes) < ENOUGH:
        return Pattern(len(noes), [])
    kinds = dict(Outcome.NoKind.choices)
    groups = [
        group(_("Which titles"), by_words(no.role for no in noes)),
        group(_("Where found"), by_words(no.source for no in noes)),
        group(_("How the no came"), Counter(kinds.get(no.how, NOT_NOTED) for no in noes)),
        group(_("How soon"), Counter(soon(no) for no in noes), in_order=[*SOON, NOT_NOTED]),
    ]
    return Pattern(len(noes), [one for one in groups if one.lines != [(NOT_NOTED, len(noes))]])


def by_words(texts: Iterable[str]) -> Counter[str | Promise]:
    """Counted alike whatever their capitals and accents, told as they were written last."""
    first: dict[str, str] = {}
    counted: Counter[str | Promise] = Counter()
    for text in texts:
        counted[first.setdefault(fold(text), text) or NOT_NOTED] += 1
    return counted


SOON = [_("within three days"), _("within two weeks"), _("after more than two weeks")]


def soon(no: EarlyNo) -> Promise:
    if no.applied_on is None or no.decided_on < no.applied_on:
        return NOT_NOTED
    days = (no.decided_on - no.applied_on).days
    return SOON[0] if days <= SOON_DAYS else SOON[1] if days <= WEEKS_DAYS else SOON[2]


def group(title: str | Promise, counted: Counter[str | Promise], in_order: Sequence[str | Promise] = ()) -> Group:
    rows = counted.most_common()
    if in_order:
        rows.sort(key=lambda row: in_order.index(row[0]))
    return Group(title, rows[:LINES], sum(count for _label, count in rows[LINES:]))
