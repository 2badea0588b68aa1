from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import exports, mail_folder
from accounts.models import User
from accounts.signals import person_changed, person_leaving

OWN_FIELDS = [
    "email",
    "name",
    "phone",
    "time_zone",
    "language",
    "country",
    "rejection_word",
    "has_checkins",
    "theme",
    "contrast",
    "has_shortcuts",
    "joined_at",
    "welcomed_at",
    "last_visit_at",
]


@transaction.atomic
def change_settings(person: User, *, changed: Iterable[str]) -> None:
    """Saves what a person changed about themselves, and lets floors above answer (a new time zone moves nudges).

    `changed` names the fields: what another window has changed meanwhile, such as check-ins switched off, stays so.
    """
    person.save(update_fields=list(changed))
    person_changed.send(sender=User, user=person)


def choose_country(person: User, country: str) -> None:
    """Remembers for which country the person wants to see support services; empty: it is guessed again."""
    person.country = country
    person.save(update_fields=["country"])


@transaction.atomic
def move_to_address(person: User, *, email: str) -> EmailAddress:
    """Gives the person another address at once, without a proof: only for installations that send no mail.

    What lies in the mail folder for the new address was not written to this person and goes.
    """
    mail_folder.forget(email)
    EmailAddress.objects.filter(user=person).delete()
    address = EmailAddress.objects.create(user=person, email=email.lower(), primary=True)
    person.email = address.email
    person.save(update_fields=["email"])
    return address


def export_data(person: User, *, now: datetime) -> dict[str, Any]:
    """Everything that is kept about the person, JSON-ready: their own row, and a part from every floor above."""
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    own = {name: getattr(person, name) for name in OWN_FIELDS}
    own["addresses"] = [{"email": address.email, "is_confirmed": address.verified} for address in addresses]
    return {"exported_at": now, "person": own} | {name: part(person) for name, part in exports.parts().items()}


@transaction.atomic
def delete_account(person: User) -> None:
    """Deletes the person with everything that is theirs, files and kept mail included. There is no way back."""
    email = person.email
    person_leaving.send(sender=User, user=person)
    person.delete()
    transaction.on_commit(lambda: mail_folder.forget(email))
