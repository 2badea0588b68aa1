"""A person's own nudges, wishes and consents in their copy.

Wishes and decisions come in again. A yes is given to one sender, and what was planned is planned anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.copies.parts import Part, Raw
from accounts.copies.person import understood
from accounts.copies.reading import Found, Reading
from accounts.copies.tables import Table
from accounts.copies.values import NOT_THERE, Odd
from accounts.keys import key_in
from accounts.models import User
from applications.models import Contact, Interview, JobApplication
from nudges import operations, queries
from nudges.models import Consent, DeadAddress, Nudge, NudgeChoice, NudgePreference
from recovery.models import Experiment, Recovery

WISHES = [*sorted(operations.CHANGEABLE), "is_paused", "paused_until"]
ABOUT: dict[str, Any] = {
    "application": JobApplication,
    "interview": Interview,
    "contact": Contact,
    "recovery": Recovery,
    "experiment": Experiment,
}


def said_besides(user: User) -> dict[str, Any]:
    return {
        "wishes": wishes_in(queries.preference_of(user)),
        "consents": [consent_in(row) for row in user.consents.order_by("said_at", "pk")],
        "dead_addresses": [
            {"email": row.email, "why": row.why, "noticed_at": row.noticed_at.isoformat()}
            for row in DeadAddress.objects.filter(user=user)
        ],
        "nudges": [nudge_in(row) for row in user.nudges.all()],
    }


def wishes_in(preference: NudgePreference) -> dict[str, Any]:
    values = {name: getattr(preference, name) for name in WISHES}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    return {"lists": preference.lists} | plain


def consent_in(row: Consent) -> dict[str, Any]:
    return {
        "list": row.list,
        "is_given": row.is_given,
        "said_on": row.said_on,
        "wording": row.wording,
        "said_at": row.said_at.isoformat(),
    }


def nudge_in(row: Nudge) -> dict[str, Any]:
    return {
        "rule": row.rule,
        "subject": row.subject,
        "occurrence": row.occurrence,
        "list": row.list,
        "channel": row.channel,
        "state": row.state,
        "due_at": row.due_at and row.due_at.isoformat(),
        "settled_at": row.settled_at and row.settled_at.isoformat(),
        "why": row.why_text,
        "reason": row.reason_text,
    }


def check_choice(found: Found, reading: Reading) -> None:
    """What it is about is in the copy too, or it is about the search as a whole."""
    if subject := found.values["subject"]:
        what, _colon, key = subject.partition(":")
        found.more["about"] = reading.at(ABOUT[what], key_in(key)) if what in ABOUT else None
        if found.more["about"] is None:
            raise Odd(NOT_THERE)


def point_choice(row: NudgeChoice, found: Found, now: datetime) -> None:
    if there := found.more.get("about"):
        row.subject = f"{row.subject.partition(':')[0]}:{there.row.pk}"


def prepare(part: Raw, reading: Reading) -> None:
    raw = part.get("wishes")
    reading.settings["wishes"] = understood(NudgePreference, WISHES, raw if isinstance(raw, dict) else {}, reading)


def finish(reading: Reading, user: User) -> None:
    """On top of what the person said here: to which lists, above all."""
    if wishes := reading.settings["wishes"]:
        NudgePreference.objects.update_or_create(user=user, defaults=wishes)


CHOICES = Table(
    NudgeChoice,
    "choices",
    _("Decisions about notes"),
    is_content=False,
    rows=lambda user: user.nudge_choices.all(),
    check=check_choice,
    ready=point_choice,
)
PART = Part("nudges", (CHOICES,), also=said_besides, prepare=prepare, finish=finish)
