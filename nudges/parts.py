"""What one mail says: a part for each rule, in curators' words with the values of the person, and its links."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import ngettext

from accounts import localised
from accounts.models import User
from advice import merge
from advice.models import NudgeText
from nudges import actions, digest
from nudges.actions import Verb
from nudges.lines import one_line
from nudges.models import Nudge
from nudges.rules import Wanted

# Fields whose value is a path of ours, with the page that stands in where there is none.
PATHS = {
    "application_url": "/applications/",
    "letter_url": "/letters/",
    "step_url": "/recovery/",
    "snooze_url": "/nudges/",
    "pause_url": "/nudges/",
    "preferences_url": "/nudges/settings/",
}


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
