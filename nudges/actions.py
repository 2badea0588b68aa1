"""Signed links from mails: each does one thing to one nudge and nothing else. To pause and to unsubscribe: one each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from nudges.models import Nudge, NudgeChoice, NudgeList

NUDGE_SALT = "nudges.one-action"
PAUSE_SALT = "nudges.pause"
UNSUBSCRIBE_SALT = "nudges.unsubscribe"
TOKEN_LASTS = timedelta(days=30)
PAUSE = timedelta(days=14)


class BadToken(Exception):
    """The link is broken, too old, made for something else, or what it was about is gone."""


class Verb(models.TextChoices):
    """What a link in a mail may do."""

    SNOOZE_DAY = "snooze-day", _("Remind me tomorrow")
    SNOOZE_3_DAYS = "snooze-3-days", _("Remind me in three days")
    SNOOZE_WEEK = "snooze-week", _("Remind me in a week")
    SNOOZE_UNTIL_BACK = "snooze-until-back", _("Not until I come back")
    DROP = "drop", _("Not this one")
    STOP_SUBJECT = "stop", _("Nothing more about this application")


SNOOZES: dict[str, timedelta | None] = {
    Verb.SNOOZE_DAY: timedelta(days=1),
    Verb.SNOOZE_3_DAYS: timedelta(days=3),
    Verb.SNOOZE_WEEK: timedelta(days=7),
    Verb.SNOOZE_UNTIL_BACK: None,
}


class Standing(models.TextChoices):
    """What a link finds: something to decide, its own work done already, or nothing left to decide about."""

    OPEN = "open"
    DONE = "done"
    OVER = "over"


def standing(nudge: Nudge, verb: str, *, now: datetime) -> Standing:
    """Asks only, so that a button pressed twice does one thing, and a late one says kindly that it is too late."""
    kinds = NudgeChoice.Kind
    mine = NudgeChoice.objects.filter(user=nudge.user)
    if verb == Verb.STOP_SUBJECT:
        subject = f"application:{nudge.application}" if nudge.application else nudge.subject
        is_stopped = mine.filter(kind=kinds.STOP_SUBJECT, subject=subject).exists()
        return Standing.DONE if is_stopped else Standing.OPEN
    rule, subject, occurrence = nudge.key
    about_it = mine.filter(rule=rule, subject=subject, occurrence=occurrence, kind__in=[kinds.DROP, kinds.SNOOZE])
    latest = about_it.order_by("-made_at", "-pk").first()
    if latest and latest.kind == kinds.DROP:
        return Standing.DONE if verb == Verb.DROP else Standing.OVER
    if latest and (latest.until is None or latest.until > now):
        span = latest.until - latest.made_at if latest.until else None
        return Standing.DONE if verb in SNOOZES and SNOOZES[verb] == span else Standing.OPEN
    is_over = nudge.state == Nudge.State.DROPPED or (nudge.state == Nudge.State.SENT and nudge.is_over)
    return Standing.OVER if is_over else Standing.OPEN


def nudge_token(nudge: Nudge, verb: str) -> str:
    """A link's secret that can do `verb` to this nudge for 30 days, without a login."""
    return signing.dumps([nudge.pk, Verb(verb).value], salt=NUDGE_SALT)


def read_nudge_token(token: str) -> tuple[Nudge, str]:
    """The nudge (with its user) and the verb. Raises BadToken when broken, too old, or the nudge is gone."""
    try:
        pk, verb = signing.loads(token, salt=NUDGE_SALT, max_age=TOKEN_LASTS)
        return Nudge.objects.select_related("user").get(pk=pk, user__is_active=True), Verb(verb).value
    except (signing.BadSignature, ValueError, TypeError, Nudge.DoesNotExist) as error:
        raise BadToken from error


def pause_token(user: User) -> str:
    """A link's secret that can pause all notes of this person, for 30 days, without a login."""
    return signing.dumps(user.pk, salt=PAUSE_SALT)


def read_pause_token(token: str) -> User:
    """The person. Raises BadToken when broken, too old, or they are gone."""
    try:
        return User.objects.get(pk=signing.loads(token, salt=PAUSE_SALT, max_age=TOKEN_LASTS), is_active=True)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist) as error:
        raise BadToken from error


def unsubscribe_token(user: User, lists: Iterable[str]) -> str:
    """A secret that ends these lists for this person. It never expires and shows no address."""
    return signing.dumps([user.pk, sorted({NudgeList(value).value for value in lists})], salt=UNSUBSCRIBE_SALT)


def read_unsubscribe_token(token: str) -> tuple[User, list[str]]:
    """The person and the lists. Raises BadToken when broken or the person is gone."""
    try:
        pk, lists = signing.loads(token, salt=UNSUBSCRIBE_SALT)
        return User.objects.get(pk=pk), [NudgeList(value).value for value in lists]
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist) as error:
        raise BadToken from error
