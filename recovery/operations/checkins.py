"""Check-ins: agreed to, made, kept for a while, taken back; and the signpost that a hard stretch opens."""

from datetime import datetime, time, timedelta

from django.db import transaction

from accounts.models import User
from recovery import moods, queries
from recovery.models import CheckIn, CheckInConsent, Recovery
from recovery.models.checkin import KEEP_DAYS
from recovery.operations.pace import rest
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
    user.checkin_consents.standing().update(withdrawn_at=now, signposted="")
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
    else:
        rest_for_a_week(user, now=now)
    return is_looking


def point(consent: CheckInConsent, *, now: datetime) -> None:
    consent.signposted = now.isoformat()
    consent.save(update_fields=["signposted"])
    rest_for_a_week(consent.user, now=now)


@transaction.atomic
def ask_for_support(user: User, *, now: datetime) -> None:
    """The person asks for the signpost card themselves: the recovery rests as if they had paused it for a week."""
    lock(user)
    consent = user.checkin_consents.standing().first()
    if consent:
        point(consent, now=now)
    else:
        rest_for_a_week(user, now=now)
    tell(user, now=now)


def rest_for_a_week(user: User, *, now: datetime) -> None:
    """Exactly as a pause by hand would stand there, to the minute: the row must not tell why. A longer one stays."""
    recovery = queries.open_guided(user)
    if recovery is None or recovery.is_paused(now):
        return
    until = datetime.combine(user.local_day(now) + timedelta(days=REST_DAYS), time.min, tzinfo=user.zone)
    rest(recovery, until=until, reason=Recovery.PauseReason.PAUSED)


@transaction.atomic
def delete_checkin(checkin: CheckIn, *, now: datetime) -> None:
    """Deletes one of them, for good."""
    lock(checkin.user)
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
