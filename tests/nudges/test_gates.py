"""What must wait although it is due: for a server that is down, for a domain that takes only so much."""

from datetime import timedelta

import pytest

from nudges import delivery
from nudges.delivery import gates, sending
from nudges.delivery.outbox import Broken, Outbox, ServerRefuses
from nudges.models import Gate, Message
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def crowd(db):
    load_shipped_texts()
    for n in range(5):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)


@pytest.fixture
def server(monkeypatch):
    """Answers as it is told to, and counts how often it was asked."""

    class Server:
        problem, asked = None, 0

    send = Outbox.send

    def answer(outbox, letter):
        Server.asked += 1
        if Server.problem:
            raise Server.problem
        send(outbox, letter)

    monkeypatch.setattr(Outbox, "send", answer)
    return Server


def test_while_the_server_is_down_nothing_is_claimed_and_one_message_tries_whether_it_is_back(crowd, server):
    server.problem = ServerRefuses("ConnectionRefusedError")
    assert delivery.send_due(NOW).has_stopped
    untouched = Message.objects.order_by("pk").values_list("pk", "attempts", "claim", "next_attempt_at")
    before = list(untouched)
    for seconds in (5, 15, 30, 45):
        assert delivery.send_due(NOW + timedelta(seconds=seconds)) == delivery.Tally()
    assert list(untouched) == before
    assert server.asked == 1
    delivery.send_due(NOW + 2 * MINUTE)
    assert server.asked == 2
    server.problem = None
    assert delivery.send_due(NOW + 10 * MINUTE).sent == 5
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}
    assert not Gate.objects.exists()


def test_only_one_sender_tries_whether_it_is_back(db):
    gates.found_down(NOW, "x")
    later = NOW + 2 * MINUTE
    assert (gates.open_for(NOW), gates.open_for(later), gates.open_for(later)) == (0, 1, 0)
    assert gates.open_for(later + delivery.margin()) == 1  # the one that tried has died


def test_it_is_asked_less_and_less_often(db):
    for _ in range(9):
        gates.found_down(NOW, "x")
    assert timedelta(minutes=9) <= Gate.objects.get().opens_at - NOW <= timedelta(minutes=11)


def test_a_server_that_hangs_for_hours_uses_up_nobodys_attempts(crowd, server):
    server.problem, now = Broken("TimeoutError"), NOW
    for _ in range(40):
        delivery.send_due(now)
        now += timedelta(minutes=4)
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    assert max(Message.objects.values_list("attempts", flat=True)) <= 2
    assert Gate.objects.get().failures > 5


def test_a_domain_gets_only_so_much_a_minute_and_the_rest_waits_unharmed(crowd, settings, mailoutbox):
    settings.MAIL_PER_MINUTE = {"example.org": 2}
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.postponed, tally.has_stopped) == (2, 3, False)
    waiting = Message.objects.filter(state="waiting")
    assert set(waiting.values_list("attempts", "claim")) == {(0, None)}
    turns = sorted(round((turn - NOW).total_seconds()) for turn in waiting.values_list("next_attempt_at", flat=True))
    assert turns == [30, 60, 90]
    assert [delivery.send_due(NOW + n * MINUTE + MINUTE / 60).sent for n in (1, 2)] == [2, 1]
    assert len(mailoutbox) == 5


def test_other_domains_go_on(crowd, settings, bob, mailoutbox):
    bob.email, bob.time_zone = "bob@example.net", "Europe/Berlin"
    bob.save()
    make_due(bob, now=NOW)
    settings.MAIL_PER_MINUTE = {"example.org": 1, "*": 600}
    assert delivery.send_due(NOW).sent == 2
    assert ["bob@example.net"] in [one.to for one in mailoutbox]


def test_a_process_that_is_asked_to_end_gives_back_what_it_claimed(crowd, server, monkeypatch):
    monkeypatch.setattr(sending.stopping, "is_set", lambda: server.asked >= 2)
    tally = delivery.send_due(NOW)
    assert (tally.sent, tally.has_stopped) == (2, True)
    assert set(Message.objects.filter(state="waiting").values_list("attempts", "claim")) == {(0, None)}


@pytest.mark.parametrize("lines", [1, 4])
def test_several_lines_send_each_message_once(crowd, lines, mailoutbox):
    assert delivery.send_due(NOW, connections=lines).sent == 5
    assert len({one.to[0] for one in mailoutbox}) == 5
