from datetime import datetime

from accounts.models import User
from recovery.models import Recovery, RecoveryStep
from recovery.signals import recovery_changed


def lock(user: User) -> None:
    """Lets one change of this person's recoveries wait for another. Only inside a transaction."""
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=user.pk)


def take(recovery: Recovery) -> None:
    """Locks the person's recoveries and reads this one anew."""
    lock(recovery.user)
    recovery.refresh_from_db()


def take_step(step: RecoveryStep) -> None:
    lock(step.recovery.user)
    step.refresh_from_db()


def tell(user: User, *, now: datetime) -> None:
    recovery_changed.send(sender=Recovery, user=user, now=now)
