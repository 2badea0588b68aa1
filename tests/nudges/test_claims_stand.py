"""Whatever people do and planning stores between claim and settle: it changes neither claim nor backoff."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nudges import delivery, operations, planner
from nudges.models import Message, Nudge
from tests.explore import examples
from tests.factories import make_application, make_outcome
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

ACTS = {
    "reconcile": lambda nudge, now: planner.reconcile(nudge.user, now=now),
    "reconcile all": lambda nudge, now: planner.reconcile_all(now),
    "sweep": lambda nudge, now: planner.sweep(now + DAY),
    "snooze": lambda nudge, now: operations.snooze(nudge, until=now + DAY, now=now),
    "drop": lambda nudge, now: operations.drop(nudge, now=now),
    "take back": lambda nudge, now: operations.take_back(nudge, what="drop", now=now),
    "send now": lambda nudge, now: operations.send_now(nudge, now=now),
    "pause": lambda nudge, now: operations.pause_all(nudge.user, until=None, now=now),
    "resume": lambda nudge, now: operations.resume(nudge.user, now=now),
    "unsubscribe": lambda nudge, now: operations.unsubscribe(nudge.user, ["follow_ups"], now=now),
    "another": lambda nudge, now: make_application(nudge.user, company="Umbrella", now=now),
    "a no": lambda nudge, now: make_outcome(nudge.user.applications.open().first(), now=now),
}


class Undone(Exception):
    pass


@pytest.mark.parametrize("is_tried", [False, True], ids=["claimed", "put off"])
@given(
    acts=st.lists(st.sampled_from([act for act in ACTS if act != "a no"]), min_size=1, max_size=4), ends=st.booleans()
)
@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_planning_changes_neither_claim_nor_backoff(ada, is_tried, acts, ends):
    with pytest.raises(Undone), transaction.atomic():
        load_shipped_texts()
        nudge = make_due(ada, now=NOW)
        delivery.form_messages(NOW)
        (claimed,) = delivery.claim_due(NOW)
        if is_tried:
            delivery.postpone(claimed, until=NOW + 5 * MINUTE, problem="SMTPDataError 451")
        known = Message.objects.filter(pk=claimed.message.pk)
        before = known.values("next_attempt_at", "attempts", "claim", "members", "state", "last_error").get()
        for n, name in enumerate([*acts, "a no"] if ends else acts):
            nudge = Nudge.objects.select_related("user").get(pk=nudge.pk)
            ACTS[name](nudge, NOW + n * MINUTE / 10)
            now_is = known.values(*before).get()
            if name == "send now" and is_tried:
                # The one who asked for it now need not wait for the backoff; everything else stands.
                before["next_attempt_at"] = now_is["next_attempt_at"]
            assert now_is == before
        if not is_tried:
            assert delivery.settle(claimed, said=claimed.message.members, subject="A note", now=NOW + MINUTE)()
            assert Nudge.objects.get(pk=nudge.pk).state == "sent"
        raise Undone
