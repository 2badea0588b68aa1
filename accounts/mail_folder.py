"""Mail of the embedded default: one file per message in `var/mail/`, written whole or not at all."""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import getaddresses
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from accounts.models import User

# Sorted by name is sorted by time; the random end keeps two messages of one moment apart.
NAME = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{12}")


class EmailBackend(BaseEmailBackend):
    """Puts each message into the folder as an `.eml` file of mode 600."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message, now=timezone.now())
        return len(email_messages)


def keep(message: EmailMessage, *, now: datetime) -> Path:
    """Writes one message under a name that sorts by `now` (UTC). A reader never sees half of it."""
    folder = mail_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{now:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(6)}.eml"
    fresh = path.with_suffix(".tmp")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(message.message().as_bytes())
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    return path


def mail_folder() -> Path:
    return Path(settings.VAR_DIR) / "mail"


@dataclass(frozen=True)
class Mail:
    """One message in the folder, as its reader sees it."""

    name: str
    message: ParsedMessage

    @property
    def subject(self) -> str:
        return str(self.message.get("Subject", ""))

    @property
    def sender(self) -> str:
        return str(self.message.get("From", ""))

    @property
    def recipients(self) -> list[str]:
        values = [str(value) for value in self.message.get_all("To", [])]
        return [address for _name, address in getaddresses(values) if address]

    @property
    def kept_at(self) -> datetime:
        """When it was written into the folder."""
        return datetime.strptime(self.name[:22], "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)

    def is_for(self, address: str) -> bool:
        """Exactly this address, in whatever case it is written."""
        return address.casefold() in {recipient.casefold() for recipient in self.recipients}

    def body(self, kind: str) -> str:
        """The `plain` or `html` part, or nothing."""
        part = self.message.get_body((kind,))
        if part is None or part.get_content_subtype() != kind:
            return ""
        return str(part.get_content())


def newest_first() -> Iterator[Mail]:
    """Every message of the folder, read one at a time."""
    for name in sorted((path.stem for path in mail_folder().glob("*.eml")), reverse=True):
        mail = read(name)
        if mail:
            yield mail


def mails_of(person: User, *, limit: int = 100) -> list[Mail]:
    """The latest mails to the person's address since they have been here."""
    return list(islice((mail for mail in newest_first() if may_read(person, mail)), limit))


def may_read(person: User, mail: Mail) -> bool:
    """Only the person it was written to. What lay there before they joined was written to somebody else."""
    return mail.is_for(person.email) and mail.kept_at >= person.joined_at


def read(name: str) -> Mail | None:
    """One message by its name. Whatever does not look like a name of ours is not looked for."""
    if not NAME.fullmatch(name):
        return None
    try:
        content = (mail_folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return Mail(name, message_from_bytes(content, policy=policy.default))


def forget(address: str) -> None:
    """Deletes every message to this address alone."""
    for mail in newest_first():
        if mail.is_for(address) and len(mail.recipients) == 1:
            (mail_folder() / f"{mail.name}.eml").unlink(missing_ok=True)
