"""What follows when allauth tells that somebody has changed how they sign in."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest

from accounts import operations
from accounts.models import User


def connect() -> None:
    """Called from `AppConfig.ready()`."""
    for change in (password_changed, password_set, password_reset):
        change.connect(end_devices)
    authenticator_added.connect(count_as_taken)


def end_devices(sender: Any, user: User, **signal: Any) -> None:
    """A new password ends every sign-in by itself; here the sessions go as well, and what is known of the devices."""
    operations.end_devices(user)


def count_as_taken(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Who has just shown that the app or the passkey is in their hands has taken the second step in this sign-in."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", id=authenticator.pk, type=authenticator.type)
