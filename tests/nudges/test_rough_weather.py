"""What must hold when several things go wrong, or happen, at once."""

import smtplib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nudges import delivery, doorbell, operations, planner, queries
from nudges.delivery import sending
from nudges.delivery.outbox import Outbox
from nudges.models import Heartbeat, Message, Nudge
from tests.factories import make_application, make_outcome, make_user
from tests.nudges.sending import load_shipped_texts, make_due, make_known_interview, smtp_server, the_message
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")  # half an hour after the slot of a Wednesday
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


@pytest.fixture
def bob(bob):
    bob.time_zone = "Europe/Berlin"
    bob.save()
    return bob


def break_facts_of(person, monkeypatch):
    """A row that no rule can read."""
    load = planner.facts.load_many

    def broken(users, now, **known):
        users = list(users)
        if person in users:
            raise ValueError("a row that cannot be")
        return load(users, now, **known)

    monkeypatch.setattr(planner.facts, "load_many", broken)


# one bad row harms no other


def test_a_person_whose_plan_cannot_be_read_keeps_nobody_elses_mail(ada, bob, monkeypatch, mailoutbox):
    make_due(ada, now=NOW)
    make_due(bob, now=NOW)
    break_facts_of(ada, monkeypatch)
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.postponed) == (1, 1)
    assert [one.to for one in mailoutbox] == [["bob@example.org"]]
    now = NOW
    for _ in range(delivery.MAX_ATTEMPTS + 1):
        now += timedelta(hours=2)
        delivery.send_due(now)
    stuck = Message.objects.get(user=ada)
    assert (stuck.state, stuck.last_error) == ("parked", sending.UNREADABLE)


def test_a_person_who_cannot_be_planned_anew_stops_no_tick(ada, bob, monkeypatch, mailoutbox):
    make_due(ada, now=NOW)
    make_due(bob, now=NOW)
    slot = Nudge.objects.filter(user=ada, state="planned").earliest("due_at").due_at
    Message.objects.create(
        user=ada,
        slot=slot,
        kind="gentle",
        state="sent",
        sent_at=slot,
        attempts=1,
        next_attempt_at=slot,
        created_at=slot,
    )
    break_facts_of(ada, monkeypatch)
    assert delivery.send_due(NOW).sent == 1
    assert [one.to for one in mailoutbox] == [["bob@example.org"]]


def test_planning_anew_after_a_part_fell_out_harms_nothing_when_it_fails(ada, bob, monkeypatch, mailoutbox):
    nudge = make_due(ada, now=NOW)
    make_due(bob, now=NOW)
    delivery.form_messages(NOW)
    batch = delivery.claim_due(NOW)
    operations.drop(nudge, now=NOW)
    monkeypatch.setattr(planner, "reconcile", lambda *_, **__: 1 / 0)
    tally = delivery.send(batch, outbox=Outbox(), moment=delivery.running_from(NOW))
    assert (tally.sent, tally.empty) == (1, 1)


def test_claiming_looks_up_its_rows_by_key(ada):
    make_due(ada, now=NOW)
    delivery.form_messages(NOW)
    with CaptureQueriesContext(connection) as asked:
        delivery.claim_due(NOW)
    by_claim = [query["sql"] for query in asked if 'WHERE "nudges_message"."claim" =' in query["sql"]]
    assert by_claim == []


# the mail server


def test_a_connection_that_cannot_even_be_tried_is_no_messages_fault(ada, monkeypatch):
    make_due(ada, now=NOW)

    def impossible(*_):
        raise UnicodeError("label too long")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", impossible)
    assert delivery.send_due(NOW).has_stopped
    assert (the_message().state, the_message().attempts) == ("waiting", 0)


