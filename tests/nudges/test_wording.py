"""Curators' words of nudges: seen as invented people would, sent as a test, and never in the way of a mail."""

import pytest
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse

from advice import operations
from advice.models import NudgeText
from nudges import mail, rules, samples, wording
from nudges.models import Message, Nudge
from nudges.parts import Saying
from tests.factories import make_user
from tests.nudges.sending import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleo(db):
    curator = make_user(email="cleo@example.org", name="Cleo", is_staff=True)
    curator.groups.add(operations.ensure_curators_group())
    return curator


@pytest.fixture
def desk(cleo):
    client = Client()
    client.force_login(cleo)
    return client


GOOD = {
    "rule": "application_follow_up",
    "language": "en",
    "subject": "A quiet application",
    "body": "Hello {{ first_name }},\n\nhow about a line to {{ contact_name }} at {{ company }}?",
    "required": "",
}


def saying(text, now):
    rule = rules.BY_NAME[text.rule]
    wanted = rule.wants(subject="application:7", occurrence="1", not_before=now, useful_until=now, path="/x/")
    return Saying(Nudge(rule=text.rule, kind=rule.kind), wanted, text)


@pytest.mark.parametrize(
    "broken",
    [
        {"body": "Hello {{ nobody }}"},
        {"body": "Hello {{ company"},
        {"body": " "},
        {"subject": ""},
        {"subject": "News from {{ nobody }}"},
        {"required": ["company"], "body": "Hello"},
    ],
)
def test_words_that_cannot_be_sent_give_way_to_the_shipped_ones(ada, now, caplog, broken):
    text = NudgeText(**{**GOOD, "required": [], **broken})
    sent = mail.compose(Message(), ada, [saying(text, now)])
    shipped = wording.shipped()[text.rule]
    assert sent.subject == shipped.subject
    assert shipped.body.split("\n\n")[1].split("{{")[0].strip() in words_of(sent)
    assert "application_follow_up" in caplog.text


def test_whatever_goes_wrong_with_the_words_the_mail_goes_out(ada, now, caplog, monkeypatch):
    text = NudgeText(**{**GOOD, "required": []})
    fill = mail.merge.fill

    def fails_here(words, *args, **kwargs):
        if "how about a line" in words:
            raise RecursionError
        return fill(words, *args, **kwargs)

    monkeypatch.setattr(mail.merge, "fill", fails_here)
    assert mail.compose(Message(), ada, [saying(text, now)]).subject == wording.shipped()[text.rule].subject
    assert "shipped words" in caplog.text


@pytest.mark.parametrize("person", samples.PEOPLE, ids=lambda person: person.key)
def test_every_shipped_text_reads_whole_for_every_invented_person(person, now):
    for text in wording.shipped().values():
        assert not wording.problems_of(text) and not wording.problem_of_bare(text)
        words = samples.compose(text, person, now=now)
        assert "{{" not in words.body and "None" not in words.body, text.rule


def test_a_preview_shows_what_is_typed_for_all_of_them(desk):
    page = desk.post(reverse("admin:advice_nudgetext_preview"), GOOD).content.decode()
    assert "how about a line to Grace Hopper at Northwind?" in page
    assert "how about a line to the person who wrote to you at the company?" in page
    assert not NudgeText.objects.exists()
    framed = desk.post(reverse("admin:nudges_shown"), GOOD | {"person": "bare", "colours": "dark"})
    assert "at the company?" in framed.content.decode() and "@media all" in framed.content.decode()
    assert "default-src 'none'" in framed["Content-Security-Policy"]
    wrong = desk.post(reverse("admin:advice_nudgetext_preview"), GOOD | {"body": "{{ nobody }}"}).content.decode()
    assert "the shipped words go instead" in wrong and "nobody" in wrong


def test_a_test_goes_to_the_curators_own_address_alone(desk):
    answer = desk.post(reverse("admin:nudges_test"), GOOD | {"person": "bare", "to": "bob@example.org"})
    assert "A test is on its way to cleo@example.org." in answer.content.decode()
    (sent,) = outbox.outbox
    assert sent.to == ["cleo@example.org"] and sent.subject == "[Test] A quiet application"
    assert "at the company?" in words_of(sent)
    assert not Message.objects.exists() and not Nudge.objects.exists()


def test_no_test_of_what_cannot_be_sent_nor_to_an_unproven_address(desk, settings):
    assert desk.post(reverse("admin:nudges_test"), GOOD | {"body": "{{ x }}"}).status_code == 422
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answer = desk.post(reverse("admin:nudges_test"), GOOD)
    assert answer.status_code == 422 and "confirm your e-mail address" in answer.content.decode()
    assert outbox.outbox == [] and desk.get(reverse("admin:nudges_test")).status_code == 405


def test_only_curators_come_here(ada_client, bob_client):
    for name in ("admin:advice_nudgetext_preview", "admin:nudges_shown", "admin:nudges_test"):
        assert ada_client.post(reverse(name), GOOD).status_code == 302
