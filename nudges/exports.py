"""A person's own nudges, wishes and consents, for the export of their data."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from nudges import queries
from nudges.models import Consent, DeadAddress, Nudge, NudgeChoice, NudgePreference


def part_of(user: User) -> dict[str, Any]:
    return {
        "wishes": wishes_in(queries.preference_of(user)),
        "consents": [consent_in(row) for row in user.consents.order_by("said_at", "pk")],
        "dead_addresses": [
            {"email": row.email, "why": row.why, "noticed_at": row.noticed_at.isoformat()}
            for row in DeadAddress.objects.filter(user=user)
        ],
        "choices": [choice_in(row) for row in user.nudge_choices.all()],
        "nudges": [nudge_in(row) for row in user.nudges.all()],
    }


def wishes_in(preference: NudgePreference) -> dict[str, Any]:
    return {
        "lists": preference.lists,
        "slot": preference.slot.isoformat(),
        "quiet_from": preference.quiet_from.isoformat(),
        "quiet_until": preference.quiet_until.isoformat(),
        "has_weekend": preference.has_weekend,
        "has_friday_afternoon": preference.has_friday_afternoon,
        "weekly_goal": preference.weekly_goal,
        "weekly_people": preference.weekly_people,
        "digest_weekday": preference.digest_weekday,
        "digest_slot": preference.digest_slot.isoformat(),
        "is_paused": preference.is_paused,
        "paused_until": preference.paused_until and preference.paused_until.isoformat(),
    }


def consent_in(row: Consent) -> dict[str, Any]:
    return {
        "list": row.list,
        "is_given": row.is_given,
        "said_on": row.said_on,
        "wording": row.wording,
        "said_at": row.said_at.isoformat(),
    }


def choice_in(row: NudgeChoice) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "rule": row.rule,
        "subject": row.subject,
        "occurrence": row.occurrence,
        "until": row.until and row.until.isoformat(),
        "made_at": row.made_at.isoformat(),
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
