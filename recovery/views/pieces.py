"""Values that several pages of recovery show."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from advice import markdown
from advice import queries as advice
from recovery import moods, queries
from recovery.models import Recovery, RecoveryStep


@dataclass
class StepList:
    """One step in view, the rest as a quiet list."""

    current: RecoveryStep | None = None
    next_one: RecoveryStep | None = None  # what opens next, when nothing is open
    planned: list[RecoveryStep] = field(default_factory=list)
    offered: list[RecoveryStep] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.planned)


def step_list(recovery: Recovery, *, today: date, now: datetime) -> StepList:
    steps = list(recovery.steps.all())
    for step in steps:
        step.recovery = recovery
    planned = [step for step in steps if step.mode == RecoveryStep.Mode.ON]
    waiting = [step for step in planned if not step.is_settled]
    return StepList(
        current=queries.step_in_view(recovery, today=today, now=now),
        next_one=min(waiting, key=lambda step: (step.opens_on, step.order), default=None),
        planned=planned,
        offered=[step for step in steps if step not in planned],
    )


SIGNPOST, ASKED_FOR = "signpost", "signpost_asked"


def signpost(user: User, *, now: datetime) -> dict[str, Any]:
    """The card that shows who can help, with its buttons in the curators' words; empty where they have none."""
    languages = user.curated_languages
    asked_for = None if moods.is_low_stretch(moods.latest(user)) else advice.card(ASKED_FOR, languages)
    card = asked_for or advice.card(SIGNPOST, languages)
    if card is None:
        return {}
    ours = {"find": _("Find someone to talk to"), "resume": _("Resume notes"), "not_now": _("Not now")}
    recovery = queries.open_guided(user)
    return {
        "card": card,
        "body": markdown.as_html(card.body, card.language),
        "buttons": ours | dict(zip(ours, card.buttons, strict=False)),
        "resting": recovery if recovery and recovery.is_paused(now) else None,
    }
