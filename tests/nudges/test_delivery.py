import itertools
import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from nudges import delivery, operations, planner
from nudges.delivery import claiming, forming, sending, settling, untold
from nudges.delivery.outbox import Broken, Outbox
from nudges.mail import message_id
from nudges.models import Message, Nudge
from tests.factories import make_application, make_outcome, make_user
from tests.nudges.sending import load_shipped_texts, make_due, make_known_interview, smtp_server, the_message, words_of
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")  # half an hour after the slot of a Wednesday
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


@pytest.fixture
def due(ada):
    return make_due(ada, now=NOW)


def claim(now=NOW):
    delivery.form_messages(now)
    return delivery.claim_due(now)


def send(batch, now=NOW, outbox=None):
    return delivery.send(batch, outbox=outbox or Outbox(), moment=delivery.running_from(now))


def test_a_due_nudge_goes_by_mail_once(due, mailoutbox):
    assert delivery.send_due(NOW).sent == 1
    assert delivery.send_due(NOW + MINUTE) == delivery.Tally()
    due.refresh_from_db()
    assert due.state == "sent"
    assert due.settled_at >= NOW
    (sent,) = mailoutbox
    assert sent.to == ["ada@example.org"]
    assert sent.subject == the_message().subject_line == "A quiet application"


def test_nothing_is_sent_before_its_moment(ada, mailoutbox):
    make_due(ada, now=NOW)
    Nudge.objects.filter(state="planned").update(due_at=NOW + MINUTE)
    assert delivery.send_due(NOW).sent == 0
    assert mailoutbox == []


def test_nothing_gentle_leaves_without_a_yes(ada, mailoutbox):
    make_due(ada, now=NOW, lists=[])
    assert delivery.send_due(NOW) == delivery.Tally()
    assert mailoutbox == []


def test_what_is_due_together_goes_in_one_message(ada, mailoutbox):
    make_due(ada, now=NOW)
    make_due(ada, now=NOW, company="Umbrella")
    assert delivery.send_due(NOW).sent == 1
    (sent,) = mailoutbox
    assert "Umbrella" in sent.body
    assert "Umbrella" not in sent.subject
    assert len(the_message().members) == 2


def test_a_slot_is_not_torn_apart_by_the_size_of_a_chunk(ada, monkeypatch, mailoutbox):
    monkeypatch.setattr(forming, "AT_ONCE", 2)
    for n in range(5):
        make_due(ada, now=NOW, company=f"Company {n}")
    assert delivery.send_due(NOW).sent == 1
    assert len(the_message().members) == 5


# asked again just before sending


def test_what_is_no_longer_wanted_at_sending_is_not_sent(due, ada, mailoutbox):
    batch = claim()
    make_outcome(ada.applications.get(), now=NOW, kind="withdrawn")
    assert send(batch).empty == 1
    due.refresh_from_db()
    assert (due.state, due.reason) == ("dropped", "no_longer_needed")
    assert mailoutbox == []


@pytest.mark.parametrize(
    "change",
    [
        lambda nudge, user: operations.drop(nudge, now=NOW),
        lambda nudge, user: operations.stop_subject(nudge, now=NOW),
        lambda nudge, user: operations.snooze(nudge, until=NOW + DAY, now=NOW),
        lambda nudge, user: operations.pause_all(user, until=None, now=NOW),
        lambda nudge, user: operations.unsubscribe(user, ["follow_ups"], now=NOW),
    ],
)
def test_a_decision_made_after_the_claim_still_counts(due, ada, change, mailoutbox):
    batch = claim()
    change(due, ada)
    assert send(batch).sent == 0
    assert mailoutbox == []
    due.refresh_from_db()
    assert due.message is None
    assert due.state in ("planned", "dropped")


def test_a_part_may_fall_out_and_the_rest_goes(ada, mailoutbox):
    make_due(ada, now=NOW)
    dropped = make_due(ada, now=NOW, company="Umbrella")
    dropped = Nudge.objects.filter(state="planned", due_at__lte=NOW).latest("pk")
    batch = claim()
    operations.drop(dropped, now=NOW)
    assert send(batch).sent == 1
    assert sorted(Nudge.objects.filter(due_at__lte=NOW).values_list("state", flat=True)) == ["dropped", "sent"]


