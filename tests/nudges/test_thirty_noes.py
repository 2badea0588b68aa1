"""Thirty rejections in a week: one page of early noes, one recovery, and at most two gentle mails."""

from datetime import timedelta

from nudges import delivery, operations
from nudges.models import Message, NudgeList
from recovery.models import Recovery
from tests.factories import make_application, make_outcome
from tests.nudges.wanting import berlin

MONDAY, HOURS = berlin("2026-11-16 08:00"), 7 * 24


def test_thirty_noes_in_a_week_bring_one_page_one_recovery_and_two_gentle_mails_at_most(pack, ada, mailoutbox):
    before = MONDAY - timedelta(days=20)
    operations.set_lists(ada, list(NudgeList.values), said_on="settings", now=before)
    stages = ["interview" if number % 10 == 3 else "applied" for number in range(30)]
    own = [make_application(ada, company=f"Company {n}", stage=stage, now=before) for n, stage in enumerate(stages)]

    for hour in range(HOURS):
        now = MONDAY + timedelta(hours=hour)
        if hour % 5 == 0 and hour // 5 < 30:
            make_outcome(own[hour // 5], now=now, no_kind="personal_mail")
        if hour % 24 == 2:  # after the slot at 09:30
            type(ada).objects.filter(pk=ada.pk).update(last_visit_at=now)
            delivery.send_due(now)

    page, recovery = Recovery.objects.get(kind="early_noes"), Recovery.objects.get(kind="full")
    assert (page.entries.count(), recovery.entries.count()) == (27, 3)
    assert set(page.steps.filter(mode="on").values_list("key", flat=True)) == {"explanations_map", "one_change"}
    gentle = Message.objects.filter(kind="gentle", sent_at__isnull=False)
    assert 1 <= gentle.count() <= 2
    assert len(mailoutbox) <= 3  # with the weekly digest
