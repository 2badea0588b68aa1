"""What a person's calendar shows of the plan: the days on which a gentle nudge is due."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from applications.appointments import Entry, revision_between
from nudges import queries
from nudges.models import Nudge, NudgeList


def planned(user: User, now: datetime) -> list[Entry]:
    """Each on its whole day, without those about interviews, which stand there themselves, and without the digest."""
    left_out = (NudgeList.APPOINTMENTS, NudgeList.DIGEST)
    plan = [nudge for nudge in queries.plan_of(user) if nudge.list not in left_out]
    return [entry_of(user, nudge, nudge.due_at) for nudge in plan if nudge.due_at]


def entry_of(user: User, nudge: Nudge, due_at: datetime) -> Entry:
    """Others may look along, so a recovery is not named: only that there is a note."""
    moved_at = nudge.moved_at or nudge.created_at
    is_recovery = nudge.list == NudgeList.RECOVERY
    return Entry(
        key=f"nudge:{nudge.pk}",
        title=_("A note from Rebound") if is_recovery else nudge.title,
        starts=user.local_day(due_at),
        changed_at=moved_at,
        revision=revision_between(nudge.created_at, moved_at),
        text="" if is_recovery else nudge.about,
        path="/" if is_recovery else nudge.link,
    )
