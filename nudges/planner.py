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
from django.db.models import Q

from accounts.models import User
from accounts.queries import without_proven_address
from advice import merge
from advice.models import NudgeText
from advice.queries import nudge_texts
from nudges import facts, rules, slots
from nudges.facts import UNSEEN, Key
from nudges.models import Message, Nudge, NudgeChoice, NudgePreference
from nudges.queries import with_dead_address
from nudges.slots import Gone, Laid

logger = logging.getLogger(__name__)

Texts = dict[str, NudgeText]
REMEMBERED = timedelta(days=90)  # how far back sent messages count for the caps
SLEEPS_AFTER = timedelta(days=60)  # the sweep leaves people alone who were away so long and have nothing planned
CHUNK = 50


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
        person = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
        if person is not None:
            _store(plans_for([person], now=now, is_locked=True)[person.pk], now=now)


def reconcile_or_log(user: User, *, now: datetime) -> None:
    """For senders: one plan that cannot be written must not keep anybody's mail; the sweep tries it again."""
    try:
        reconcile(user, now=now)
    except Exception:
        logger.exception("The plan of person %s could not be reconciled.", user.pk)


def reconcile_all(now: datetime) -> int:
    """Reconciles everybody in chunks, for the sweep; heals what was missed. Returns how many people were looked at.

    One person's broken row harms no other: it is logged and left for the next sweep.
    """
    awake = Q(last_visit_at__gte=now - SLEEPS_AFTER) | Q(joined_at__gte=now - SLEEPS_AFTER)
    busy = Q(pk__in=Nudge.objects.filter(state=Nudge.State.PLANNED).values("user"))
    ids = list(User.objects.filter(awake & Q(is_active=True) | busy).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        try:
            _reconcile_chunk(chunk, now=now)
        except Exception:
            logger.exception("A chunk of plans could not be reconciled together; trying one by one.")
            for pk in chunk:
                try:
                    _reconcile_chunk([pk], now=now)
                except Exception:
                    logger.exception("The plan of person %s could not be reconciled.", pk)
    return len(ids)


def _reconcile_chunk(ids: Sequence[int], *, now: datetime) -> None:
    with transaction.atomic():
        # In the order of their keys, so that two sweeps at once cannot wait for each other in a circle.
        people = list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
        for plan in plans_for(people, now=now, is_locked=True).values():
            _store(plan, now=now)


def plans_for(
    users: Iterable[User], *, now: datetime, fresh: Collection[UUID] = (), is_locked: bool = False
) -> dict[int, Plan]:
    """Asks rules and slots for several people, with a constant number of queries. Writes nothing.

    `fresh` names messages that are about to be tried for the first time: they may still be moved, so they do not count
    as underway. `is_locked` keeps delivery from settling the rows until the transaction ends; without it a plan that
    is then stored could take back a nudge that was sent in between.
    """
    people = {user.pk: user for user in users}
    if not people:
        return {}
    choices, preferences, gone = _choices(people), _preferences(people), _gone(people, now, fresh)
    known = facts.load_many(people.values(), now, wishes=preferences)
    wanted = {pk: rules.wanted(known[pk], now) if user.is_active else [] for pk, user in people.items()}
    made = dict(choices)
    asked = {pk: frozenset(one.key for one in wanted[pk] if one.not_before <= now) for pk in people}
    for pk in people:
        wanted[pk], choices[pk] = slots.again(wanted[pk], sent=known[pk].sent, choices=choices[pk])
    rows = _rows(wanted, is_locked=is_locked, now=now)
    unproven, dead = without_proven_address(people.values()), with_dead_address(people.values())
    texts_by_language: dict[tuple[str, ...], Texts] = {}
    plans = {}
    for pk, user in people.items():
        final = {key for key, row in rows[pk].items() if row.state in (Nudge.State.SENT, Nudge.State.PARKED)}
        preference = preferences.get(pk) or NudgePreference(user=user)
        laid = slots.lay_out(
            [one for one in wanted[pk] if one.key not in final],
            sent=gone[pk],
            choices=choices[pk],
            preferences=preference,
            zone=user.zone,
            now=now,
            last_visit_at=user.last_visit_at,
            is_proven=pk not in unproven and pk not in dead,
        )
        languages = tuple(user.curated_languages)
        if languages not in texts_by_language:
            texts_by_language[languages] = nudge_texts(languages)
        texts = texts_by_language[languages]
        checked = [_checked(one, texts, is_dead=pk in dead) for one in laid]
        plans[pk] = Plan(user, preference, checked, rows[pk], asked[pk], made.get(pk, []), texts)
    return plans


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


def _rows(wanted: dict[int, list[rules.Wanted]], *, is_locked: bool, now: datetime) -> dict[int, dict[Key, Nudge]]:
    """The rows of what is wanted, in whatever state, of all that is planned, and of what stands on Today."""
    about = [one for of_person in wanted.values() for one in of_person]
    of_wanted = Q(rule__in={one.rule for one in about}, subject__in={one.subject for one in about})
    shown = Q(state=Nudge.State.SENT, useful_until__gte=now)
    found: dict[int, dict[Key, Nudge]] = defaultdict(dict)
    query = Nudge.objects.filter(Q(state=Nudge.State.PLANNED) | of_wanted | shown, user__in=list(wanted)).order_by("pk")
    for row in query.select_for_update(no_key=True) if is_locked else query:
        found[row.user_id][row.key] = row
    return found


def _gone(people: dict[int, User], now: datetime, fresh: Collection[UUID]) -> dict[int, list[Gone]]:
    """Messages that were sent, were tried, or stand in the way of another one at the same slot."""
    # What nobody has come back to since is remembered for good: silence does not wear off.
    recent = Q(state=Message.State.SENT) & (Q(sent_at__gte=now - REMEMBERED) | UNSEEN)
    others = Q(state__in=[Message.State.WAITING, Message.State.PARKED, Message.State.EMPTY], attempts__gt=0)
    messages = Message.objects.filter(recent | others, user__in=list(people)).exclude(pk__in=list(fresh))
    found: dict[int, list[Gone]] = defaultdict(list)
    for message in messages.prefetch_related("nudges"):
        nudges = message.nudges.all()
        is_sent, is_underway = message.state == Message.State.SENT, message.state == Message.State.WAITING
        # A parked or emptied message only keeps its slot taken: nobody got it, so it counts for no cap.
        found[message.user_id].append(
            Gone(
                slot=message.slot,
                kind=message.kind if is_sent or is_underway else "",
                sent_at=None if is_underway else message.sent_at or message.slot,
                keys=frozenset(nudge.key for nudge in nudges) if is_sent or is_underway else frozenset(),
                recoveries=frozenset(nudge.recovery for nudge in nudges if nudge.recovery),
            )
        )
    return found


def _choices(people: dict[int, User]) -> dict[int, list[NudgeChoice]]:
    found: dict[int, list[NudgeChoice]] = defaultdict(list)
    for choice in NudgeChoice.objects.filter(user__in=list(people)):
        found[choice.user_id].append(choice)
    return found


def _preferences(people: dict[int, User]) -> dict[int, NudgePreference]:
    return {row.user_id: row for row in NudgePreference.objects.filter(user__in=list(people))}


def _store(plan: Plan, *, now: datetime) -> None:
    """Writes only what differs from what is stored."""
    fresh, changed = [], []
    for one in plan.laid:
        row = plan.rows.get(one.wanted.key)
        if row is None:
            if one.due_at or one.is_waiting:
                fresh.append(_write(Nudge(user=plan.user, created_at=now), one, now=now))
        elif row.state in (Nudge.State.PLANNED, Nudge.State.DROPPED):
            before = _values(row)
            if _values(_write(row, one, now=now)) != before:
                changed.append(row)
    laid = {one.wanted.key for one in plan.laid}
    for key, row in plan.rows.items():
        if row.state == Nudge.State.PLANNED and key not in laid:
            changed.append(_give_up(row, _why_over(row, now), now=now))
        elif row.state == Nudge.State.SENT and row.is_over != _is_over(row, plan):
            row.is_over = not row.is_over
            changed.append(row)
    Nudge.objects.bulk_create(fresh)
    Nudge.objects.bulk_update(changed, STORED)


STORED = [
    "list",
    "kind",
    "channel",
    "state",
    "due_at",
    "useful_until",
    "why",
    "params",
    "reason",
    "application",
    "recovery",
    "message",
    "settled_at",
    "moved_at",
    "path",
    "is_over",
]


def _values(row: Nudge) -> tuple[object, ...]:
    return tuple(row.message_id if name == "message" else getattr(row, name) for name in STORED)


def _write(row: Nudge, one: Laid, *, now: datetime) -> Nudge:
    """Makes the row say what was laid out."""
    wanted = one.wanted
    row.rule, row.subject, row.occurrence = wanted.key
    row.list, row.kind, row.why, row.params = wanted.list, wanted.kind, wanted.why, dict(wanted.params)
    row.application, row.recovery, row.useful_until = wanted.application, wanted.recovery, wanted.useful_until
    row.path = wanted.path
    if one.due_at is None and not one.is_waiting:
        return _give_up(row, one.reason, now=now)
    moves = row.due_at != one.due_at or one.channel != Nudge.Channel.MAIL
    if moves and row.message_id is not None:
        row.message = None  # the message itself is delivery's: it finds out that a part has gone
    if row.pk and row.due_at != one.due_at:
        row.moved_at = now
    row.state, row.due_at, row.channel, row.reason = Nudge.State.PLANNED, one.due_at, one.channel, one.reason
    row.settled_at = None
    return row


def _give_up(row: Nudge, reason: str, *, now: datetime) -> Nudge:
    if row.state != Nudge.State.DROPPED:
        row.settled_at = now
    row.state, row.reason, row.message = Nudge.State.DROPPED, reason, None
    return row


def _is_over(row: Nudge, plan: Plan) -> bool:
    """Whether one that was sent has nothing to say any more: done, dropped, stopped, or put off since (then it comes
    again by itself)."""
    rule, subject, occurrence = row.key
    if (rule, subject, occurrence.partition("~")[0]) not in plan.asked:  # without the mark of a repeat
        return True
    subjects = {subject, f"application:{row.application}"} - {""}
    kinds = NudgeChoice.Kind
    for choice in plan.choices:
        is_mine = (choice.rule, choice.subject, choice.occurrence) == row.key
        is_later = row.settled_at is not None and choice.made_at >= row.settled_at
        if choice.kind == kinds.STOP_SUBJECT and choice.subject in subjects:
            return True
        if is_mine and (choice.kind == kinds.DROP or (choice.kind == kinds.SNOOZE and is_later)):
            return True
    return False


def _why_over(row: Nudge, now: datetime) -> str:
    """No rule wants it any more: because it was seen on the page, because its time has gone, or because it is done."""
    if row.useful_until > now:
        return "no_longer_needed"
    was_shown = row.channel == Nudge.Channel.PAGE and row.due_at is not None and row.due_at <= now
    return "shown" if was_shown else "too_late"
