"""What others ask about people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

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


@dataclass
class SecondSteps:
    """What a person has beside their password: an app, passkeys, spare codes."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes: Authenticator | None = None

    @property
    def are_on(self) -> bool:
        return bool(self.app or self.passkeys)

    @property
    def codes_left(self) -> int:
        """How many spare codes have not been used. Opens their seed."""
        return len(self.codes.wrap().get_unused_codes()) if self.codes else 0


def second_steps_of(person: User) -> SecondSteps:
    found = SecondSteps()
    for row in Authenticator.objects.filter(user=person).order_by("pk"):
        if row.type == Authenticator.Type.TOTP:
            found.app = row
        elif row.type == Authenticator.Type.RECOVERY_CODES:
            found.codes = row
        else:
            found.passkeys.append(row)
    return found


def rows_of(person: User) -> QuerySet[UserSession]:
    """A row for each sign-in of theirs that has not been tidied away."""
    return UserSession.objects.filter(user=person)


def devices_of(person: User, *, now: datetime) -> list[UserSession]:
    """The sign-ins of a person that still count, the one last used first."""
    rows = list(rows_of(person).order_by("-last_seen_at", "-pk"))
    kept = Session.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now)
    alive = {session.session_key for session in kept if is_signed_in(session, person)}
    return [row for row in rows if row.session_key in alive]


def is_signed_in(session: Session, person: User) -> bool:
    """Whether it is this person's, and from after their latest change of the password."""
    said = session.get_decoded()
    proofs = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    known = said.get(HASH_SESSION_KEY, "")
    return said.get(SESSION_KEY) == str(person.pk) and any(constant_time_compare(known, proof) for proof in proofs)
