import pytest

from nudges import operations
from nudges.models import Consent, NudgePreference

pytestmark = pytest.mark.django_db

AS_IT_IS = {
    "slot": "09:30",
    "digest_weekday": "0",
    "digest_slot": "09:30",
    "quiet_from": "20:00",
    "quiet_until": "08:00",
    "weekly_goal": "",
}


def send(client, **fields):
    return client.post("/nudges/settings/", AS_IT_IS | fields)


def test_what_is_chosen_is_kept(ada, ada_client):
    answer = send(ada_client, slot="12:15", has_weekend="on", weekly_goal="3", lists=["follow_ups"])

    preference = NudgePreference.objects.get(user=ada)
    assert answer["Location"] == "/nudges/settings/"
    assert f"{preference.slot:%H:%M}" == "12:15"
    assert preference.has_weekend
    assert preference.weekly_goal == 3
    assert preference.lists == ["follow_ups"]


def test_unticking_a_list_is_a_no_that_is_kept(ada, ada_client, clock):
    operations.set_lists(ada, ["recovery"], said_on="welcome", now=clock.moment)
    clock.move(days=1)

    send(ada_client)

    consent = Consent.objects.filter(user=ada).first()
    assert (consent.list, consent.is_given, consent.said_on) == ("recovery", False, "settings")
    assert "When you said yes or no" in ada_client.get("/nudges/settings/").content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"slot": "21:00"}, "lies in your quiet hours"),
        ({"slot": "07:00"}, "lies in your quiet hours"),
        ({"digest_slot": "22:15"}, "lies in your quiet hours"),
        ({"digest_weekday": "7"}, "Please choose"),
        ({"slot": "half past"}, "Please give a time"),
        ({"weekly_goal": "0"}, "This can be 1 at the least."),
        ({"lists": ["everything"]}, "Please choose from these."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(ada, ada_client, fields, words):
    answer = send(ada_client, **fields)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not NudgePreference.objects.filter(user=ada, weekly_goal=0).exists()
    assert not Consent.objects.exists()


def test_htmx_gets_the_form_with_its_errors(ada_client):
    answer = ada_client.post("/nudges/settings/", AS_IT_IS | {"slot": ""}, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert b"<html" not in answer.content


def test_my_settings_are_mine(ada, bob, ada_client):
    send(ada_client, weekly_goal="3")

    assert not NudgePreference.objects.filter(user=bob).exists()
