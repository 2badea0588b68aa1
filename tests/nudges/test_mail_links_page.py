from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client

from nudges import operations
from nudges.actions import PAUSE, Verb, nudge_token, pause_token, unsubscribe_token
from nudges.models import Consent, Nudge, NudgeChoice, NudgePreference
from tests.factories import make_outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_program():
    """No cookie, and as strict as a real server."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def ada_with_lists(ada, clock):
    operations.set_lists(ada, ["recovery", "follow_ups"], said_on="welcome", now=clock.moment)
    return ada


@pytest.mark.parametrize("verb", Verb)
def test_opening_an_action_link_changes_nothing(client, planned, verb):
    address = f"/n/{nudge_token(planned, verb)}/"

    page = client.get(address)
    head = client.head(address)

    assert page.status_code == head.status_code == 200
    assert page.content.decode().count('<button type="submit"') == 1
    assert not NudgeChoice.objects.exists()
    planned.refresh_from_db()
    assert planned.state == Nudge.State.PLANNED


# Mail programs, scanners and messengers that open what they see, and browsers that guess.
GUESSING = [
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"},
    {"X-Moz": "prefetch"},
    {"X-Purpose": "preview"},
]
OPENING = [
    "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Safelinks",
    "GoogleImageProxy",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
]


def everything():
    """All that a link could change."""
    people = NudgePreference.objects.values_list("user__last_visit_at", "lists", "is_paused")
    nudges = Nudge.objects.values_list("pk", "state", "due_at", "reason", "is_over")
    return list(people), sorted(nudges), NudgeChoice.objects.count(), Consent.objects.count()


@pytest.mark.parametrize("headers", [*GUESSING, *({"User-Agent": name} for name in OPENING)])
def test_whoever_opens_links_ahead_of_a_person_changes_nothing(ada_with_lists, ada_client, client, planned, headers):
    before = everything()
    stop, leave = nudge_token(planned, Verb.STOP_SUBJECT), unsubscribe_token(ada_with_lists, ["recovery"])
    for link in (f"/n/{stop}/", f"/u/{leave}/"):
        for who in (client, ada_client) if "User-Agent" not in headers else (client,):
            assert {who.get(link, headers=headers).status_code, who.head(link, headers=headers).status_code} == {200}
    assert everything() == before


@pytest.mark.parametrize("verb", Verb)
def test_the_button_does_it_without_a_login(client, planned, verb):
    answer = client.post(f"/n/{nudge_token(planned, verb)}/")

    assert answer.status_code == 200
    assert "Done" in answer.content.decode()
    assert NudgeChoice.objects.count() == 1


def test_the_button_works_behind_the_guard_against_forged_forms(planned, mail_program):
    address = f"/n/{nudge_token(planned, Verb.DROP)}/"
    mail_program.get(address)
    token = mail_program.cookies["csrftoken"].value

    assert mail_program.post(address, {"csrfmiddlewaretoken": token}).status_code == 200
    planned.refresh_from_db()
    assert planned.state == Nudge.State.DROPPED


def test_an_action_from_a_mail_is_a_visit_and_opening_it_is_none(ada, client, planned, clock):
    address = f"/n/{nudge_token(planned, Verb.DROP)}/"

    client.get(address)
    ada.refresh_from_db()
    assert ada.last_visit_at is None

    client.post(address)
    ada.refresh_from_db()
    assert ada.last_visit_at == clock.moment


@pytest.mark.parametrize("verb", Verb)
def test_pressing_twice_does_one_thing(client, planned, verb):
    address = f"/n/{nudge_token(planned, verb)}/"

    answers = [client.post(address), client.post(address), client.get(address)]

    assert [("Done" in answer.content.decode(), answer.status_code) for answer in answers] == [(True, 200)] * 3
    assert NudgeChoice.objects.count() == 1


def test_a_link_about_what_is_over_says_so_kindly_and_does_nothing(ada, client, planned, clock):
    make_outcome(ada.applications.get(), now=clock.moment, kind="withdrawn")

    later, drop = (nudge_token(planned, verb) for verb in (Verb.SNOOZE_DAY, Verb.DROP))
    for answer in (client.get(f"/n/{later}/"), client.post(f"/n/{drop}/")):
        assert answer.status_code == 200
        assert "nothing to say any more" in answer.content.decode()
    assert not NudgeChoice.objects.exists()


def test_a_link_about_a_note_that_was_deleted_says_kindly_what_to_do(client, planned):
    address = f"/n/{nudge_token(planned, Verb.DROP)}/"
    planned.delete()

    answer = client.get(address)

    assert answer.status_code == 404
    assert "This link does not work any more" in answer.content.decode()


def test_the_mind_may_be_changed_from_later_to_another_later_and_to_never(client, planned):
    for verb in (Verb.SNOOZE_DAY, Verb.SNOOZE_WEEK, Verb.DROP):
        assert "Done" in client.post(f"/n/{nudge_token(planned, verb)}/").content.decode()
    planned.refresh_from_db()
    assert planned.reason == "dropped_by_you"


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_broken_link_says_kindly_what_to_do(client, planned, method):
    answer = getattr(client, method)(f"/n/{nudge_token(planned, Verb.DROP)[:-3]}/")

    assert answer.status_code == 404
    if method != "head":
        assert "This link does not work any more" in answer.content.decode()
    assert not NudgeChoice.objects.exists()


def test_an_old_link_does_nothing(client, planned, monkeypatch):
    token = nudge_token(planned, Verb.DROP)
    monkeypatch.setattr("nudges.actions.TOKEN_LASTS", timedelta(seconds=-1))

    assert client.post(f"/n/{token}/").status_code == 404
    assert not NudgeChoice.objects.exists()


def test_a_link_for_one_purpose_is_no_link_for_another(client, ada, planned):
    assert client.post(f"/u/{nudge_token(planned, Verb.DROP)}/").status_code == 404
    assert client.post(f"/n/{unsubscribe_token(ada, ['recovery'])}/").status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, ada, planned, method):
    assert getattr(client, method)(f"/n/{nudge_token(planned, Verb.DROP)}/").status_code == 405
    assert getattr(client, method)(f"/u/{unsubscribe_token(ada, ['recovery'])}/").status_code == 405


def test_opening_the_unsubscribe_link_names_the_lists_and_changes_nothing(ada_with_lists, client):
    address = f"/u/{unsubscribe_token(ada_with_lists, ['recovery'])}/"

    page = client.get(address)

    assert client.head(address).status_code == page.status_code == 200
    assert "Recovery" in page.content.decode()
    assert "Follow-ups" not in page.content.decode()
    assert page.content.decode().count('<button type="submit"') == 1
    assert ada_with_lists.email not in page.content.decode()
    assert "recovery" in NudgePreference.objects.get(user=ada_with_lists).lists


FORM = ({"List-Unsubscribe": "One-Click"}, {})
URLENCODED = (
    urlencode({"List-Unsubscribe": "One-Click"}),
    {"content_type": "application/x-www-form-urlencoded"},
)


BROKEN = ("--nothing like a form", {"content_type": "multipart/form-data; boundary=another"})


@pytest.mark.parametrize(("body", "how"), [FORM, URLENCODED, BROKEN], ids=["multipart", "urlencoded", "broken"])
def test_one_click_ends_the_list_without_cookie_or_redirect(ada_with_lists, mail_program, body, how):
    address = f"/u/{unsubscribe_token(ada_with_lists, ['recovery'])}/"

    for _again in range(2):
        answer = mail_program.post(address, body, **how)
        assert answer.status_code == 200
        assert not answer.cookies

    assert NudgePreference.objects.get(user=ada_with_lists).lists == ["follow_ups"]
    consent = Consent.objects.filter(user=ada_with_lists, list="recovery").first()
    assert (consent.is_given, consent.said_on) == (False, "unsubscribe")


def test_a_broken_unsubscribe_link_says_kindly_what_to_do(client, ada):
    answer = client.post(f"/u/{unsubscribe_token(ada, ['recovery'])}x/")

    assert answer.status_code == 404
    assert "This link does not work any more" in answer.content.decode()


def test_the_pages_of_links_set_no_cookie_beyond_the_forms_own(client, ada):
    assert not client.get(f"/u/{unsubscribe_token(ada, ['recovery'])}/").cookies


# All notes at once


def test_opening_the_pause_link_changes_nothing_and_its_button_pauses_all_notes_once(ada_with_lists, client, clock):
    address, before = f"/p/{pause_token(ada_with_lists)}/", everything()
    for page in (client.get(address), client.head(address)):
        assert page.status_code == 200
    assert everything() == before
    assert client.get(address).content.decode().count('<button type="submit"') == 1

    for _again in range(2):
        assert "All notes are paused" in client.post(address).content.decode()
        wishes, until = NudgePreference.objects.get(user=ada_with_lists), clock.moment + PAUSE
        assert wishes.is_paused and wishes.paused_until == (until if not _again else until - timedelta(hours=5))
        clock.move(hours=5)
    ada_with_lists.refresh_from_db()
    assert ada_with_lists.last_visit_at == clock.moment - timedelta(hours=10)  # who pauses is here
    assert wishes.lists == ["recovery", "follow_ups"]


def test_a_longer_pause_stays_as_it_is(ada_with_lists, client, clock):
    operations.pause_all(ada_with_lists, until=None, now=clock.moment)
    assert "All notes are paused" in client.get(f"/p/{pause_token(ada_with_lists)}/").content.decode()
    client.post(f"/p/{pause_token(ada_with_lists)}/")
    assert NudgePreference.objects.get(user=ada_with_lists).paused_until is None


def test_a_pause_link_that_is_old_broken_made_for_another_purpose_or_of_somebody_gone_does_nothing(
    ada_with_lists, planned, client, monkeypatch
):
    good = pause_token(ada_with_lists)
    for token in (f"{good}x", nudge_token(planned, Verb.DROP), unsubscribe_token(ada_with_lists, ["recovery"])):
        assert client.post(f"/p/{token}/").status_code == 404
    monkeypatch.setattr("nudges.actions.TOKEN_LASTS", timedelta(seconds=-1))
    assert client.post(f"/p/{good}/").status_code == 404
    monkeypatch.undo()
    ada_with_lists.is_active = False
    ada_with_lists.save()
    assert client.post(f"/p/{good}/").status_code == 404
    assert not NudgePreference.objects.filter(is_paused=True).exists()
