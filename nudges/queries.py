"""What the pages and the health check ask. Nudges bear `.about` (text or "") and `.link` (a path)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet

from accounts.models import User
from applications.models import JobApplication, Outcome
from nudges.models import DeadAddress, Heartbeat, Message, Nudge, NudgePreference, Work
from nudges.prepared import prepared

PROCESSES = ("beat", "worker")
HISTORY_SHOWN = 100
TODAY_READS = 60
UNTIL_THEY_ARE_BACK = ("until_you_come_back", "quiet_until_you_come_back")
SILENT_REASONS = ("no_longer_needed", "too_late")
LATE_STAGES = [stage for stage in JobApplication.Stage if stage.position >= JobApplication.Stage.SCREENING.position]
LATE_NO = {"kind": Outcome.Kind.REJECTED, "last_stage__in": LATE_STAGES, "is_bulk": False}


def preference_of(user: User) -> NudgePreference:
    """The person's wishes; an unsaved default where they have none yet."""
    return NudgePreference.objects.filter(user=user).first() or NudgePreference(user=user)


def is_late_no(outcome: Outcome) -> bool:
    """An employer's no from screening on. See also its twin, `LATE_NO`."""
    return outcome.kind == Outcome.Kind.REJECTED and outcome.last_stage in LATE_STAGES and not outcome.is_bulk


def is_to_be_asked(user: User, outcome: Outcome) -> bool:
    """Whether no late no was recorded before this one, and the person has neither decided about notes nor been asked
    again. One query.
    """
    late_noes = user.applications.filter(**{f"outcome__{name}": value for name, value in LATE_NO.items()})
    earlier = late_noes.order_by().filter(outcome__recorded_at__lt=outcome.recorded_at)
    decided = NudgePreference.objects.filter(user=user).exclude(is_undecided=True, asked_again_at=None)
    return not earlier.values("pk").union(decided.values("pk"), all=True)[:1]


def plan_of(user: User) -> list[Nudge]:
    """What we will send or show, in order; those that wait for the person (no `due_at`) come last."""
    planned = user.nudges.filter(state=Nudge.State.PLANNED).order_by(F("due_at").asc(nulls_last=True), "pk")
    return with_subjects(user, planned)


def is_awaited(user: User) -> bool:
    """Whether anything in the stored plan ends with a visit. One look into the index of their open rows."""
    planned = user.nudges.filter(state=Nudge.State.PLANNED)
    return planned.filter(Q(reason__in=UNTIL_THEY_ARE_BACK) | Q(rule="going_quiet")).exists()


def history_of(user: User) -> list[Nudge]:
    """What was sent, dropped or needs a look, newest first."""
    settled = user.nudges.exclude(state=Nudge.State.PLANNED).order_by("-settled_at", "-pk")
    return with_subjects(user, settled[:HISTORY_SHOWN])


def noticed_of(user: User, *, limit: int) -> list[Nudge]:
    """The latest of the history, without what the plan took out by itself: nobody ever heard of that."""
    settled = user.nudges.exclude(state=Nudge.State.PLANNED).order_by("-settled_at", "-pk")
    return with_subjects(user, settled.exclude(state=Nudge.State.DROPPED, reason__in=SILENT_REASONS)[:limit])


def on_today(user: User, *, now: datetime, until: datetime) -> list[Nudge]:
    """What is due and still of use, whether or not it also went by mail, and what the plan holds before that moment."""
    due = Q(state=Nudge.State.PLANNED, due_at__lt=until) | Q(state=Nudge.State.SENT, is_over=False)
    rows = user.nudges.filter(due, useful_until__gte=now).order_by("due_at", "pk")
    return with_subjects(user, rows[:TODAY_READS])


def with_subjects(user: User, nudges: Iterable[Nudge]) -> list[Nudge]:
    """The same nudges with what they are about: one query for each kind there is."""
    rows = list(nudges)
    named = names_of(user, [row.subject for row in rows])
    ids = {row.application for row in rows if row.application}
    shown = user.applications.filter(pk__in=ids).select_related("company").only("user", "role", "company__name")
    applications = {row.pk: row for row in shown.order_by()}
    for row in rows:
        application: JobApplication | None = applications.get(row.application or 0)
        row.about = str(application) if application else named.get(row.subject, "")
        row.link = row.path or (application.get_absolute_url() if application else "/nudges/")
    return rows


def names_of(user: User, subjects: Iterable[str]) -> dict[str, str]:
    """What contacts and experiments are called, by subject."""
    kept: dict[str, Any] = {"contact": user.contacts, "experiment": user.experiments}
    wanted: dict[str, list[int]] = {}
    for kind, _colon, number in (subject.partition(":") for subject in set(subjects)):
        if kind in kept:
            wanted.setdefault(kind, []).append(int(number))
    return {f"{kind}:{row.pk}": str(row) for kind, keys in wanted.items() for row in kept[kind].filter(pk__in=keys)}


async def with_dead_address(people: Iterable[User]) -> set[int]:
    """Those (by pk) to whose present address nothing goes any more."""
    by_pk = {person.pk: person for person in people}
    return {pk for pk, email in await _dead_addresses(list(by_pk)) if email == by_pk[pk].email.lower()}


@prepared
def _dead_addresses(ids: list[int]) -> QuerySet[DeadAddress, tuple[int, str]]:
    return DeadAddress.objects.filter(user__in=ids).order_by().values_list("user", "email")


def dead_address_of(user: User) -> DeadAddress | None:
    """Why nothing goes to the address that this person has now; None where mail goes out."""
    return DeadAddress.objects.filter(user=user, email=user.email.lower()).first()


def heartbeats() -> dict[str, datetime | None]:
    """When beat and a worker last showed that they live; None for never."""
    rows = dict(Heartbeat.objects.filter(name__in=PROCESSES).values_list("name", "beat_at"))
    return {name: rows.get(name) for name in PROCESSES}


def is_anything_running(now: datetime) -> bool:
    """False when beat or every worker has been silent for three rings of the bell: then nobody gets mail."""
    longest = timedelta(seconds=3 * settings.HEARTBEAT_SECONDS + 30)
    # A moment that lies ahead was written by a clock that has been put back since: it says nothing about now.
    return all(moment is not None and abs(now - moment) <= longest for moment in heartbeats().values())


@dataclass(frozen=True)
class Standing:
    """How sending stands: what is due and not gone, the seconds that the oldest of it has waited, what is parked."""

    due: int
    lag: float
    parked: int


def standing(now: datetime) -> Standing:
    """Reads the partial indexes of open rows alone, whatever has been sent."""
    unformed = Nudge.objects.filter(
        state=Nudge.State.PLANNED, channel=Nudge.Channel.MAIL, message=None, due_at__lte=now
    ).aggregate(number=Count("pk"), first=Min("due_at"))
    waiting = Message.objects.filter(state=Message.State.WAITING, next_attempt_at__lte=now).aggregate(
        number=Count("pk"), first=Min("next_attempt_at")
    )
    first = min((one["first"] for one in (unformed, waiting) if one["first"]), default=now)
    parked = Message.objects.filter(state=Message.State.PARKED).count()
    return Standing(unformed["number"] + waiting["number"], (now - first).total_seconds(), parked)


def work() -> Work:
    """What all ticks have done so far."""
    return Work.objects.filter(pk=Work.ONLY).first() or Work()
