"""What a person decides about nudges. Every change reconciles the plan in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from applications import operations as applications
from applications.models import Event
from nudges import doorbell, planner, rules
from nudges.consent import LIST_WORDS, wording
from nudges.models import Consent, Message, Nudge, NudgeChoice, NudgeList, NudgePreference

CHANGEABLE = {
    "slot",
    "quiet_from",
    "quiet_until",
    "has_weekend",
    "has_friday_afternoon",
    "weekly_goal",
    "weekly_people",
    "digest_weekday",
    "digest_slot",
}


@transaction.atomic
def set_lists(
    user: User, lists: Iterable[str], *, said_on: str, now: datetime, asked: Iterable[str] = tuple(LIST_WORDS)
) -> None:
    """Exactly these lists come by mail from now on. The person has decided, and every yes and no is kept as `Consent`:
    the first time for all lists that were `asked` about, later for those that change.

    `said_on` names the place (`Consent.Place`). Raises ValueError for an unknown list.
    """
    preference = _own(user)
    wished = {NudgeList(value).value for value in lists}
    before = set(preference.lists)
    said = (wished ^ before) | (set(asked) if preference.is_undecided else set())
    Consent.objects.bulk_create(
        Consent(user=user, list=value, is_given=value in wished, said_on=said_on, wording=wording(), said_at=now)
        for value in sorted(said)
    )
    _take_back_send_now(user, [rule.name for rule in rules.RULES if rule.list in before - wished])
    if NudgeList.DIGEST in wished - before:
        preference.digest_since = now
    preference.lists = [value for value in NudgeList.values if value in wished]
    preference.is_undecided = False
    preference.save()
    planner.reconcile(user, now=now)


@transaction.atomic
def decide_later(user: User, *, now: datetime) -> None:
    """*Decide later*: nothing comes by mail. Asked once more at the first serious no; a second time ends the asking."""
    preference = _own(user)
    if user.welcomed_at is not None and preference.is_undecided:
        preference.asked_again_at = preference.asked_again_at or now
    preference.save()
    planner.reconcile(user, now=now)


@transaction.atomic
def change_preferences(user: User, *, now: datetime, **changes: Any) -> None:
    """Slot, digest, quiet hours, weekend, Friday afternoon, goals. Raises ValidationError for values that cannot be."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValidationError(f"Not a preference: {', '.join(sorted(unknown))}")
    preference = _own(user)
    weekly = (preference.digest_weekday, preference.digest_slot)
    for name, value in changes.items():
        setattr(preference, name, value)
    if (preference.digest_weekday, preference.digest_slot) != weekly:
        preference.digest_since = now
    preference.full_clean(validate_unique=False, validate_constraints=False)
    preference.save()
    planner.reconcile(user, now=now)


@transaction.atomic
def snooze(nudge: Nudge, *, until: datetime | None, now: datetime) -> None:
    """Not before `until`; None means: not until the person comes back."""
    _choose(nudge, NudgeChoice.Kind.SNOOZE, until=until, now=now)


@transaction.atomic
def drop(nudge: Nudge, *, now: datetime) -> None:
    """*Not this one*."""
    _choose(nudge, NudgeChoice.Kind.DROP, now=now)


@transaction.atomic
def stop_subject(nudge: Nudge, *, now: datetime) -> None:
    """Nothing more about the application this nudge is about; where it is about none, about its subject."""
    subject = f"application:{nudge.application}" if nudge.application else nudge.subject
    if not subject:
        drop(nudge, now=now)
        return
    NudgeChoice.objects.get_or_create(
        user=nudge.user, kind=NudgeChoice.Kind.STOP_SUBJECT, subject=subject, defaults={"made_at": now}
    )
    planner.reconcile(nudge.user, now=now)


@transaction.atomic
def say_done(nudge: Nudge, *, now: datetime) -> bool:
    """The person wrote to the employer today: noted as a letter sent, which begins the quiet days anew.

    False where the nudge is no follow-up about an application of theirs that is open.
    """
    mine = nudge.user.applications.open().select_for_update(of=("self",), no_key=True)
    application = mine.filter(pk=nudge.application).first()
    if nudge.rule != rules.application_follow_up.name or application is None:
        return False
    if Event.objects.current().filter(application=application, data__nudge=nudge.pk).exists():
        return True  # the same button, pressed twice
    kind, today = Event.Kind.LETTER_SENT, nudge.user.local_day(now)
    applications.add_event(application, kind=kind, happened_on=today, now=now, data={"nudge": nudge.pk})
    return True