def test_what_was_planned_later_does_not_join_a_message_that_was_tried(ada, mailoutbox, settings):
    make_due(ada, now=NOW)
    with smtp_server(settings, "451 later"):
        assert delivery.send_due(NOW).postponed == 1
    make_due(ada, now=NOW, company="Umbrella")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert delivery.send_due(NOW + 5 * MINUTE).sent == 1
    assert "Umbrella" not in mailoutbox[0].body
    late = Nudge.objects.get(state="planned", occurrence="1")
    assert late.due_at > NOW + 5 * MINUTE


def test_a_nudge_past_its_use_is_dropped_with_its_reason(due, mailoutbox):
    much_later = NOW + 20 * DAY
    planner.reconcile_all(much_later)
    assert delivery.send_due(much_later).sent == 0
    due.refresh_from_db()
    assert (due.state, due.reason) == ("dropped", "too_late")


def test_a_new_time_zone_counts_at_sending(due, ada, mailoutbox):
    ada.time_zone = "America/New_York"  # four in the morning
    ada.save()
    assert delivery.send_due(NOW).sent == 0
    due.refresh_from_db()
    assert due.due_at == berlin("2026-11-18 15:30")


def test_a_retry_waits_for_the_end_of_quiet_hours(due, settings, mailoutbox):
    with smtp_server(settings, "451 later"):
        delivery.send_due(NOW)
    evening = berlin("2026-11-18 20:30")
    assert delivery.send_due(evening).postponed == 1
    assert the_message().next_attempt_at == berlin("2026-11-19 08:00")
    assert the_message().attempts == 1


# when something dies


def test_a_sender_killed_before_sending_loses_nothing(due, mailoutbox):
    (claimed,) = claim()
    assert delivery.send_due(NOW + MINUTE).sent == 0  # the lease holds
    assert delivery.send_due(NOW + delivery.lease() + MINUTE).sent == 1
    assert the_message().pk == claimed.message.pk


def test_a_sender_killed_between_sending_and_settling_repeats_one_message_under_the_same_id(
    due, mailoutbox, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(settling, "settle", lambda *_, **__: (_ for _ in ()).throw(SystemExit()))
        with pytest.raises(SystemExit):
            delivery.send_due(NOW)
    assert delivery.send_due(NOW + 5 * DAY / 24).sent == 1  # five hours later: the slot is long over, the message stays
    first, second = mailoutbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == message_id(the_message())
    assert delivery.send_due(NOW + DAY).sent == 0


@pytest.fixture
def two_due(ada, bob):
    make_due(ada, now=NOW)
    bob.time_zone = "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)


def gone(*_, **__):
    raise OperationalError("gone")


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_gone_at_settling_hears_of_it_when_it_is_back(two_due, monkeypatch, mailoutbox, error):
    settle, calls = settling.settle, []

    def away_for_a_while(*args, **kwargs):
        calls.append(args)
        if len(calls) < 3:
            raise error("gone")
        return settle(*args, **kwargs)

    monkeypatch.setattr("nudges.delivery.untold.EVERY", 0)
    monkeypatch.setattr("nudges.delivery.untold.close_old_connections", lambda: None)
    monkeypatch.setattr(settling, "settle", away_for_a_while)
    assert delivery.send_due(NOW).has_stopped
    assert delivery.send_due(NOW + delivery.lease() + MINUTE).sent == 1
    assert len(mailoutbox) == len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 2


def test_who_is_asked_to_end_meanwhile_still_says_what_was_sent(two_due, monkeypatch, mailoutbox):
    settle, calls = settling.settle, []

    def away_for_a_while(*args, **kwargs):
        calls.append(args)
        sending.stopping.set()
        return gone() if len(calls) < 3 else settle(*args, **kwargs)

    monkeypatch.setattr(sending, "stopping", threading.Event())
    monkeypatch.setattr(untold, "EVERY", 0)
    monkeypatch.setattr(untold, "close_old_connections", lambda: None)
    monkeypatch.setattr(settling, "settle", away_for_a_while)
    assert delivery.send_due(NOW).has_stopped
    assert len(mailoutbox) == Message.objects.filter(state="sent").count() == 1


def test_what_could_not_be_given_back_is_free_as_soon_as_the_database_is_back(two_due, monkeypatch, mailoutbox):
    release, calls = settling.release, []

    def away_once(*args, **kwargs):
        calls.append(args)
        return gone() if len(calls) == 1 else release(*args, **kwargs)

    monkeypatch.setattr(untold, "EVERY", 0)
    monkeypatch.setattr(untold, "close_old_connections", lambda: None)
    monkeypatch.setattr(settling, "release", away_once)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "call_by_kind", gone)
        assert delivery.send_due(NOW).has_stopped
    assert delivery.send_due(NOW + MINUTE / 2).sent == 1
    assert delivery.send_due(NOW + 2 * MINUTE).sent == 1  # in whose midst it went away: tried again after a pause


