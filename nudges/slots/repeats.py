"""What was put off from its mail comes once more."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime

from nudges.facts import REPEATS, Key
from nudges.models import NudgeChoice
from nudges.rules import Wanted


def again(
    wanted: Sequence[Wanted], *, sent: Mapping[Key, datetime], choices: Sequence[NudgeChoice]
) -> tuple[list[Wanted], list[NudgeChoice]]:
    """Adds what was sent and then put off from its mail: it comes once more under an occurrence of its own.

    Returns what is wanted and the choices, both with those repeats; they last only as long as the rule wants the first.
    """
    repeats, put_off = list(wanted), list(choices)
    for one in wanted:
        for n in range(1, REPEATS + 1):
            choice = _snoozed_after_sending(one, sent=sent, choices=choices)
            if choice is None:
                break
            base = one.occurrence.partition("~")[0]
            one = dataclasses.replace(one, occurrence=f"{base}~{n}")
            repeats.append(one)
            rule, subject, occurrence = one.key
            put_off.append(
                NudgeChoice(
                    kind=NudgeChoice.Kind.SNOOZE,
                    rule=rule,
                    subject=subject,
                    occurrence=occurrence,
                    until=choice.until,
                    made_at=choice.made_at,
                )
            )
    return repeats, put_off


def _snoozed_after_sending(
    one: Wanted, *, sent: Mapping[Key, datetime], choices: Sequence[NudgeChoice]
) -> NudgeChoice | None:
    sent_at = sent.get(one.key)
    if sent_at is None:
        return None
    kinds = (NudgeChoice.Kind.SNOOZE, NudgeChoice.Kind.DROP)
    since = [
        choice
        for choice in choices
        if choice.kind in kinds
        and (choice.rule, choice.subject, choice.occurrence) == one.key
        and choice.made_at >= sent_at
    ]
    latest = max(since, key=lambda choice: choice.made_at, default=None)
    return latest if latest and latest.kind == NudgeChoice.Kind.SNOOZE else None