@transaction.atomic
def take_back(nudge: Nudge, *, what: str, now: datetime) -> bool:
    """Undoes what was just decided about it (“snooze”, “drop”, “stop”) or said to be done. False: nothing was there."""
    if what == "done":
        event = Event.objects.current().filter(application__user=nudge.user, data__nudge=nudge.pk).first()
        if event:
            applications.take_back_event(event, now=now)
        return event is not None
    if what == "stop":
        subject = f"application:{nudge.application}" if nudge.application else nudge.subject
        choices = NudgeChoice.objects.filter(user=nudge.user, kind=NudgeChoice.Kind.STOP_SUBJECT, subject=subject)
    else:
        rule, subject, occurrence = nudge.key
        kind = NudgeChoice.Kind.SNOOZE if what == "snooze" else NudgeChoice.Kind.DROP
        known = NudgeChoice.objects.filter(user=nudge.user, kind=kind, rule=rule)
        choices = known.filter(subject=subject, occurrence=occurrence)
        choices = choices.filter(pk__in=choices.order_by("-made_at", "-pk").values("pk")[:1])
    deleted, _ = choices.delete()
    planner.reconcile(nudge.user, now=now)
    return deleted > 0


@transaction.atomic
def send_now(nudge: Nudge, *, now: datetime) -> bool:
    """Goes with the next tick, by mail, outside quiet hours, caps and lists: the person asked for this one.

    False where it cannot go: it has left already, is no longer wanted, or lacks words or a proven address.
    """
    _choose(nudge, NudgeChoice.Kind.SEND_NOW, now=now)
    if not Nudge.objects.filter(pk=nudge.pk, state=Nudge.State.PLANNED, reason="send_now").exists():
        return False
    if nudge.message_id:
        waiting = Message.objects.filter(Message.STILL_WAITING, pk=nudge.message_id, claim=None)
        waiting.update(next_attempt_at=now)
    doorbell.ring("send_due")
    return True


@transaction.atomic
def pause_all(user: User, *, until: datetime | None, now: datetime) -> None:
    """Nothing until then; None means: until the person ends the pause."""
    preference = _own(user)
    _take_back_send_now(user, rules.BY_NAME)
    preference.is_paused, preference.paused_until = True, until
    preference.save()
    planner.reconcile(user, now=now)


@transaction.atomic
def resume(user: User, *, now: datetime) -> None:
    """Ends a pause."""
    preference = _own(user)
    preference.is_paused, preference.paused_until = False, None
    preference.save()
    planner.reconcile(user, now=now)


@transaction.atomic
def unsubscribe(user: User, lists: Iterable[str], *, now: datetime) -> None:
    """Ends these lists by mail, from a link in a mail. May repeat; what was chosen for other lists stays."""
    gone = set(lists)
    set_lists(user, [value for value in _own(user).lists if value not in gone], said_on="unsubscribe", now=now)


def _take_back_send_now(user: User, names: Iterable[str]) -> None:
    """The latest word counts: who stops these notes no longer wants one of them at once."""
    NudgeChoice.objects.filter(user=user, kind=NudgeChoice.Kind.SEND_NOW, rule__in=list(names)).delete()


def _own(user: User) -> NudgePreference:
    """The person's row, made with defaults where there is none; two requests at once wait for each other."""
    NudgePreference.objects.get_or_create(user=user)
    return NudgePreference.objects.select_for_update().get(user=user)


def _choose(nudge: Nudge, kind: str, *, now: datetime, until: datetime | None = None) -> None:
    """Only added, so that what was decided before counts again when this is taken back."""
    rule, subject, occurrence = nudge.key
    nudge.user.nudge_choices.create(
        kind=kind, rule=rule, subject=subject, occurrence=occurrence, until=until, made_at=now
    )
    planner.reconcile(nudge.user, now=now)
