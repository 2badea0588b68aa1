"""Asks once more, just before sending: what rules and slots want now, and what the rows say."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError

from accounts.models import User
from nudges import planner
from nudges.clock import Clock
from nudges.delivery.claiming import Claimed
from nudges.delivery.forming import kind_of
from nudges.delivery.settling import mine
from nudges.models import Message, Nudge
from nudges.parts import Saying
from nudges.planner import Plan
from nudges.slots import is_at_its_moment

logger = logging.getLogger("nudges.delivery")

ASKED_FOR = timedelta(seconds=10)  # how long what rules and slots said holds while a batch goes out
READ_FOR = timedelta(seconds=1)  # and what the rows said: a decision of the person stands in them at once


class Check:
    """What is true of a batch, asked for all of it together, and again for what is left of it after some seconds."""

    def __init__(self, batch: Iterable[Claimed], *, now: datetime) -> None:
        self.left = {claimed.message.pk: claimed for claimed in batch}
        self.asked_at = self.read_at = now
        self._ask(now)

    def of(self, claimed: Claimed, *, now: datetime) -> tuple[Plan | None, list[Saying]]:
        """The plan of its person (None: it cannot be read), and the members that are still wanted now."""
        if not timedelta() <= now - self.asked_at <= ASKED_FOR:
            self._ask(now)
        elif not timedelta() <= now - self.read_at <= READ_FOR:
            self._read(now)
        del self.left[claimed.message.pk]
        plan = self.plans.get(claimed.message.user_id)
        return plan, still_wanted(self.rows[claimed.message.pk], plan, now=now) if plan else []

    def _ask(self, now: datetime) -> None:
        self.asked_at, self.plans = now, plans_of(list(self.left.values()), now=now)
        self._keep((row for plan in self.plans.values() for row in plan.rows.values()), now)

    def _read(self, now: datetime) -> None:
        self._keep(Nudge.objects.filter(message__in=list(self.left), state=Nudge.State.PLANNED).order_by(), now)

    def _keep(self, rows: Iterable[Nudge], now: datetime) -> None:
        """The members of each message, as long as they belong to it and are planned."""
        self.read_at, self.rows = now, defaultdict[UUID, list[Nudge]](list)
        for row in rows:
            claimed = self.left.get(row.message_id) if row.message_id else None
            if claimed and row.state == Nudge.State.PLANNED and row.pk in claimed.message.members:
                self.rows[claimed.message.pk].append(row)


def plans_of(batch: Sequence[Claimed], *, now: datetime) -> dict[int, Plan]:
    """What rules and slots say now, for everybody in the batch; without those whose plan cannot be read."""
    people = list(User.objects.filter(pk__in={claimed.message.user_id for claimed in batch}))
    fresh = [claimed.message.pk for claimed in batch if claimed.is_first_try]
    try:
        return planner.plans_for(people, now=now, fresh=fresh)
    except (InterfaceError, OperationalError):  # the database is away: it is nobody's row
        raise
    except Exception:
        logger.exception("The plans of a batch could not be read together; trying one by one.")
    plans: dict[int, Plan] = {}
    for user in people:
        try:
            plans |= planner.plans_for([user], now=now, fresh=fresh)
        except Exception:
            logger.exception("The plan of person %s could not be read.", user.pk)
    return plans


def still_wanted(rows: Sequence[Nudge], plan: Plan, *, now: datetime) -> list[Saying]:
    """The members that rules and slots still want to go now, as they were asked just before sending.

    A part may only fall out: what was not in the message at its first claim never joins it.
    """
    said = []
    for nudge in rows:
        laid = plan.of(nudge.key)
        is_now = laid is not None and laid.due_at is not None and laid.due_at <= now < laid.wanted.useful_until
        if laid is not None and is_now and laid.channel == Nudge.Channel.MAIL:
            said.append(Saying(nudge, laid.wanted, plan.texts[laid.wanted.rule]))
    return said


def quiet_until(wanted: Sequence[Saying], plan: Plan, *, now: datetime) -> datetime | None:
    """When a retry falls into quiet hours: the moment they end. What the person wanted at that time goes then."""
    if any(one.nudge.reason == "send_now" or is_at_its_moment(one.wanted, now) for one in wanted):
        return None
    kinds = {one.wanted.kind for one in wanted}
    kind = Nudge.Kind.GENTLE if kinds == {Nudge.Kind.GENTLE} else Nudge.Kind.APPOINTMENT
    allowed = Clock(plan.user.zone, plan.preference).next_allowed(kind, now)
    return allowed if allowed > now else None


def call_by_kind(claimed: Claimed, wanted: Sequence[Saying]) -> None:
    """Without the appointment that it was formed for, a message is a gentle one and counts for the caps."""
    message, kind = claimed.message, kind_of([one.nudge for one in wanted])
    if kind == message.kind or Message.objects.filter(user=message.user_id, slot=message.slot, kind=kind).exists():
        return
    message.kind = kind
    mine(claimed).update(kind=kind)