@pytest.mark.parametrize("asked", ["nudges.delivery.gates.open_for", "nudges.delivery.checking.planner.plans_for"])
def test_a_database_that_is_gone_before_anything_went_out_leaves_no_claim_behind(
    two_due, asked, monkeypatch, mailoutbox
):
    with monkeypatch.context() as patch:
        patch.setattr(asked, gone)
        assert delivery.send_due(NOW).has_stopped
    assert set(Message.objects.values_list("attempts", "claim")) == {(0, None)}
    assert delivery.send_due(NOW + timedelta(seconds=1)).sent == 2


def test_a_database_that_is_gone_at_the_next_claim_still_hears_what_was_sent(
    two_due, settings, monkeypatch, mailoutbox
):
    settings.MAIL_CONNECTIONS = 4
    claims, calls = claiming.claim_due, []

    def away_then(*args, **kwargs):
        calls.append(args)
        return gone() if len(calls) > 1 else claims(*args, **kwargs)

    monkeypatch.setattr(claiming, "claim_due", away_then)
    with pytest.raises(DatabaseError):
        delivery.send_due(NOW)
    assert len(mailoutbox) == Message.objects.filter(state="sent").count() == 2


def test_but_not_for_longer_than_its_end_may_take(due, monkeypatch, mailoutbox):
    tries = []

    def away(*_, **__):
        tries.append(1)
        sending.stopping.set()
        gone()

    monkeypatch.setattr(sending, "stopping", threading.Event())
    monkeypatch.setattr(untold, "EVERY", 0)
    monkeypatch.setattr(untold, "close_old_connections", lambda: None)
    monkeypatch.setattr(settling, "settle", away)
    moments = itertools.count()
    monkeypatch.setattr(sending, "running_from", lambda _: lambda: NOW + timedelta(seconds=next(moments)))
    assert delivery.send_due(NOW).has_stopped
    assert 2 < len(tries) <= untold.LAST_TRIES + 3  # one at first, and both ends


def test_one_that_stays_away_leaves_the_lease_to_run_out_and_frees_the_rest(two_due, monkeypatch, mailoutbox):
    with monkeypatch.context() as patch:
        patch.setattr(settling, "settle", gone)
        patch.setattr("nudges.delivery.untold.close_old_connections", lambda: None)
        moments = itertools.chain([NOW] * 8, itertools.repeat(NOW + delivery.lease() + MINUTE))
        patch.setattr("nudges.delivery.sending.running_from", lambda _: lambda: next(moments))
        assert delivery.send_due(NOW).has_stopped
    assert Message.objects.filter(state="sent").count() == 0
    assert delivery.send_due(NOW + 2 * delivery.lease() + MINUTE).sent == 2
    assert len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 2


def test_a_fault_of_ours_still_hears_what_was_sent(two_due, monkeypatch, mailoutbox, settings):
    settings.MAIL_CONNECTIONS = 4
    calls = []

    def broken_for_the_second(*_):
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("ours")

    monkeypatch.setattr(sending, "call_by_kind", broken_for_the_second)
    with pytest.raises(ValueError, match="ours"):
        delivery.send_due(NOW)
    assert len(mailoutbox) == Message.objects.filter(state="sent").count() == 1


