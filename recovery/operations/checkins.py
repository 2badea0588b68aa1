"""Check-ins: agreed to, made, kept for a while, taken back; and the signpost that a hard stretch opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.models import User
from recovery import moods, queries
from recovery.models import CheckIn, CheckInConsent, Recovery
from recovery.models.checkin import KEEP_DAYS
from recovery.operations.pace import rest, wake
from recovery.operations.telling import lock, tell

REST_DAYS = 7
NOT_AGAIN_FOR = timedelta(days=7)


@transaction.atomic
def agree_to_checkins(user: User, *, words: str, now: datetime) -> None:
    """Switches check-ins on, and notes to which words the person said yes. A second yes changes nothing."""
    lock(user)
    if not user.checkin_consents.standing().exists():
        user.checkin_consents.create(words=words, given_at=now)
    switch(user, is_on=True)


@transaction.atomic
def withdraw_checkins(user: User, *, now: datetime) -> None:
    """Takes the yes back: nothing is asked any more, and what was noted is deleted with it, for good."""
    lock(user)
    user.checkin_consents.standing().update(withdrawn_at=now, signposted="", rest_begun="")
    switch(user, is_on=False)
    forget_checkins(user, now=now)


def switch(user: User, *, is_on: bool) -> None:
    user.has_checkins = is_on
    user.save(update_fields=["has_checkins"])


@transaction.atomic
def keep_checkins_for(user: User, *, days: int, now: datetime) -> None:
    """Keeps check-ins that long from now on; older ones go at once."""
    lock(user)
    user.checkin_consents.standing().update(keep_days=days)
    user.checkins.filter(made_at__lt=now - timedelta(days=days)).delete()


@transaction.atomic
def check_in(user: User, *, mood: str, now: datetime, is_looking: bool = True) -> bool:
    """Notes how today is; a second word on the same day takes the place of the first. Nothing without a yes.

    Answers whether the signpost card opens: in a hard stretch, once in seven days. The recovery then rests for a week.
    Where nobody `is_looking` at the answer, it rests all the same, and the card is kept for the next time.
    """
    if not user.has_checkins:
        return False
    lock(user)
    today = user.local_day(now)
    checkin = moods.of_day(user, today) or CheckIn(user=user)
    checkin.mood, checkin.made_at = mood, now
    with mending(user):
        checkin.save()
    opens = moods.is_low_stretch(moods.latest(user)) and signpost(user, now=now, is_looking=is_looking)
    tell(user, now=now)
    return opens


def signpost(user: User, *, now: datetime, is_looking: bool) -> bool:
    """Unless it opened in the last seven days: notes that the card opens, and lets the recovery rest."""
    consent = user.checkin_consents.standing().first()
    if consent is None or (consent.signposted_at and now - consent.signposted_at < NOT_AGAIN_FOR):
        return False
    if is_looking:
        point(consent, now=now)
    note_rest(consent, now=now)
    return is_looking


def point(consent: CheckInConsent, *, now: datetime) -> None:
    consent.signposted = now.isoformat()
    consent.save(update_fields=["signposted"])


def note_rest(consent: CheckInConsent, *, now: datetime) -> None:
    """Lets the recovery rest, and keeps for the one who corrects a mood which pause that was."""
    if recovery := rest_for_a_week(consent.user, now=now):
        consent.rest_begun = f"{recovery.pk} {recovery.paused_until}"
        consent.save(update_fields=["rest_begun"])


@contextmanager
def mending(user: User) -> Iterator[None]:
    """Around a change of what was noted. Where a hard stretch was seen in it, and with the change never was one, the
    pause that it began is lifted and the card may open again. A later good day is no such change.
    """
    consent = user.checkin_consents.standing().first()
    stood = consent is not None and shows_a_stretch(consent)
    yield
    if consent and consent.rest and stood and not shows_a_stretch(consent):
        recovery, until = consent.rest
        paused = user.recoveries.filter(pk=recovery, state=Recovery.State.PAUSED, paused_until=until).first()
        if paused and paused.pause_reason == Recovery.PauseReason.PAUSED:
            wake(paused)
        consent.signposted = consent.rest_begun = ""
        consent.save(update_fields=["signposted", "rest_begun"])


def shows_a_stretch(consent: CheckInConsent) -> bool:
    """Whether what is noted gives reason for the pause that was begun: as of its first day, or by now."""
    if consent.rest is None:
        return False
    user, (_recovery, until) = consent.user, consent.rest
    began_on = user.local_day(until) - timedelta(days=REST_DAYS)
    return any(moods.is_low_stretch(moods.latest(user, by=day)) for day in (began_on, None))


@transaction.atomic
def ask_for_support(user: User, *, now: datetime) -> None:
    """The person asks for the signpost card themselves: the recovery rests as if they had paused it for a week."""
    lock(user)
    consent = user.checkin_consents.standing().first()
    if consent:
        point(consent, now=now)
        consent.rest_begun = ""  # whatever was noted, the person wants it by now
        consent.save(update_fields=["rest_begun"])
    rest_for_a_week(user, now=now)
    tell(user, now=now)


def rest_for_a_week(user: User, *, now: datetime) -> Recovery | None:
    """Exactly as a pause by hand would stand there, to the minute: the row must not tell why. A longer one stays.
    Returns what rests because of it.
    """
    recovery = queries.open_guided(user)
    if recovery is None or recovery.is_paused(now):
        return None
    until = datetime.combine(user.local_day(now) + timedelta(days=REST_DAYS), time.min, tzinfo=user.zone)
    rest(recovery, until=until, reason=Recovery.PauseReason.PAUSED)
    return recovery


@transaction.atomic
def delete_checkin(checkin: CheckIn, *, now: datetime) -> None:
    """Deletes one of them, for good."""
    lock(checkin.user)
    with mending(checkin.user):
        checkin.delete()
    tell(checkin.user, now=now)


@transaction.atomic
def forget_checkins(user: User, *, now: datetime) -> None:
    """Deletes every mood this person ever noted, for good."""
    lock(user)
    user.checkins.all().delete()
    tell(user, now=now)


@transaction.atomic
def sweep_checkins(*, now: datetime) -> int:
    """Deletes what is older than its person wants it kept; 180 days where none is noted. Returns how many went."""
    consents = CheckInConsent.objects.standing()
    others = CheckIn.objects.exclude(user__in=consents.values("user"))
    gone, _ = others.filter(made_at__lt=now - timedelta(days=KEEP_DAYS)).delete()
    for days in set(consents.values_list("keep_days", flat=True)):
        people = consents.filter(keep_days=days).values("user")
        gone += CheckIn.objects.filter(user__in=people, made_at__lt=now - timedelta(days=days)).delete()[0]
    return gone
