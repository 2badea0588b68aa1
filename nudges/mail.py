"""The only place where a nudge becomes a mail. Words: curators' (advice.NudgeText). Frame: templates/nudges/emails/."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts import localised
from accounts.models import User
from advice import merge
from advice.models import NudgeText
from nudges import actions, digest, wording
from nudges.actions import Verb
from nudges.frame import Frame
from nudges.letter import Letter
from nudges.lines import one_line, with_free_addresses, with_links, wrapped
from nudges.models import Message, Nudge, NudgeList
from nudges.rules import Wanted

logger = logging.getLogger(__name__)

SITE_NAME = "Rebound"
# Fields whose value is a path of ours, with the page that stands in where there is none.
PATHS = {
    "application_url": "/applications/",
    "letter_url": "/letters/",
    "step_url": "/recovery/",
    "snooze_url": "/nudges/",
    "pause_url": "/nudges/",
    "preferences_url": "/nudges/settings/",
}


class Unsendable(Exception):
    """This message can never be sent as it is: an operator or a curator has to look at it."""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Part:
    """What one message says for one rule: the first nudge in full, further ones of the rule as a line each."""

    language: str
    paragraphs: Sequence[str]
    url: str
    choices: Sequence[Link]
    further: Sequence[Further] = ()
    has_other_times: bool = True


@dataclass(frozen=True)
class Further:
    label: str
    url: str
    choices: Sequence[Link]


@dataclass(frozen=True)
class Saying:
    """A nudge that is to be said, with what its rule knows now."""

    nudge: Nudge
    wanted: Wanted
    text: NudgeText = field(repr=False)


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


def parts_of(sayings: Sequence[Saying], user: User, *, pause: str) -> list[Part]:
    by_rule: dict[str, list[Saying]] = {}
    for saying in sayings:
        by_rule.setdefault(saying.wanted.rule, []).append(saying)
    subjects = {f"application:{saying.wanted.application}" for saying in sayings if saying.wanted.application}
    return [
        _part(group[0], group[1:], user, is_first=not place, beside=subjects, pause=pause)
        for place, group in enumerate(by_rule.values())
    ]


def _part(
    first: Saying, others: Sequence[Saying], user: User, *, is_first: bool, beside: Collection[str], pause: str
) -> Part:
    words = first.text.body if is_first else without_greeting(first.text.body)
    with localised.speaking(first.text.language):
        known = values_of(first.wanted, user, beside=beside)
        body = merge.fill(words, known, fallbacks=fallbacks() | {"pause_url": pause})
    return Part(
        language=first.text.language,
        paragraphs=[paragraph.strip() for paragraph in re.split(r"\n\s*\n", body) if paragraph.strip()],
        url=address(first.wanted.path or "/"),
        choices=[] if first.wanted.is_farewell else choices_of(first.nudge),
        has_other_times=first.nudge.kind == Nudge.Kind.GENTLE and not first.wanted.is_farewell,
        further=[
            Further(one_line(other.wanted.label), address(other.wanted.path or "/"), choices_of(other.nudge, few=True))
            for other in others
        ],
    )


def without_greeting(body: str) -> str:
    """Nobody says hello twice in one letter: the opening line with the name falls out of further parts."""
    greeting, _, rest = body.partition("\n\n")
    if not rest or "first_name" not in merge.fields_in(greeting) or "\n" in greeting.strip():
        return body
    return rest[0].upper() + rest[1:]


def choices_of(nudge: Nudge, *, few: bool = False) -> list[Link]:
    """Links that each open a page with one button; opening one changes nothing.

    An appointment stands in the calendar: another day's reminder of it would come too late. The digest comes again by
    itself.
    """
    verbs: list[Verb] = [Verb.DROP] if few else [verb for verb in Verb if verb != Verb.STOP_SUBJECT]
    if nudge.kind != Nudge.Kind.GENTLE:
        verbs = []
    if nudge.application:
        verbs.append(Verb.STOP_SUBJECT)
    return [Link(str(verb.label), address(f"/n/{actions.nudge_token(nudge, verb)}/")) for verb in verbs]


def values_of(wanted: Wanted, user: User, *, beside: Collection[str] = ()) -> dict[str, str]:
    """The merge values as text: moments in the person's zone, paths as addresses, no control characters.

    `beside`: subjects of which the same mail speaks, so that the digest need not.
    """
    values: dict[str, Any] = {"first_name": user.first_name, "full_name": user.name, **wanted.values}
    if "open_steps" in values:
        values["open_steps"] = digest.besides(values["open_steps"], beside)
    return {name: _as_text(name, value) for name, value in values.items()}


def _as_text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if name == "open_steps":
        return "\n".join(map(one_line, digest.written(value)))
    if isinstance(value, datetime):
        return localised.appointment_full(timezone.localtime(value))
    if isinstance(value, date):
        return localised.weekday_day(value)
    if name == "weekly_goal" and isinstance(value, int):
        return ngettext("%d application a week", "%d applications a week", value) % value
    text = one_line(str(value))
    return address(text) if name in PATHS and text else text


def fallbacks() -> dict[str, Any]:
    return {**merge.FALLBACKS, **{name: address(path) for name, path in PATHS.items()}}


def address(path: str) -> str:
    """An address of ours, from the settings: never from a request, and never from what somebody typed."""
    return f"{settings.SITE_URL}{path}"
