"""Facts for those who asked for the weekly digest; nothing is read where nobody did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min, Q

from nudges.facts.kinds import DigestFact
from nudges.models import NudgeList, NudgePreference
from recovery.models import Recovery, RecoveryStep


def digests_of(wishes: Iterable[NudgePreference], now: datetime) -> dict[int, DigestFact]:
    asked = {row.user_id: row for row in wishes if row.wants(NudgeList.DIGEST)}
    if not asked:
        return {}
    is_rested = Q(recovery__state=Recovery.State.PAUSED, recovery__paused_until__lte=now)
    steps = RecoveryStep.objects.filter(
        Q(recovery__state=Recovery.State.ACTIVE) | is_rested,
        recovery__user__in=list(asked),
        recovery__kind=Recovery.Kind.EARLY_NOES,
        mode=RecoveryStep.Mode.ON,
        state__in=[RecoveryStep.State.WAITING, RecoveryStep.State.OPENED],
    )
    first = steps.order_by().values("recovery__user").annotate(first_on=Min("opens_on"))
    days = dict(first.values_list("recovery__user", "first_on"))
    return {
        pk: DigestFact(row.digest_weekday, row.digest_slot, row.digest_since, days.get(pk)) for pk, row in asked.items()
    }