def test_421_for_a_recipient_is_no_messages_fault(ada, monkeypatch):
    make_due(ada, now=NOW)

    def closing(*_):
        raise smtplib.SMTPRecipientsRefused({"ada@example.org": (421, b"too busy")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", closing)
    assert delivery.send_due(NOW).has_stopped
    assert (the_message().state, the_message().attempts) == ("waiting", 0)


def test_a_server_that_takes_few_messages_on_one_connection_gets_another_connection(db, settings):
    for n in range(5):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)
    with smtp_server(settings, "250 OK", "250 OK", "421 enough", "250 OK", "250 OK", "421 enough") as server:
        tally = delivery.send_due(NOW)
    assert (tally.sent, tally.has_stopped) == (5, False)
    assert server.connections == 3


def test_a_server_that_says_421_at_once_is_left_alone(ada, settings):
    make_due(ada, now=NOW)
    with smtp_server(settings, "421 not now", "421 not now") as server:
        assert delivery.send_due(NOW).has_stopped
    assert server.connections == 1


def test_an_address_that_the_server_cannot_write_parks_that_row_alone(ada, bob, monkeypatch):
    make_due(ada, now=NOW)
    make_due(bob, now=NOW)
    from django.core.mail.backends.locmem import EmailBackend

    take = EmailBackend.send_messages

    def picky(self, mails):
        if mails[0].to == ["ada@example.org"]:
            raise smtplib.SMTPNotSupportedError("SMTPUTF8")
        return take(self, mails)

    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.parked) == (1, 1)


@pytest.mark.parametrize("seconds", [15, 150, 3600])
def test_a_patient_time_limit_still_lets_mail_out(ada, settings, mailoutbox, seconds):
    settings.EMAIL_TIMEOUT = seconds
    make_due(ada, now=NOW)
    assert delivery.send_due(NOW).sent == 1


def test_a_long_batch_asks_rules_and_slots_again(ada, bob, monkeypatch, mailoutbox):
    """What a person changed while a slow server took the first half is in the second half."""
    make_due(ada, now=NOW)
    application = make_application(bob, now=NOW - DAY)
    interview = make_known_interview(application, now=NOW - DAY, starts_at=NOW + DAY)
    operations.set_lists(bob, ["appointments"], said_on="settings", now=NOW)
    delivery.form_messages(NOW)
    batch = sorted(delivery.claim_due(NOW), key=lambda one: one.message.user_id)
    moments = [NOW]
    send = Outbox.send

    def slowly(outbox, mail):
        send(outbox, mail)
        interview.location = "Room 7"
        interview.save()
        moments[0] += timedelta(seconds=20)

    monkeypatch.setattr(Outbox, "send", slowly)
    assert delivery.send(batch, outbox=Outbox(), moment=lambda: moments[0]).sent == 2
    assert "Room 7" in mailoutbox[-1].body


# conduct, with a message under way


def test_what_is_still_being_tried_counts_for_today(ada, settings, mailoutbox):
    make_due(ada, now=NOW)
    with smtp_server(settings, *["451 later"] * 50):
        delivery.send_due(NOW)
    tomorrow = NOW + DAY
    make_due(ada, now=tomorrow, company="Umbrella")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.send_due(tomorrow).sent == 1


def test_what_is_still_being_tried_counts_as_unvisited(ada, settings):
    for number, back in enumerate((5, 2)):
        slot = NOW - back * DAY
        is_sent = number == 0
        Message.objects.create(
            user=ada,
            slot=slot,
            kind="gentle",
            state="sent" if is_sent else "waiting",
            sent_at=slot if is_sent else None,
            attempts=1,
            next_attempt_at=NOW + DAY,
            created_at=slot,
        )
    make_due(ada, now=NOW)
    type(ada).objects.filter(pk=ada.pk).update(last_visit_at=NOW - 6 * DAY)
    ada.refresh_from_db()
    planner.reconcile(ada, now=NOW)
    mails = Nudge.objects.filter(state="planned").exclude(reason="here_only")
    assert set(mails.values_list("reason", flat=True)) == {"quiet_until_you_come_back"}


