"""One person's life with nudges, simulated with rules and slots alone: what happens, and every message that leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nudges import rules, slots
from nudges.clock import Clock
from nudges.delivery.forming import kind_of
from nudges.facts import AWAY, DigestFact, Facts, InterviewFact, NoFact, RecoveryFact, StepFact
from nudges.models import Nudge, NudgeChoice, NudgePreference
from nudges.rules import Wanted
from nudges.slots import Gone, Laid
from tests.nudges.wanting import make_about, make_preference

DAY, A_MOMENT = timedelta(days=1), timedelta(seconds=20)
GENTLE, MAIL, KINDS = Nudge.Kind.GENTLE, Nudge.Channel.MAIL, NudgeChoice.Kind


@dataclass(frozen=True)
class Mail:
    """A message that left, with what the person had said by then."""

    at: datetime
    slot: datetime
    kind: str
    members: tuple[Laid, ...]
    lists: tuple[str, ...]
    is_paused: bool
    unvisited: tuple[str, ...]  # kinds of the messages before it that nobody came back to
    choices: tuple[NudgeChoice, ...]
    last_visit_at: datetime | None
    days_of_noes: frozenset[Any]
    last_no_at: datetime | None
    has_farewell: bool  # in the silence in which it came
    is_allowed: bool  # by quiet hours and weekend as they stood then


def is_farewell(mail: Mail) -> bool:
    return any(one.wanted.is_farewell for one in mail.members)


@dataclass
class Life:
    zone: ZoneInfo
    now: datetime
    preference: NudgePreference = field(default_factory=make_preference)
    visits: list[datetime] = field(default_factory=list)
    choices: list[NudgeChoice] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    quiet: dict[int, Any] = field(default_factory=dict)
    interviews: dict[int, InterviewFact] = field(default_factory=dict)
    noes: list[NoFact] = field(default_factory=list)
    recovery: RecoveryFact | None = None
    digest_since: datetime | None = None
    is_down_until: datetime | None = None

    # What the app would know

    @property
    def last_visit_at(self) -> datetime | None:
        return self.visits[-1] if self.visits else None

    @property
    def unvisited(self) -> list[Mail]:
        return [mail for mail in self.mails if not self.visits or mail.at > self.visits[-1]]

    def sent(self) -> dict[Any, datetime]:
        return {one.wanted.key: mail.at for mail in self.mails for one in mail.members}

    def facts(self) -> Facts:
        put_off: dict[Any, datetime | None] = {}
        for choice in self.choices:
            key = (choice.rule, choice.subject, choice.occurrence)
            put_off.pop(key, None)
            is_back = self.last_visit_at is not None and self.last_visit_at >= choice.made_at + AWAY
            if choice.kind == KINDS.SNOOZE and not (choice.until is None and is_back):
                put_off[key] = choice.until
        wishes = self.preference
        digest = DigestFact(wishes.digest_weekday, wishes.digest_slot, self.digest_since)
        return Facts(
            zone=self.zone,
            weekly_goal=wishes.weekly_goal,
            quiet=tuple(self.quiet.values()),
            interviews=tuple(one for one in self.interviews.values() if one.starts_at > self.now),
            noes=tuple(self.noes),
            recovery=self.recovery,
            digest=digest if wishes.wants("digest") else None,
            lists=tuple(wishes.lists),
            unvisited=tuple(mail.at for mail in self.unvisited if mail.kind == GENTLE),
            unvisited_digests=tuple(mail.at for mail in self.unvisited if mail.kind == Nudge.Kind.DIGEST),
            sent=self.sent(),
            dropped=frozenset(
                (one.rule, one.subject, one.occurrence) for one in self.choices if one.kind == KINDS.DROP
            ),
            stopped=frozenset(one.subject for one in self.choices if one.kind == KINDS.STOP_SUBJECT),
            put_off=put_off,
        )

    def laid(self) -> list[Laid]:
        sent = self.sent()
        wanted, choices = slots.again(rules.wanted(self.facts(), self.now), sent=sent, choices=self.choices)
        gone = [
            Gone(
                mail.slot,
                mail.kind,
                mail.at,
                frozenset(one.wanted.key for one in mail.members),
                frozenset(one.wanted.recovery for one in mail.members if one.wanted.recovery),
            )
            for mail in self.mails
        ]
        return slots.lay_out(
            wanted,
            sent=gone,
            choices=choices,
            preferences=self.preference,
            zone=self.zone,
            now=self.now,
            last_visit_at=self.last_visit_at,
        )

    # What time does

    def go_on(self, until: datetime) -> None:
        """To this moment, sending what falls due as delivery does: a tick at each slot, and one in each night."""
        while True:
            if self.is_down_until is None or self.now >= self.is_down_until:
                self._send()
            due = [one.due_at for one in self.laid() if one.due_at and one.due_at > self.now and one.channel == MAIL]
            tonight = (self.now + DAY).replace(hour=0, minute=5)
            following = min([*due, tonight]) + A_MOMENT
            if self.is_down_until and self.now < self.is_down_until:
                following = self.is_down_until
            if following >= until:
                break
            self.now = following
        self.now = until

    def _send(self) -> None:
        groups: dict[datetime, list[Laid]] = defaultdict(list)
        for one in self.laid():
            if one.due_at and one.due_at <= self.now < one.wanted.useful_until and one.channel == MAIL:
                groups[one.due_at].append(one)
        for slot, members in groups.items():
            kinds = {one.wanted.kind for one in members}
            is_asked = any(one.reason == "send_now" for one in members)
            strict = GENTLE if kinds == {GENTLE} else Nudge.Kind.APPOINTMENT
            is_allowed = Clock(self.zone, self.preference).allows(strict, self.now)
            if is_allowed or is_asked:
                self.mails.append(self._mail(slot, members, is_allowed=is_allowed))

    def _mail(self, slot: datetime, members: list[Laid], *, is_allowed: bool) -> Mail:
        day = Clock(self.zone, self.preference).day
        return Mail(
            at=self.now,
            slot=slot,
            kind=kind_of([Nudge(kind=one.wanted.kind, reason=one.reason) for one in members]),
            members=tuple(members),
            lists=tuple(self.preference.lists),
            is_paused=self.preference.is_paused_at(self.now),
            unvisited=tuple(mail.kind for mail in self.unvisited),
            choices=tuple(self.choices),
            last_visit_at=self.last_visit_at,
            days_of_noes=frozenset(day(no.recorded_at) for no in self.noes),
            last_no_at=max((no.recorded_at for no in self.noes), default=None),
            has_farewell=any(is_farewell(mail) for mail in self.unvisited),
            is_allowed=is_allowed,
        )

    # What happens

    def apply(self) -> None:
        pk = len(self.quiet) + 1
        self.quiet[pk] = make_about(pk=pk, applied_on=self._today(), last_event_at=self.now)

    def hear(self) -> None:
        if self.quiet:
            pk = min(self.quiet)
            self.quiet[pk] = replace(self.quiet[pk], last_event_at=self.now)

    def arrange(self, hours: int) -> None:
        pk = len(self.interviews) + 1
        about = make_about(pk=100 + pk)
        self.interviews[pk] = InterviewFact(pk, about, self.now + timedelta(hours=hours), recorded_at=self.now)

    def get_a_no(self) -> None:
        self.noes.append(NoFact(self._today(), self.now))
        if self.recovery is None:
            keys = ("pause_and_name", "gracious_reply", "ask_for_feedback", "self_review")
            steps = tuple(StepFact(key) for key in keys)
            about = make_about(pk=50, is_open=False)
            self.recovery = RecoveryFact(2, about, self._today(), self.now, self._today(), steps=steps)

    def get_a_no_before_a_mail(self, minutes: int) -> None:
        """So long before the next gentle message; where one was planned, it is now the day of a no."""
        gentle = [one.due_at for one in self.laid() if one.wanted.kind == GENTLE and one.channel == MAIL and one.due_at]
        if ahead := [moment for moment in gentle if moment > self.now]:
            self.go_on(max(self.now, min(ahead) - timedelta(minutes=minutes)))
        self.get_a_no()

    def visit(self) -> None:
        self.visits.append(self.now)

    def want(self, lists: list[str]) -> None:
        if "digest" in lists and not self.preference.wants("digest"):
            self.digest_since = self.now
        self._take_back_send_now()
        self.preference.lists = lists

    def arrive_at(self, **wishes: Any) -> None:
        for name, value in wishes.items():
            setattr(self.preference, name, value)
        self.digest_since = self.now

    def pause(self, days: int | None) -> None:
        self._take_back_send_now()
        self.preference.is_paused = True
        self.preference.paused_until = self.now + timedelta(days=days) if days else None

    def resume(self) -> None:
        self.preference.is_paused, self.preference.paused_until = False, None

    def decide(self, kind: str, number: int, days: int | None = None) -> None:
        """About one of what is planned or was sent; whoever decides is here."""
        known: dict[Any, Wanted] = {one.wanted.key: one.wanted for one in self.laid()}
        known |= {one.wanted.key: one.wanted for mail in self.mails for one in mail.members}
        if not known:
            return
        self.visit()
        one = known[sorted(known)[number % len(known)]]
        subject = f"application:{one.application}" if one.application else one.subject
        is_stop = kind == KINDS.STOP_SUBJECT
        if is_stop and not subject:
            return
        names = ("", subject, "") if is_stop else one.key
        until = self.now + timedelta(days=days) if days else None
        rule, about, occurrence = names
        choice = NudgeChoice(kind=kind, rule=rule, subject=about, occurrence=occurrence, until=until, made_at=self.now)
        self.choices.append(choice)

    def go_down(self, hours: int) -> None:
        self.is_down_until = self.now + timedelta(hours=hours)

    def _today(self) -> Any:
        return self.now.astimezone(self.zone).date()

    def _take_back_send_now(self) -> None:
        self.choices = [one for one in self.choices if one.kind != KINDS.SEND_NOW]
