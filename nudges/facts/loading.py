"""What the rules may know of a person: loaded once, the same number of queries for one person or for fifty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Interview, JobApplication, Outcome
from nudges.asking import answered, together
from nudges.facts.absence import unvisited_of
from nudges.facts.digests import digests_of
from nudges.facts.kept import experiments_of, plans_of, warm_days_of, warm_of
from nudges.facts.kinds import Facts, InterviewFact, Key, NoFact
from nudges.facts.recovering import feedback_of, recoveries_of
from nudges.facts.silent import silent_of
from nudges.facts.talks import ABOUT_ITS, application_fact, deadlines_of, final_rounds_of, talks_of
from nudges.models import Nudge, NudgeChoice, NudgeList, NudgePreference
from nudges.prepared import prepared
from recovery import moods

# How far back and ahead anything can still matter to a rule; beyond it rows are not even read.
INTERVIEW_DAYS = timedelta(days=60)
NO_DAYS = timedelta(days=14)
SENT_DAYS = timedelta(days=90)
AWAY = timedelta(hours=1)  # who is seen again sooner has not been away
STAGES_THAT_HURT = [
    stage for stage in JobApplication.Stage if stage.position >= JobApplication.Stage.SCREENING.position
]


def load(user: User, now: datetime) -> Facts:
    return load_many([user], now)[user.pk]


def load_many(
    users: Iterable[User],
    now: datetime,
    *,
    wishes: Mapping[int, NudgePreference] | None = None,
    choices: Mapping[int, Sequence[NudgeChoice]] | None = None,
) -> dict[int, Facts]:
    """Facts of several people by their pk. A dozen queries or so, however many there are."""
    people = {user.pk: user for user in users}
    ids = list(people)
    if wishes is None:
        wishes = {row.user_id: row for row in NudgePreference.objects.filter(user__in=ids)}
    (applied, interviews, noes), (recoveries, feedback, very_low), left_behind, ahead, silence = answered(
        together(
            together(_applied(people, now), _interviews(ids, now), _noes(ids, now)),
            together(recoveries_of(ids, now), feedback_of(ids, now), _very_low(people, now)),
            together(plans_of(people, now), experiments_of(ids, now), warm_of(ids, now), warm_days_of(ids, now)),
            together(talks_of(people, now), deadlines_of(people, now), final_rounds_of(ids, now)),
            together(silent_of(people, now), _sent(ids, now), unvisited_of(ids)),
        )
    )
    plans, experiments, warm, warm_days = left_behind
    talks, deadlines, final_rounds = ahead
    (quiet, closings), (sent, followed_up), unvisited = silence
    dropped, put_off, stopped = _decided(people, choices)
    digests = digests_of(wishes.values(), now)
    return {
        pk: Facts(
            zone=user.zone,
            first_name=user.first_name,
            joined_at=user.joined_at,
            weekly_goal=wishes[pk].weekly_goal if pk in wishes else None,
            applied_this_week=applied[pk],
            quiet=tuple(quiet[pk]),
            interviews=tuple(interviews[pk]),
            talks=tuple(talks[pk]),
            closings=tuple(closings[pk]),
            deadlines=tuple(deadlines[pk]),
            final_rounds=tuple(final_rounds[pk]),
            noes=tuple(noes[pk]),
            is_very_low_day=pk in very_low,
            recovery=recoveries.get(pk),
            feedback=tuple(feedback[pk]),
            digest=digests.get(pk),
            lists=tuple(wishes[pk].lists) if pk in wishes else (),
            unvisited=tuple(unvisited[pk, Nudge.Kind.GENTLE]),
            unvisited_digests=tuple(unvisited[pk, Nudge.Kind.DIGEST]),
            plans=tuple(plans[pk]),
            experiments=tuple(experiments[pk]),
            warm=tuple(warm[pk]),
            warm_days=tuple(warm_days[pk]),
            sent=sent[pk],
            followed_up={about: frozenset(keys) for about, keys in followed_up[pk].items()},
            dropped=frozenset(dropped[pk]),
            stopped=frozenset(stopped[pk]),
            put_off=put_off[pk],
        )
        for pk, user in people.items()
    }


async def _applied(people: dict[int, User], now: datetime) -> dict[int, int]:
    """How many applications went out in each person's own ISO week."""
    mondays = {}
    for pk, user in people.items():
        today = user.local_day(now)
        mondays[pk] = today - timedelta(days=today.weekday())
    counts: dict[int, int] = defaultdict(int)
    earliest, latest = min(mondays.values()), max(mondays.values()) + timedelta(days=7)
    for pk, applied_on in await _applied_between(list(people), earliest, latest):
        if applied_on is not None and mondays[pk] <= applied_on < mondays[pk] + timedelta(days=7):
            counts[pk] += 1
    return counts


