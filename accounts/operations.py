from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from accounts import devices, exports, mail_folder, queries
from accounts.models import User
from accounts.signals import person_changed, person_leaving


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
    about = {"format": exports.FORMAT, "version": exports.VERSION, "exported_at": now}
    data: dict[str, Any] = about | {name: part(person) for name, part in exports.parts().items()}
    signing_in: dict[str, Any] = {
        "second_steps": [second_step_told(row) for row in Authenticator.objects.filter(user=person).order_by("pk")],
        "devices": [
            {"called": devices.called(row), "since": row.created_at, "last_seen_at": row.last_seen_at}
            for row in queries.devices_of(person, now=now)
        ],
    }
    return data | {"person": data["person"] | signing_in}


def second_step_told(row: Authenticator) -> dict[str, Any]:
    """That it is there, for the person's own copy; nothing with which anybody could sign in."""
    kinds = {"totp": "app", "webauthn": "passkey", "recovery_codes": "spare_codes"}
    name = {"name": row.wrap().name} if row.type == Authenticator.Type.WEBAUTHN else {}
    return {"kind": kinds[row.type], **name, "since": row.created_at, "last_used_at": row.last_used_at}


# --- Devices that are signed in ---------------------------------------------------------------------------------------


def end_device(device: UserSession) -> None:
    """Signs one device out, at once."""
    end_sessions(UserSession.objects.filter(pk=device.pk))


def end_other_devices(person: User, *, stays: str) -> None:
    """Signs the person out everywhere but in the session with the key `stays`."""
    end_sessions(queries.rows_of(person).exclude(session_key=stays))


def end_devices(person: User) -> int:
    """Signs the person out everywhere; says on how many devices."""
    return end_sessions(queries.rows_of(person))


@transaction.atomic
def end_sessions(rows: QuerySet[UserSession]) -> int:
    """Ends the sessions of these rows, and the rows with them; says how many."""
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def sweep_devices(*, now: datetime) -> int:
    """Forgets devices whose sign-in has run out; says how many."""
    alive = Session.objects.filter(expire_date__gt=now).values("session_key")
    return UserSession.objects.exclude(session_key__in=alive).delete()[0]


# --- The second step --------------------------------------------------------------------------------------------------


@transaction.atomic
def remove_second_steps(person: User) -> None:
    """Takes away the app, the passkeys and the spare codes of somebody who has lost them.

    It signs them out everywhere as well: whoever has found the device may be signed in on it.
    """
    Authenticator.objects.filter(user=person).delete()
    end_devices(person)


@transaction.atomic
def delete_account(person: User) -> None:
    """Deletes the person with everything that is theirs, files and kept mail included. There is no way back."""
    email = person.email
    person_leaving.send(sender=User, user=person)
    end_devices(person)  # sessions point at nobody: they would stay until they run out
    person.delete()
    transaction.on_commit(lambda: mail_folder.forget(email))