def test_a_clock_that_jumps_ahead_takes_no_message_from_a_living_sender(due, monkeypatch, mailoutbox):
    seconds = [0.0]
    monkeypatch.setattr(claiming, "watch", claiming.Watch(clock=lambda: seconds[0]))
    claim()
    an_hour_ahead = NOW + timedelta(hours=1)
    assert delivery.send_due(an_hour_ahead).sent == 0  # the lease seems to be over
    seconds[0] += delivery.lease().total_seconds() - 1
    assert delivery.send_due(an_hour_ahead).sent == 0
    seconds[0] += 1
    assert delivery.send_due(an_hour_ahead).sent == 1  # nobody living holds a claim for so long


def test_what_is_watched_keeps_nobody_else_waiting(two_due, monkeypatch, mailoutbox):
    monkeypatch.setattr(claiming, "watch", claiming.Watch(clock=lambda: 0.0))
    delivery.form_messages(NOW)
    assert len(delivery.claim_due(NOW, limit=1)) == 1
    assert delivery.send_due(NOW + timedelta(hours=1)).sent == 1


def test_only_the_holder_of_the_claim_settles(due, caplog):
    (old,) = claim()
    (new,) = delivery.claim_due(NOW + delivery.lease())
    assert not delivery.settle(old, said=[due.pk], subject="x", now=NOW)()
    assert "its claim had passed" in caplog.text
    assert the_message().state == "waiting"
    assert delivery.settle(new, said=[due.pk], subject="x", now=NOW)()
    assert the_message().state == "sent"
    delivery.postpone(old, until=NOW)
    delivery.park(old, problem="x", reason="broken", now=NOW)
    assert the_message().state == "sent"


def test_planning_never_touches_a_claimed_message(due, ada):
    (claimed,) = claim()
    before = Message.objects.values().get()
    planner.reconcile_all(NOW + MINUTE)
    due.refresh_from_db()
    assert Message.objects.values().get() == before
    assert due.message_id == claimed.message.pk


def test_a_batch_ends_before_its_lease_does(ada, bob, mailoutbox, monkeypatch):
    make_due(ada, now=NOW)
    bob.time_zone = "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)
    delivery.form_messages(NOW)
    batch = delivery.claim_due(NOW)
    moments = [NOW]
    settle = settling.settle

    def slowly(*args, **kwargs):
        moments[0] += delivery.lease() - delivery.margin()
        return settle(*args, **kwargs)

    monkeypatch.setattr(settling, "settle", slowly)
    tally = delivery.send(batch, outbox=Outbox(), moment=lambda: moments[0])
    assert tally.sent == 1
    assert tally.has_stopped
    assert Message.objects.get(state="waiting").attempts == 0


def test_a_message_that_kills_its_sender_comes_to_an_end(due):
    now = NOW
    for _ in range(delivery.MAX_ATTEMPTS):
        claim(now)
        now += delivery.lease() + MINUTE
    assert delivery.send_due(now).parked == 1
    due.refresh_from_db()
    assert (due.state, due.reason) == ("parked", "undeliverable")


# what the server says


def test_451_is_tried_again_under_the_same_message_id(due, settings):
    with smtp_server(settings, "451 come back") as server:
        assert delivery.send_due(NOW).postponed == 1
        message = the_message()
        assert timedelta(seconds=45) < message.next_attempt_at - NOW < timedelta(seconds=75)
        assert (message.attempts, message.claim, message.last_error) == (1, None, "SMTPDataError 451")
        assert delivery.send_due(NOW + 2 * MINUTE).sent == 1
    assert message_id(message).encode() in server.taken[0]


def test_550_parks_that_row_alone_and_try_again_brings_it_back(ada, bob, settings):
    make_due(ada, now=NOW)
    bob.time_zone = "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)
    with smtp_server(settings, "550 no such thing") as server:
        tally = delivery.send_due(NOW)
        assert (tally.sent, tally.parked) == (1, 1)
        parked = Message.objects.get(state="parked")
        assert parked.last_error == "SMTPDataError 550"
        assert Nudge.objects.get(state="parked").reason == "undeliverable"
        assert delivery.send_due(NOW + DAY).sent == 0
        assert delivery.try_again(parked, now=NOW + MINUTE)
        assert not delivery.try_again(parked, now=NOW + MINUTE)
        assert delivery.send_due(NOW + 2 * MINUTE).sent == 1
    assert message_id(parked).encode() in server.taken[1]


