"""Keeps the stored plan equal to what rules and slots say. There is no other way to plan, move or revoke a nudge."""

from __future__ import annotations

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import queries as proofs
from accounts.models import User
from advice import merge
from advice.models import NudgeText
from advice.queries import best_nudge_texts, published_nudge_texts
from nudges import facts, marks, remembered, rules, slots
from nudges.asking import answered, together
from nudges.facts import Key
from nudges.models import Nudge, NudgeChoice, NudgePreference
from nudges.prepared import prepared
from nudges.queries import with_dead_address
from nudges.remembered import Remembered
from nudges.slots import Laid
from nudges.storing import store

logger = logging.getLogger(__name__)

Texts = dict[str, NudgeText]
SLEEPS_AFTER = timedelta(days=60)  # the sweep leaves people alone who were away so long and have nothing planned
AFTER_A_FAILURE = timedelta(hours=1)
CHUNK = 100


@dataclass
class Plan:
    """What rules and slots say for one person now, beside what is stored about it."""

    user: User
    preference: NudgePreference
    laid: list[Laid] = field(default_factory=list)
    rows: dict[Key, Nudge] = field(default_factory=dict)
    asked: frozenset[Key] = frozenset()  # what the rules want now, before repeats
    choices: list[NudgeChoice] = field(default_factory=list)
    texts: Texts = field(default_factory=dict)

    def of(self, key: Key) -> Laid | None:
        return next((one for one in self.laid if one.wanted.key == key), None)


def reconcile(user: User, *, now: datetime) -> None:
    """Stores what rules and slots say for this person: inserts, moves, drops. What was sent stays. May repeat.

    Two at once wait for each other on the person's row; on SQLite every writing transaction does so anyway.
    """
    with transaction.atomic():
        _plan_anew([user.pk], now=now)


def reconcile_or_log(user: User, *, now: datetime) -> None:
    """For senders: one plan that cannot be written must not keep anybody's mail; the sweep tries it again."""
    try:
        reconcile(user, now=now)
    except Exception:
        logger.exception("The plan of person %s could not be reconciled.", user.pk)


def reconcile_all(now: datetime) -> int:
    """Reconciles everybody who may want something, whatever their marks say. Returns how many people were looked at."""
    awake = Q(last_visit_at__gte=now - SLEEPS_AFTER) | Q(joined_at__gte=now - SLEEPS_AFTER)
    busy = Q(pk__in=Nudge.objects.filter(state=Nudge.State.PLANNED).values("user"))
    people, looked_at, last = User.objects.filter(awake & Q(is_active=True) | busy).order_by("pk"), 0, 0
    while ids := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        reconcile_many(ids, now=now)
        looked_at, last = looked_at + len(ids), ids[-1]
    return looked_at


def sweep(now: datetime) -> int:
    """Reconciles those whose moment has come (`marks`), the longest waiting first. Returns how many there were.

    Its cost follows what may have changed, not how many people there are; it holds one chunk of them at a time.
    """
    looked_at = 0
    while ids := marks.due(now, limit=CHUNK):
        for pk in reconcile_many(ids, now=now):
            marks.put_off(pk, until=now + AFTER_A_FAILURE)
        looked_at += len(ids)
    return looked_at


def reconcile_many(ids: Sequence[int], *, now: datetime) -> list[int]:
    """Together, and one by one where that fails: one person's broken row harms no other. Returns who failed."""
    try:
        _reconcile_chunk(ids, now=now)
    except Exception:
        logger.exception("A chunk of plans could not be reconciled together; trying one by one.")
    else:
        return []
    failed = []
    for pk in ids:
        try:
            _reconcile_chunk([pk], now=now)
        except Exception:
            logger.exception("The plan of person %s could not be reconciled.", pk)
            failed.append(pk)
    return failed


def _reconcile_chunk(ids: Sequence[int], *, now: datetime) -> None:
    with transaction.atomic():
        _plan_anew(ids, now=now)


def _plan_anew(ids: Sequence[int], *, now: datetime) -> None:
    keys = list(ids)
    users, marked, memory = answered(together(_locked(keys), marks.of(keys), remembered.of(keys, now)))
    plans = _plans(users, memory, now=now, is_locked=True)
    for plan in plans.values():
        store(plan, now=now)
    marks.set_for(plans.values(), marked=marked, now=now)


@prepared
def _locked(ids: list[int]) -> QuerySet[User]:
    """In the order of their keys, so that two sweeps at once cannot wait for each other in a circle."""
    return User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