def test_a_retry_does_not_reach_a_person_on_the_day_of_a_no(ada, settings, mailoutbox):
    make_due(ada, now=NOW)
    interviewed = make_application(ada, company="Umbrella", stage="interview", now=NOW - 9 * DAY)
    with smtp_server(settings, "451 later"):
        assert delivery.send_due(NOW).postponed == 1
    make_outcome(interviewed, now=NOW + MINUTE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.send_due(NOW + 10 * MINUTE).sent == 0
    assert mailoutbox == []


def test_a_message_whose_appointment_fell_out_counts_as_gentle(ada, mailoutbox):
    make_due(ada, now=NOW)
    interview = make_known_interview(
        make_application(ada, company="Umbrella", now=NOW), now=NOW - DAY, starts_at=NOW + DAY
    )
    planner.reconcile(ada, now=NOW)
    delivery.form_messages(NOW)
    assert the_message().kind == "appointment"
    interview.cancelled_at = NOW
    interview.save()
    planner.reconcile(ada, now=NOW)
    assert delivery.send_due(NOW + MINUTE).sent == 1
    assert the_message().kind == "gentle"


def test_the_latest_word_counts_after_send_now(ada, mailoutbox):
    nudge = make_due(ada, now=NOW)
    operations.send_now(nudge, now=NOW)
    operations.pause_all(ada, until=None, now=NOW + MINUTE)
    assert delivery.send_due(NOW + 2 * MINUTE).sent == 0
    operations.resume(ada, now=NOW + 2 * MINUTE)
    nudge.refresh_from_db()
    operations.send_now(nudge, now=NOW + 3 * MINUTE)
    operations.unsubscribe(ada, ["follow_ups"], now=NOW + 3 * MINUTE)
    assert delivery.send_due(NOW + 4 * MINUTE).sent == 0
    assert mailoutbox == []


def test_send_now_says_whether_it_will(ada, words):
    nudge = make_due(ada, now=NOW)
    assert operations.send_now(nudge, now=NOW)
    operations.drop(nudge, now=NOW)
    assert not operations.send_now(nudge, now=NOW)


def test_put_off_for_a_week_the_first_follow_up_does_not_meet_the_second(ada, mailoutbox):
    nudge = make_due(ada, now=NOW)
    operations.snooze(nudge, until=NOW + 7 * DAY, now=NOW)
    slots = {row.occurrence: row.due_at for row in Nudge.objects.filter(state="planned")}
    assert slots["1"] == berlin("2026-11-26 09:30")
    assert slots["2"] >= slots["1"] + 6 * DAY


def test_put_off_from_its_mail_the_first_follow_up_does_not_meet_the_second(ada, mailoutbox):
    nudge = make_due(ada, now=NOW)
    delivery.send_due(NOW)
    operations.snooze(nudge, until=NOW + 7 * DAY, now=NOW + MINUTE)
    slots = {row.occurrence: row.due_at for row in Nudge.objects.filter(state="planned")}
    assert slots["1~1"] == berlin("2026-11-26 09:30")
    assert slots["2"] >= slots["1~1"] + 6 * DAY


# signs of life


def test_a_sign_of_life_from_the_future_is_none(db):
    for name in queries.PROCESSES:
        Heartbeat.objects.create(name=name, beat_at=NOW + DAY)
    assert not queries.is_anything_running(NOW)


@pytest.mark.parametrize("problem", [OSError("no folder"), RuntimeError("anything"), ValueError("a bad address")])
def test_whatever_is_wrong_with_the_broker_a_page_answers(
    monkeypatch, caplog, django_capture_on_commit_callbacks, problem
):
    def down(*_, **__):
        raise problem

    monkeypatch.setattr("accounts.doorbell.current_app.send_task", down)
    with django_capture_on_commit_callbacks(execute=True):
        doorbell.ring("plan_for", 7)
    assert "the next tick finds it" in caplog.text


# where mail may go


def test_where_addresses_are_proven_nothing_goes_to_one_that_is_not(ada, settings, mailoutbox):
    from allauth.account.models import EmailAddress

    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    nudge = make_due(ada, now=NOW)
    assert not operations.send_now(nudge, now=NOW)
    assert delivery.send_due(NOW).sent == 0
    nudge.refresh_from_db()
    assert (nudge.channel, nudge.reason) == ("page", "unconfirmed")
    address = EmailAddress.objects.create(user=ada, email="other@example.org", verified=True)
    planner.reconcile(ada, now=NOW)
    assert delivery.send_due(NOW).sent == 0
    EmailAddress.objects.filter(pk=address.pk).update(email="Ada@example.org")
    planner.reconcile(ada, now=NOW)
    assert delivery.send_due(NOW).sent == 1
    assert mailoutbox[0].to == ["ada@example.org"]