def test_a_connection_lost_after_the_last_dot_repeats_under_the_same_id(due, settings):
    with smtp_server(settings, "drop after the dot") as server:
        assert delivery.send_due(NOW).postponed == 1
        assert delivery.send_due(NOW + 2 * MINUTE).sent == 1
        assert len(server.taken) == 2
        assert all(message_id(the_message()).encode() in copy for copy in server.taken)


def test_one_connection_serves_the_whole_batch(settings, db):
    for n in range(4):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)
    with smtp_server(settings) as server:
        assert delivery.send_due(NOW).sent == 4
    assert server.connections == 1


def test_a_refused_connection_ends_the_batch_and_burns_no_attempt(ada, bob, settings):
    make_due(ada, now=NOW)
    bob.time_zone = "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)
    with smtp_server(settings):
        pass  # its port is free again: nobody answers there
    assert delivery.send_due(NOW).has_stopped
    assert set(Message.objects.values_list("attempts", "claim", "state")) == {(0, None, "waiting")}
    with smtp_server(settings) as server:
        assert delivery.send_due(NOW + 2 * MINUTE).sent == 2
    assert len(server.taken) == 2


@pytest.mark.parametrize(
    "problem",
    [
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPSenderRefused(550, b"not you", "rebound@example.org"),
        smtplib.SMTPResponseException(421, b"closing"),
    ],
)
def test_what_is_about_us_is_no_messages_fault(due, monkeypatch, problem):
    def refuse(*_):
        raise problem

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    if isinstance(problem, smtplib.SMTPAuthenticationError):
        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", refuse)
    assert delivery.send_due(NOW).has_stopped
    assert (the_message().state, the_message().attempts) == ("waiting", 0)


def test_a_text_that_cannot_be_written_parks_that_row_and_harms_no_other(ada, bob, words, mailoutbox):
    make_due(ada, now=NOW)
    bob.time_zone = "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)
    type(ada).objects.filter(pk=ada.pk).update(email="ada@example.org, eve@example.org")
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.parked) == (1, 1)
    assert mailoutbox[0].to == ["bob@example.org"]
    assert Nudge.objects.get(state="parked").reason == "broken"


def test_pauses_double_up_to_an_hour_and_scatter():
    for attempts, minutes in ((1, 1), (2, 2), (5, 16), (9, 60)):
        pauses = {delivery.pause_after(attempts) for _ in range(30)}
        assert len(pauses) > 1
        assert all(minutes * MINUTE * 0.8 <= pause <= minutes * MINUTE * 1.2 for pause in pauses)


def test_three_broken_connections_end_the_batch(settings, db, monkeypatch):
    for n in range(5):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)

    def break_off(outbox, _mail):
        raise Broken("TimeoutError")

    monkeypatch.setattr(Outbox, "send", break_off)
    tally = delivery.send_due(NOW)
    assert (tally.postponed, tally.has_stopped) == (3, True)
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1, 1, 1]


# together with an appointment


def test_an_appointment_goes_although_the_caps_are_reached(ada, mailoutbox):
    make_due(ada, now=NOW)
    delivery.send_due(NOW)
    application = make_application(ada, company="Umbrella", now=NOW)
    make_known_interview(application, now=NOW, starts_at=NOW + 2 * DAY)
    later = berlin("2026-11-19 09:31")
    assert delivery.send_due(later).sent == 1
    assert mailoutbox[-1].subject == "Your appointment"
    assert "Friday, 20 November 2026, 10:00" in words_of(mailoutbox[-1])
    assert Message.objects.get(slot=berlin("2026-11-19 09:30")).kind == "appointment"


def test_put_off_from_its_mail_it_comes_again_under_a_message_of_its_own(due, mailoutbox):
    delivery.send_due(NOW)
    due.refresh_from_db()
    operations.snooze(due, until=NOW + DAY, now=NOW + MINUTE)
    due.refresh_from_db()
    assert due.state == "sent"
    assert delivery.send_due(berlin("2026-11-20 09:31")).sent == 1
    assert len({one.extra_headers["Message-ID"] for one in mailoutbox}) == 2
