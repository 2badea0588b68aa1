"""What others ask about people."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User


def without_proven_address(people: Iterable[User]) -> set[int]:
    """Those (by pk) of whose address nobody knows that it is theirs, where this installation asks for a proof."""
    asked = {user.pk: user for user in people}
    return unproven(asked.values(), proven_addresses(list(asked))) if is_proof_asked() else set()


def is_proof_asked() -> bool:
    return settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory"


def proven_addresses(ids: list[int]) -> QuerySet[EmailAddress, tuple[int, str]]:
    return EmailAddress.objects.filter(user__in=ids, verified=True).values_list("user", "email")


def unproven(people: Iterable[User], proven: Iterable[tuple[int, str]]) -> set[int]:
    """Those (by pk) whose present address is not among these."""
    known = {(pk, email.lower()) for pk, email in proven}
    return {user.pk for user in people if (user.pk, user.email.lower()) not in known}