@prepared
def _applied_between(ids: list[int], earliest: date, latest: date) -> QuerySet[JobApplication, tuple[int, date | None]]:
    rows = JobApplication.objects.filter(user__in=ids, applied_on__gte=earliest, applied_on__lt=latest)
    return rows.order_by().values_list("user", "applied_on")


async def _interviews(ids: list[int], now: datetime) -> dict[int, list[InterviewFact]]:
    found: dict[int, list[InterviewFact]] = defaultdict(list)
    for row in await _interviews_ahead(ids, now):
        about = application_fact(row.application, is_open=True)
        fact = InterviewFact(row.pk, about, row.starts_at, row.location, recorded_at=row.created_at)
        found[row.application.user_id].append(fact)
    return found


@prepared
def _interviews_ahead(ids: list[int], now: datetime) -> QuerySet[Interview]:
    return (
        Interview.objects.kept()
        .ahead(now)
        .filter(application__user__in=ids, application__closed_at=None, starts_at__lte=now + INTERVIEW_DAYS)
        .select_related("application__company")
        .only("starts_at", "location", "created_at", *ABOUT_ITS)
    )


async def _noes(ids: list[int], now: datetime) -> dict[int, list[NoFact]]:
    found: dict[int, list[NoFact]] = defaultdict(list)
    for pk, decided_on, recorded_at in await _late_noes(ids, now):
        found[pk].append(NoFact(decided_on, recorded_at))
    return found


@prepared
def _late_noes(ids: list[int], now: datetime) -> QuerySet[Outcome, tuple[int, date, datetime]]:
    return Outcome.objects.filter(
        application__trashed_at=None,
        application__user__in=ids,
        kind=Outcome.Kind.REJECTED,
        last_stage__in=STAGES_THAT_HURT,
        is_bulk=False,
        recorded_at__gte=now - NO_DAYS,
    ).values_list("application__user", "decided_on", "recorded_at")


async def _very_low(people: dict[int, User], now: datetime) -> set[int]:
    """Who marked today as very low; nothing is read where nobody checks in."""
    ids = [pk for pk, user in people.items() if user.has_checkins]
    return moods.having_a_very_low_day(people, await _checkins(ids, now), now=now) if ids else set()


_checkins = prepared(moods.of_late)


async def _sent(ids: list[int], now: datetime) -> tuple[dict[int, dict[Key, datetime]], dict[int, dict[int, set[Key]]]]:
    """When each nudge left, and which follow-ups did about each application."""
    found: dict[int, dict[Key, datetime]] = defaultdict(dict)
    followed_up: dict[int, dict[int, set[Key]]] = defaultdict(lambda: defaultdict(set))
    for pk, rule, subject, occurrence, settled_at, of_list, application in await _sent_lately(ids, now):
        if settled_at is not None:
            found[pk][rule, subject, occurrence] = settled_at
        if application is not None and of_list == NudgeList.FOLLOW_UPS:
            followed_up[pk][application].add((rule, subject, occurrence))
    return found, followed_up


@prepared
def _sent_lately(ids: list[int], now: datetime) -> QuerySet[Nudge, Any]:
    rows = Nudge.objects.filter(user__in=ids, state=Nudge.State.SENT, settled_at__gte=now - SENT_DAYS)
    return rows.values_list("user", "rule", "subject", "occurrence", "settled_at", "list", "application")


def _decided(
    people: dict[int, User], choices: Mapping[int, Sequence[NudgeChoice]] | None
) -> tuple[dict[int, set[Key]], dict[int, dict[Key, datetime | None]], dict[int, set[str]]]:
    """What each person dropped, what they put off and have not asked for since, and what they stopped."""
    kinds = NudgeChoice.Kind
    dropped: dict[int, set[Key]] = defaultdict(set)
    put_off: dict[int, dict[Key, datetime | None]] = defaultdict(dict)
    stopped: dict[int, set[str]] = defaultdict(set)
    if choices is None:
        rows: Iterable[NudgeChoice] = NudgeChoice.objects.filter(user__in=people).order_by("made_at", "pk")
    else:
        rows = [choice for pk in people for choice in choices.get(pk, ())]
    for row in rows:
        key, seen_at = (row.rule, row.subject, row.occurrence), people[row.user_id].last_visit_at
        if row.kind == kinds.STOP_SUBJECT:
            stopped[row.user_id].add(row.subject)
            continue
        if row.kind == kinds.DROP:
            dropped[row.user_id].add(key)
            continue
        put_off[row.user_id].pop(key, None)
        is_back = seen_at is not None and seen_at >= row.made_at + AWAY
        if row.kind == kinds.SNOOZE and not (row.until is None and is_back):
            put_off[row.user_id][key] = row.until
    return dropped, put_off, stopped
