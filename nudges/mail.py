"""The only place where a nudge becomes a mail. Words: curators' (advice.NudgeText). Frame: templates/nudges/emails/."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation

from accounts import localised
from accounts.models import User
from advice import merge
from advice.models import NudgeText
from nudges import actions, wording
from nudges.frame import Frame
from nudges.letter import Letter
from nudges.lines import one_line, with_free_addresses, with_links, wrapped
from nudges.models import Message, Nudge, NudgeList
from nudges.parts import Saying, address, parts_of

logger = logging.getLogger(__name__)

SITE_NAME = "Rebound"


class Unsendable(Exception):
    """This message can never be sent as it is: an operator or a curator has to look at it."""


def compose(message: Message, user: User, sayings: Sequence[Saying]) -> Letter:
    """The mail for these nudges of one message, the most important first. Raises Unsendable where nothing can help.

    Where curators' words cannot be put together, the shipped ones go instead.
    """
    if not sayings:
        raise Unsendable("nothing to say")
    address_of = recipient(user)  # what is wrong with the address lies in no text
    said = [replace(one, text=wording.sendable(one.text)) for one in sayings]
    try:
        return write(message, user, said, to=address_of)
    except Exception:
        shipped = [replace(one, text=wording.shipped().get(one.text.rule, one.text)) for one in said]
        logger.exception("Message %s could not be put together; trying it with the shipped words.", message.pk)
        return write(message, user, shipped, to=address_of)


def write(message: Message, user: User, sayings: Sequence[Saying], *, to: str = "") -> Letter:
    """The mail with exactly these words."""
    ordered = sorted(sayings, key=lambda one: (one.wanted.kind != Nudge.Kind.APPOINTMENT, one.wanted.priority))
    with translation.override(user.spoken_language), timezone.override(user.zone):
        lists = [NudgeList(value) for value in dict.fromkeys(one.wanted.list for one in ordered)]
        unsubscribe = address(f"/u/{actions.unsubscribe_token(user, lists)}/")
        pause = address(f"/p/{actions.pause_token(user)}/")
        subject = subject_line(ordered[0].text)
        frame = Frame(
            {
                "site": SITE_NAME,
                "subject": subject,
                "parts": parts_of(ordered, user, pause=pause),
                "lists": localised.listed([value.label for value in lists]),
                "pause_url": pause,
                "unsubscribe_url": unsubscribe,
                "settings_url": address("/nudges/settings/"),
                "plan_url": address("/nudges/"),
                "support_url": address("/support/"),
                "language": user.spoken_language,
            }
        )
        return Letter(
            subject=subject,
            body=wrapped(with_free_addresses(frame.render("nudges/emails/message.txt", said={}))),
            html=frame.render("nudges/emails/message.html", said={"paragraphs": with_links}),
            from_email=settings.NUDGES_FROM_EMAIL,
            to=[to or recipient(user)],
            headers=headers(message, unsubscribe),
        )


def headers(message: Message, unsubscribe: str) -> dict[str, str]:
    """Names are constant and values are ours alone, so nothing a person typed can begin a header of its own."""
    return {
        "Message-ID": message_id(message),
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"{SITE_NAME} <nudges.{settings.SITE_HOST or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def message_id(message: Message) -> str:
    """From the row, so that every attempt bears the same one."""
    return f"<{message.pk}@{settings.SITE_HOST or 'localhost'}>"


def recipient(user: User) -> str:
    """Exactly one address. Raises Unsendable for what is none, or is several."""
    try:
        validate_email(user.email)
    except ValidationError as error:
        raise Unsendable("not an e-mail address") from error
    if any(sign in user.email for sign in ",;<>\"' "):
        raise Unsendable("not a plain e-mail address")
    return user.email


def subject_line(text: NudgeText) -> str:
    """The curators' subject. Fields are never filled with what a person typed: lock screens are read."""
    with localised.speaking(text.language):
        subject = _subject(text.subject, translation.get_language())
    if not subject:
        raise Unsendable("no subject")
    return subject


@lru_cache(maxsize=256)
def _subject(words: str, language: str | None) -> str:
    """In the active language, in which fallbacks are written: nothing in it is about anybody."""
    return one_line(merge.fill(words, {}, fallbacks=merge.FALLBACKS))[:120]
