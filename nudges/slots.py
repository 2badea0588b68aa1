"""When each wanted nudge goes, and which share a message: zones, quiet hours, slots, caps, folding. Pure.

The same arguments give the same plan, whatever was planned before; so the plan can be thrown away and laid out again
at any time. All moments in and out are aware; days and times of day are the person's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nudges.clock import DAY, Clock
from nudges.facts import AWAY, REPEATS, Key
from nudges.models import Nudge, NudgeChoice, NudgePreference
from nudges.rules import GENTLE, Wanted

# A slot stays open this long after its moment, for a sender that was down or a sweep that came first.
GRACE = timedelta(hours=3)
A_DAY, A_WEEK, A_RECOVERY = 1, 2, 5  # gentle messages at most
UNVISITED = 2  # gentle messages without a visit, then silence
AFTER_A_SNOOZE = 3 * DAY  # how much longer a gentle nudge is of use when the person asked for it later

# Reasons with which a nudge without a moment stays in the plan: it waits for the person or for a curator.
WAITING = {"until_you_come_back", "quiet_until_you_come_back", "paused", "missing", "no_words"}


@dataclass(frozen=True)
class Gone:
    """A message that was sent, or whose sending has begun and not ended (`sent_at` is None): it cannot be moved."""

    slot: datetime
    kind: str
    sent_at: datetime | None = None
    keys: frozenset[Key] = frozenset()
    recoveries: frozenset[int] = frozenset()

    @property
    def is_underway(self) -> bool:
        return self.sent_at is None


@dataclass(frozen=True)
class Laid:
    """A wanted nudge with its moment; without one, `reason` says what it waits for or why it is given up."""

    wanted: Wanted
    due_at: datetime | None
    channel: str = Nudge.Channel.MAIL
    reason: str = ""

    @property
    def slot(self) -> datetime | None:
        """Nudges of one slot share one message."""
        return self.due_at

    @property
    def is_waiting(self) -> bool:
        return self.due_at is None and self.reason in WAITING


def lay_out(
    wanted: Sequence[Wanted],
    *,
    sent: Iterable[Gone],
    choices: Iterable[NudgeChoice],
    preferences: NudgePreference,
    zone: ZoneInfo,
    now: datetime,
    last_visit_at: datetime | None = None,
    is_proven: bool = True,
) -> list[Laid]:
    """Gives every wanted nudge that has not been sent its moment and channel, or the reason why it has none.

    `is_proven`: the person's address is known to be theirs, or nobody asks.
    """
    clock = Clock(zone, preferences)
    gone, said = list(sent), list(choices)
    table = _Table(clock, gone, now, last_visit_at, is_proven=is_proven)
    decided = [_decide(one, choices=said, table=table) for one in _unsent(wanted, gone)]
    appointments = [one for one in decided if isinstance(one, Wanted) and one.kind != GENTLE]
    gentle = [one for one in decided if isinstance(one, Wanted) and one.kind == GENTLE]
    laid = [one for one in decided if isinstance(one, Laid)]
    laid += [table.place_appointment(one) for one in appointments]
    table.riding = {one.due_at for one in laid if one.due_at and _carries(one)}
    laid += [table.place_gentle(one) for one in sorted(gentle, key=_by_priority)]
    return laid


def again(
    wanted: Sequence[Wanted], *, sent: Mapping[Key, datetime], choices: Sequence[NudgeChoice]
) -> tuple[list[Wanted], list[NudgeChoice]]:
    """Adds what was sent and then put off from its mail: it comes once more under an occurrence of its own.

    Returns what is wanted and the choices, both with those repeats; they last only as long as the rule wants the first.
    """
    repeats, put_off = list(wanted), list(choices)
    for one in wanted:
        for n in range(1, REPEATS + 1):
            choice = _snoozed_after_sending(one, sent=sent, choices=choices)
            if choice is None:
                break
            base = one.occurrence.partition("~")[0]
            one = dataclasses.replace(one, occurrence=f"{base}~{n}")
            repeats.append(one)
            rule, subject, occurrence = one.key
            put_off.append(
                NudgeChoice(
                    kind=NudgeChoice.Kind.SNOOZE,
                    rule=rule,
                    subject=subject,
                    occurrence=occurrence,
                    until=choice.until,
                    made_at=choice.made_at,
                )
            )
    return repeats, put_off


def _snoozed_after_sending(
    one: Wanted, *, sent: Mapping[Key, datetime], choices: Sequence[NudgeChoice]
) -> NudgeChoice | None:
    sent_at = sent.get(one.key)
    if sent_at is None:
        return None
    snoozes = [
        choice
        for choice in choices
        if choice.kind == NudgeChoice.Kind.SNOOZE
        and (choice.rule, choice.subject, choice.occurrence) == one.key
        and choice.made_at >= sent_at
    ]
    return max(snoozes, key=lambda choice: choice.made_at, default=None)


def _unsent(wanted: Sequence[Wanted], gone: Iterable[Gone]) -> list[Wanted]:
    said = {key for message in gone if not message.is_underway for key in message.keys}
    return [one for one in wanted if one.key not in said]


def _by_priority(one: Wanted) -> tuple[int, datetime, Key]:
    return (one.priority, one.not_before, one.key)


def _carries(one: Laid) -> bool:
    """A message that goes anyway, so that gentle nudges may ride along."""
    is_appointment = one.wanted.kind == Nudge.Kind.APPOINTMENT and one.reason != "send_now"
    return is_appointment and one.channel == Nudge.Channel.MAIL


def _decide(one: Wanted, *, choices: Sequence[NudgeChoice], table: _Table) -> Wanted | Laid:
    """What the person said comes first: a nudge that is settled by that, or the nudge with its later start."""
    subjects = {one.subject, f"application:{one.application}"} - {""}
    if any(choice.kind == NudgeChoice.Kind.STOP_SUBJECT and choice.subject in subjects for choice in choices):
        return Laid(one, None, reason="stopped_by_you")
    mine = [choice for choice in choices if (choice.rule, choice.subject, choice.occurrence) == one.key]
    if any(choice.kind == NudgeChoice.Kind.DROP for choice in mine):
        return Laid(one, None, reason="dropped_by_you")
    kinds = (NudgeChoice.Kind.SNOOZE, NudgeChoice.Kind.SEND_NOW)
    latest = max((choice for choice in mine if choice.kind in kinds), key=lambda choice: choice.made_at, default=None)
    return table.decide(one, latest)


class _Table:
    """The messages that stand already, and what still fits between them."""

    def __init__(
        self,
        clock: Clock,
        gone: Sequence[Gone],
        now: datetime,
        last_visit_at: datetime | None,
        *,
        is_proven: bool,
    ) -> None:
        self.clock, self.now, self.last_visit_at, self.is_proven = clock, now, last_visit_at, is_proven
        self.preferences = clock.preferences
        self.taken = {message.slot for message in gone}
        self.held = {key: message for message in gone if message.is_underway for key in message.keys}
        gentle = [message for message in gone if message.kind == GENTLE]
        # What is still being tried may arrive today, and nobody has seen it yet.
        self.days = [clock.day(message.sent_at or max(message.slot, now)) for message in gentle]
        self.unvisited = sum(self._is_unvisited(message.sent_at or message.slot) for message in gentle)
        self.by_recovery: dict[int, set[datetime]] = {}
        for message in gentle:
            for recovery in message.recoveries:
                self.by_recovery.setdefault(recovery, set()).add(message.slot)
        self.riding: set[datetime] = set()
        self.planned: set[datetime] = set()

    def _is_unvisited(self, moment: datetime) -> bool:
        return self.last_visit_at is None or moment > self.last_visit_at

    def decide(self, one: Wanted, choice: NudgeChoice | None) -> Wanted | Laid:
        message = self.held.get(one.key)
        if message and choice and choice.made_at >= message.slot and choice.kind == NudgeChoice.Kind.SNOOZE:
            message = None
        if message and one.kind == GENTLE and one.not_before > max(self.now, message.slot):
            message = None  # a pause began after its first try
        is_now = choice is not None and choice.kind == NudgeChoice.Kind.SEND_NOW and self.is_proven
        if choice and is_now and self.now < one.useful_until:
            return Laid(one, message.slot if message else choice.made_at, reason="send_now")
        if self.preferences.is_paused and (until := self.preferences.paused_until) is None:
            return Laid(one, None, reason="paused")
        if message and not self.preferences.is_paused_at(self.now):
            return self._hold(one, message)
        if self.preferences.is_paused and until:
            one = self._not_before(one, until)
        if choice and choice.kind == NudgeChoice.Kind.SNOOZE:
            if choice.until is not None:
                return self._later(one, choice.until)
            if self.last_visit_at is None or self.last_visit_at < choice.made_at + AWAY:
                return Laid(one, None, reason="until_you_come_back")
        return one

    def _hold(self, one: Wanted, message: Gone) -> Laid:
        """Its message has been tried: it stays with it, so that every attempt bears the same Message-ID."""
        if problem := self.not_by_mail(one):
            return Laid(one, message.slot, Nudge.Channel.PAGE, problem)
        if self.now > one.useful_until:
            return Laid(one, None, reason="too_late")
        return Laid(one, message.slot)

    def not_by_mail(self, one: Wanted) -> str:
        """Why this may not go by mail; empty where it may."""
        if not self.preferences.wants(one.list):
            return "not_by_mail"
        return "" if self.is_proven else "unconfirmed"

    def _not_before(self, one: Wanted, moment: datetime) -> Wanted:
        return dataclasses.replace(one, not_before=max(one.not_before, moment))

    def _later(self, one: Wanted, until: datetime) -> Wanted:
        one = self._not_before(one, until)
        if one.kind == GENTLE:
            one = dataclasses.replace(one, useful_until=max(one.useful_until, until + AFTER_A_SNOOZE))
        return one

    def place_appointment(self, one: Wanted) -> Laid:
        reason = self.not_by_mail(one)
        is_mail = not reason
        channel = Nudge.Channel.MAIL if is_mail else Nudge.Channel.PAGE
        moment = self._slot_of_appointment(one)
        if moment is None:
            moment, shifted = self._beside_the_slot(one)
            reason = reason or ("quiet_hours" if shifted else "")
        if moment is None:
            return Laid(one, None, channel, "too_late")
        if is_mail and moment in self.taken:
            # Its slot has had a message. The next free minute is a slot of its own; appointments do not wait.
            while moment in self.taken:
                moment += timedelta(minutes=1)
            leaves_at = max(moment, self.now)
            allowed = self.clock.next_allowed(one.kind, leaves_at)
            moment = moment if allowed == leaves_at else allowed
            if allowed >= one.useful_until:
                return Laid(one, None, channel, "too_late")
        return Laid(one, moment, channel, reason)

    def _slot_of_appointment(self, one: Wanted) -> datetime | None:
        end = one.useful_until
        start = one.not_before
        if one.slot_day is not None:
            start = max(start, self.clock.at(one.slot_day, time(0)))
            end = min(end, self.clock.at(one.slot_day + DAY, time(0)) - timedelta(microseconds=1))
        start = max(start, self.now - GRACE)
        fits = (slot for slot in self.clock.slots(start, end) if self._is_open(one.kind, slot, one.useful_until))
        return next(fits, None)

    def _beside_the_slot(self, one: Wanted) -> tuple[datetime | None, bool]:
        """Without a slot: the moment the rule names, moved out of quiet hours, rather earlier than too late."""
        moment = max(one.else_at or one.not_before, one.not_before)
        soonest = max(moment, self.now)
        allowed = self.clock.next_allowed(one.kind, soonest)
        if allowed < one.useful_until:
            return (moment, False) if allowed == soonest else (allowed, True)
        earlier = max(self.clock.last_before_quiet(moment), self.now)
        if earlier < one.useful_until and self.clock.allows(one.kind, earlier):
            return earlier, True
        return None, False

    def _is_open(self, kind: str, slot: datetime, useful_until: datetime) -> bool:
        """The slot, or this very moment where the slot has just gone by, is allowed and not too late."""
        moment = max(slot, self.now)
        return (
            slot + GRACE >= self.now
            and moment < useful_until
            and self.clock.allows(kind, slot)
            and self.clock.allows(kind, moment)
        )

    def place_gentle(self, one: Wanted) -> Laid:
        if problem := self.not_by_mail(one):
            return self._on_page(one, problem)
        if self.unvisited >= UNVISITED:
            return Laid(one, None, reason="quiet_until_you_come_back")
        if self.now >= one.useful_until:
            return Laid(one, None, reason="too_late")
        counted = self.by_recovery.get(one.recovery, set()) if one.recovery else set()
        is_waiting = False
        for moment in self._moments(one):
            if moment in self.riding:
                return Laid(one, moment, reason="rides_along")
            if not self._is_open(one.kind, moment, one.useful_until) or moment in self.taken:
                continue
            if moment not in counted and len(counted) >= A_RECOVERY:
                continue
            if moment in self.planned or self._fits(moment):
                return self._take(one, moment, is_waiting=is_waiting)
            is_waiting = True
        if len(counted) >= A_RECOVERY:
            return Laid(one, None, reason="enough_for_this_recovery")
        return Laid(one, None, reason="cap" if is_waiting else "too_late")

    def _on_page(self, one: Wanted, reason: str) -> Laid:
        """Where mail was not asked for there is nothing to cap: it stands on the page from its first slot on."""
        slots = self.clock.slots(one.not_before, one.useful_until)
        allowed = (slot for slot in slots if self.clock.allows(one.kind, slot) and slot < one.useful_until)
        due_at = next(allowed, None)
        if due_at is None or self.now > one.useful_until:
            return Laid(one, None, Nudge.Channel.PAGE, "too_late")
        return Laid(one, due_at, Nudge.Channel.PAGE, reason)

    def _moments(self, one: Wanted) -> list[datetime]:
        """Slots and messages that go anyway, within the nudge's time."""
        start = max(one.not_before, self.now - GRACE)
        riding = {moment for moment in self.riding if one.not_before <= moment}
        moments = {*self.clock.slots(start, one.useful_until), *riding}
        return sorted(moment for moment in moments if moment < one.useful_until)

    def _fits(self, moment: datetime) -> bool:
        """One more gentle message on this day keeps to one a day and two in any seven days, before and after."""
        day = self.clock.day(max(moment, self.now))
        days = [*self.days, *(self.clock.day(max(slot, self.now)) for slot in self.planned)]
        if days.count(day) >= A_DAY:
            return False
        return all(sum(first <= other < first + 7 * DAY for other in [*days, day]) <= A_WEEK for first in [*days, day])

    def _take(self, one: Wanted, moment: datetime, *, is_waiting: bool) -> Laid:
        self.planned.add(moment)
        if one.recovery:
            self.by_recovery.setdefault(one.recovery, set()).add(moment)
        return Laid(one, moment, reason="cap" if is_waiting else "")
