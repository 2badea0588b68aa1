"""An address at which nobody is: nothing goes there, its owner is told, and has two ways back."""

from datetime import timedelta

import pytest

from nudges import addresses, delivery
from nudges.models import DeadAddress, Message
from tests.factories import make_user
from tests.nudges.sending import load_shipped_texts, make_due, smtp_server
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


def refusing(answers):
    """What the server says to a recipient, by the address."""

    async def handle_RCPT(server, session, envelope, address, options):
        answer = answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    return handle_RCPT


def sent_with(settings, answers, now=NOW):
    with smtp_server(settings) as server:
        server.handle_RCPT = refusing(answers)
        return delivery.send_due(now)


def test_who_is_not_there_gets_nothing_more_by_mail_and_keeps_the_note_on_today(ada, settings):
    nudge = make_due(ada, now=NOW)
    tally = sent_with(settings, {"ada@example.org": "550 5.1.1 no such user"})
    assert (tally.sent, tally.parked) == (0, 1)
    assert DeadAddress.objects.get(user=ada).code == "SMTPRecipientsRefused 550"
    nudge.refresh_from_db()
    assert (nudge.state, nudge.channel, nudge.reason) == ("planned", "page", "unreachable")
    assert Message.objects.get().state == "parked"


@pytest.mark.parametrize("answer", ["550 5.7.1 relaying denied", "552 5.2.2 mailbox full", "554 no"])
def test_what_is_about_us_or_of_the_day_says_nothing_of_an_address(ada, settings, answer):
    make_due(ada, now=NOW)
    assert sent_with(settings, {"ada@example.org": answer}).parked == 1
    assert not DeadAddress.objects.exists()


def test_a_server_that_knows_nobody_at_all_is_not_believed(db, settings):
    for n in range(4):
        make_due(make_user(email=f"p{n}@example.org", time_zone="Europe/Berlin"), now=NOW)
    answers = {f"p{n}@example.org": "550 unknown" for n in range(4)}
    assert sent_with(settings, answers).has_stopped
    assert not DeadAddress.objects.exists()
    assert set(Message.objects.values_list("state", flat=True)) == {"waiting"}
    assert sent_with(settings, {}, NOW + 3 * MINUTE).sent == 4


def test_its_owner_is_told_and_can_use_it_again(ada, ada_client):
    nudge = make_due(ada, now=NOW)
    addresses.call_dead(ada, ada.email, why="bounce", told_by="smtp", now=NOW)
    page = ada_client.get("/nudges/settings/").content.decode()
    assert "came back" in page
    assert "ada@example.org" in page
    assert ada_client.post("/nudges/address/use/")["Location"] == "/nudges/settings/"
    assert "came back" not in ada_client.get("/nudges/settings/").content.decode()
    addresses.call_well(ada, now=NOW)
    nudge.refresh_from_db()
    assert (nudge.channel, nudge.reason) == ("mail", "")


def test_another_address_is_another_matter(ada, mailoutbox):
    make_due(ada, now=NOW)
    addresses.call_dead(ada, ada.email, why="bounce", told_by="smtp", now=NOW)
    assert delivery.send_due(NOW).sent == 0
    ada.email = "ada@new.example.org"
    ada.save()
    addresses.call_well(ada, now=NOW)
    assert delivery.send_due(NOW).sent == 1


def test_mail_about_the_account_still_goes(ada, client, mailoutbox):
    addresses.call_dead(ada, ada.email, why="complaint", told_by="Postmark", now=NOW)
    client.post("/accounts/password/reset/", {"email": ada.email})
    assert mailoutbox[0].to == [ada.email]
