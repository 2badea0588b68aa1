import pytest
from django.test import Client
from django.utils import timezone

from nudges.models import Heartbeat, Message, Nudge
from tests.factories import make_application, make_user

LISTS = ["/admin/nudges/message/", "/admin/nudges/nudge/", "/admin/nudges/heartbeat/"]


@pytest.fixture
def operator(db):
    client = Client()
    client.force_login(make_user(email="olga@example.org", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def parked(ada, now):
    application = make_application(ada, company="Initech Secret", role="Hidden role", stage="applied", now=now)
    message = Message.objects.create(
        user=ada,
        slot=now,
        kind="gentle",
        state="parked",
        attempts=3,
        next_attempt_at=now,
        created_at=now,
        last_error="SMTPDataError 550",
    )
    nudge = Nudge.objects.filter(user=ada, application=application.pk).earliest("due_at")
    Nudge.objects.filter(pk=nudge.pk).update(state="parked", message=message, reason="undeliverable")
    message.members = [nudge.pk]
    message.save()
    return message


def test_an_operator_sees_what_got_stuck_and_nothing_private(operator, parked):
    Heartbeat.objects.create(name="beat", beat_at=timezone.now())
    for address in [*LISTS, f"/admin/nudges/message/{parked.pk}/change/"]:
        page = operator.get(address)
        assert page.status_code == 200
        assert "Initech" not in page.content.decode()
        assert "Hidden role" not in page.content.decode()
    assert "SMTPDataError 550" in operator.get(LISTS[0]).content.decode()
    assert "application_follow_up" in operator.get(f"/admin/nudges/message/{parked.pk}/change/").content.decode()


def test_try_again_gives_a_parked_message_back_to_delivery(operator, parked):
    chosen = {"action": "try_again", "_selected_action": [str(parked.pk)]}
    page = operator.post(LISTS[0], chosen, follow=True)
    parked.refresh_from_db()
    assert "1 message goes with the next tick." in page.content.decode()
    assert (parked.state, parked.attempts) == ("waiting", 1)
    assert Nudge.objects.get(pk=parked.members[0]).state == "planned"


def test_nothing_can_be_added_changed_or_deleted_by_hand(operator, parked):
    for address in LISTS:
        assert operator.get(f"{address}add/").status_code == 403
    assert operator.post(f"/admin/nudges/message/{parked.pk}/delete/", {"post": "yes"}).status_code == 403
    assert operator.post(f"/admin/nudges/message/{parked.pk}/change/", {"state": "sent"}).status_code == 403
