"""A word after an act, with a way to take the act back: the message carries the address whose POST undoes it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Undo:
    url: str
    fields: list[tuple[str, str]]


def say_undoable(request: HttpRequest, text: str | Promise, *, to: str, **fields: str) -> None:
    """Shows `text` on the next page, with a button that posts `fields` to the address `to` (of this site)."""
    messages.success(request, str(text), extra_tags=f"{to}?{urlencode(fields)}")


def undo_of(message: Message) -> Undo | None:
    """What the button beside this message would post; None for a message that cannot be taken back."""
    address = urlsplit(message.extra_tags or "")
    fields = parse_qsl(address.query, keep_blank_values=True)
    return Undo(address.path, fields) if address.path.startswith("/") else None
