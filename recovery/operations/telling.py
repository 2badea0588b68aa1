from datetime import datetime

from accounts.models import User
from applications import operations as applications
from applications.models import JobApplication
from recovery.models import Recovery, RecoveryStep
from recovery.signals import recovery_changed


def lock(user: User) -> None:
    """Lets one change of this person's recoveries wait for another. Only inside a transaction, and after all else that
    is locked in it (docs/architecture.md, "Who waits for whom").
    """
    User.objects.select_for_update(no_key=True).values_list("pk").get(pk=user.pk)


def lock_with(application: JobApplication) -> None:
    """For a change that stands in the history of this application too."""
    applications.lock(application)
    lock(application.user)


def take(recovery: Recovery) -> None:
    """Locks the person's recoveries and reads this one anew."""
    lock(recovery.user)
    recovery.refresh_from_db()


def take_step(step: RecoveryStep) -> None:
    lock(step.recovery.user)
    step.refresh_from_db()


def tell(user: User, *, now: datetime) -> None:
    recovery_changed.send(sender=Recovery, user=user, now=now)