def plans_for(users: Iterable[User], *, now: datetime, fresh: Collection[UUID] = ()) -> dict[int, Plan]:
    """Asks rules and slots for several people, with a constant number of queries. Writes nothing.

    `fresh` names messages that are about to be tried for the first time: they may still be moved, so they do not count
    as underway.
    """
    people = list(users)
    memory = answered(remembered.of([user.pk for user in people], now, fresh=fresh))
    return _plans(people, memory, now=now, is_locked=False)


def _plans(users: Sequence[User], memory: Remembered, *, now: datetime, is_locked: bool) -> dict[int, Plan]:
    """`is_locked` keeps delivery from settling the rows until the transaction ends; without it a plan that is then
    stored could take back a nudge that was sent in between.
    """
    people = {user.pk: user for user in users}
    if not people:
        return {}
    preferences, choices = memory.preferences, dict(memory.choices)
    known = facts.load_many(people.values(), now, wishes=preferences, choices=choices)
    wanted = {pk: rules.wanted(known[pk], now) if user.is_active else [] for pk, user in people.items()}
    asked = {pk: frozenset(one.key for one in wanted[pk] if one.not_before <= now) for pk in people}
    for pk in people:
        wanted[pk], choices[pk] = slots.again(wanted[pk], sent=known[pk].sent, choices=choices.get(pk, []))
    rows, dead, unproven, texts = answered(
        together(
            _rows(wanted, is_locked=is_locked, now=now),
            with_dead_address(people.values()),
            _without_proven_address(people.values()),
            _texts({tuple(user.curated_languages) for user in people.values()}),
        )
    )
    plans = {}
    for pk, user in people.items():
        final = {key for key, row in rows[pk].items() if row.state in (Nudge.State.SENT, Nudge.State.PARKED)}
        preference = preferences.get(pk) or NudgePreference(user=user)
        laid = slots.lay_out(
            [one for one in wanted[pk] if one.key not in final],
            sent=memory.gone.get(pk, []),
            choices=choices[pk],
            preferences=preference,
            zone=user.zone,
            now=now,
            last_visit_at=user.last_visit_at,
            is_proven=pk not in unproven and pk not in dead,
        )
        words = texts[tuple(user.curated_languages)]
        checked = [_checked(one, words, is_dead=pk in dead) for one in laid]
        plans[pk] = Plan(user, preference, checked, rows[pk], asked[pk], memory.choices.get(pk, []), words)
    return plans


async def _without_proven_address(people: Collection[User]) -> set[int]:
    is_asked = proofs.is_proof_asked()
    return proofs.unproven(people, await _proven([user.pk for user in people])) if is_asked else set()


_proven = prepared(proofs.proven_addresses)


async def _texts(spoken: Collection[tuple[str, ...]]) -> dict[tuple[str, ...], Texts]:
    """The words of every nudge, in the best of each of these choices of languages."""
    published = await together(*[_published(list(languages)) for languages in spoken])
    return {languages: best_nudge_texts(texts, languages) for languages, texts in zip(spoken, published, strict=True)}


_published = prepared(published_nudge_texts)


def _checked(one: Laid, texts: Texts, *, is_dead: bool) -> Laid:
    """Without words, or without a value that its words cannot do without, a nudge waits and the plan says so."""
    if is_dead and one.reason == "unconfirmed":
        one = dataclasses.replace(one, reason="unreachable")
    text = texts.get(one.wanted.rule)
    if text is None:
        reason = "no_words"
    elif set(merge.missing(text.body, one.wanted.values)) & set(text.required):
        reason = "missing"
    else:
        return one
    return dataclasses.replace(one, due_at=None, reason=reason) if one.due_at else one


async def _rows(
    wanted: dict[int, list[rules.Wanted]], *, is_locked: bool, now: datetime
) -> dict[int, dict[Key, Nudge]]:
    """The rows of what is wanted, in whatever state, of all that is planned, and of what stands on Today."""
    about = [one for of_person in wanted.values() for one in of_person]
    read = _locked_nudges if is_locked else _nudges
    found: dict[int, dict[Key, Nudge]] = defaultdict(dict)
    for row in await read(list(wanted), list({one.rule for one in about}), list({one.subject for one in about}), now):
        found[row.user_id][row.key] = row
    return found


def _nudges_that_count(ids: list[int], rules: list[str], subjects: list[str], now: datetime) -> QuerySet[Nudge]:
    of_wanted = Q(rule__in=rules, subject__in=subjects)
    shown = Q(state=Nudge.State.SENT, useful_until__gte=now)
    return Nudge.objects.filter(Q(state=Nudge.State.PLANNED) | of_wanted | shown, user__in=ids).order_by("pk")


_nudges = prepared(_nudges_that_count)


@prepared
def _locked_nudges(ids: list[int], rules: list[str], subjects: list[str], now: datetime) -> QuerySet[Nudge]:
    return _nudges_that_count(ids, rules, subjects, now).select_for_update(no_key=True)
