"""Values that several pages of recovery show."""

from dataclasses import dataclass, field
from datetime import date, datetime

from recovery import queries
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
