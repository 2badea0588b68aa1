"""What others ask about people."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User


def without_proven_address(people: Iterable[User]) -> set[int]:
    """Those (by pk) of whose address nobody knows that it is theirs, where this installation asks for a proof."""
    if settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        return set()
    by_pk = {person.pk: person for person in people}
    rows = EmailAddress.objects.filter(user__in=by_pk, verified=True).values_list("user", "email")
    proven = {pk for pk, email in rows if email.lower() == by_pk[pk].email.lower()}
    return set(by_pk) - proven
