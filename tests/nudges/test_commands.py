from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from nudges.models import Message, Nudge
from tests.factories import make_application
from tests.nudges.sending import load_shipped_texts, make_due, make_known_interview, smtp_server
from tests.nudges.wanting import berlin

NOW = berlin("2026-11-18 10:00")


@pytest.fixture(autouse=True)
def words(db):
    return load_shipped_texts()


def run(*arguments):
    out = StringIO()
    call_command("nudges", *arguments, stdout=out)
    return out.getvalue()


def test_plan_prints_what_comes_when_and_why_and_changes_nothing(ada):
    make_due(ada, now=NOW)
    make_known_interview(make_application(ada, company="Umbrella", now=NOW), now=NOW, starts_at=NOW + timedelta(days=6))
    Nudge.objects.all().delete()
    printed = run("plan", "--user", "ADA@example.org", "--at", "2026-11-18T10:00")
    assert "Wed 2026-11-18 09:30  mail  application_follow_up  application:" in printed
    assert "Nothing has happened here since 10 November." in printed or "since November 10" in printed
    assert "Mon 2026-11-23 09:30  mail  interview_tomorrow" in printed
    assert "An interview is in your calendar for Tuesday" in printed
    assert not Nudge.objects.exists()


def test_plan_says_when_there_is_none(bob):
    assert run("plan", "--user", "bob@example.org") == "Nothing is planned for bob@example.org.\n"


def test_send_does_one_tick_as_if_it_were_then(ada, mailoutbox):
    make_due(ada, now=NOW)
    Nudge.objects.all().delete()
    assert run("send", "--at", "2026-11-18T10:00+01:00").startswith("1 sent, 0 put off, 0 need a look")
    assert len(mailoutbox) == 1
    assert Message.objects.get().sent_at - NOW < timedelta(minutes=1)
    assert run("send", "--at", "2026-11-18T10:05+01:00").startswith("0 sent")


def test_send_says_when_the_mail_server_takes_nothing(ada, settings):
    make_due(ada, now=NOW)
    with smtp_server(settings):
        pass
    with pytest.raises(CommandError, match="takes nothing just now"):
        run("send", "--at", "2026-11-18T09:00")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["plan", "--user", "nobody@example.org"], "nobody with the address nobody@example.org"),
        (["send", "--at", "tomorrow"], "“tomorrow” is not a moment. Write it like 2026-11-23T09:30"),
        (["send", "--at", "2026-13-45T09:30"], "is not a moment"),
    ],
)
def test_mistakes_are_told_in_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence.replace(".", r"\.")):
        run(*arguments)
