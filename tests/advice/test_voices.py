"""*Did this help?*: counted once for each person and text, and never to be traced back."""

import pytest
from django.urls import reverse

from advice import operations
from advice.models import Article, Step, Voice
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def say(client, answer, *, kind="article", key="ghosted", **headers):
    address = reverse("advice:voice-say", args=[kind, key])
    return client.post(address, {"answer": answer, "to": "/advice/ghosted/"}, **headers)


def test_one_voice_for_each_person_and_text(ada_client, bob_client, loaded):
    answer = say(ada_client, "yes")
    assert (answer.status_code, answer["Location"]) == (302, "/advice/ghosted/")
    say(ada_client, "little")
    say(bob_client, "no")
    assert sorted(Voice.objects.values_list("answer", flat=True)) == ["little", "no"]
    page = ada_client.get("/advice/ghosted/").content.decode()
    assert page.count('aria-pressed="true"') == 1 and "Counted, without your name." in page
    piece = say(ada_client, "yes", headers={"HX-Request": "true"})
    assert piece.status_code == 200 and "<html" not in piece.content.decode()


def test_nothing_tells_whose_voice_it_was(ada, ada_client, loaded):
    say(ada_client, "no")
    say(ada_client, "no", kind="step", key="gracious_reply")
    one, other = Voice.objects.values()
    assert set(one) == {"voter", "kind", "key", "answer"} and one["voter"] != other["voter"]
    assert str(ada.pk) not in (one["key"], one["kind"]) and len(one["voter"]) == 64


@pytest.mark.parametrize(
    ("kind", "key", "answer"),
    [("article", "ghosted", "great"), ("article", "nowhere", "yes"), ("letter", "ghosted", "yes")],
)
def test_what_is_no_answer_or_about_nothing_is_not_there(ada_client, loaded, kind, key, answer):
    assert say(ada_client, answer, kind=kind, key=key).status_code == 404
    assert not Voice.objects.exists()


def test_it_leads_nowhere_else(ada_client, loaded):
    address = reverse("advice:voice-say", args=["article", "ghosted"])
    assert ada_client.post(address, {"answer": "yes", "to": "https://evil.example/"})["Location"] == "/"
    assert ada_client.get(address).status_code == 405


def test_curators_see_sums_of_ten_answers_and_none_of_fewer(curator_client, loaded):
    people = [make_user(email=f"p{number}@example.org") for number in range(10)]
    addresses = [reverse("admin:advice_article_changelist"), reverse("admin:advice_step_changelist")]
    addresses += [
        reverse("admin:advice_article_change", args=[Article.objects.get(key="ghosted").pk]),
        reverse("admin:advice_step_change", args=[Step.objects.get(key="gracious_reply").pk]),
    ]
    for number, person in enumerate(people):
        for kind, key in (("article", "ghosted"), ("step", "gracious_reply")):
            operations.say_whether_it_helped(person, kind=kind, key=key, answer="yes" if number % 3 else "no")
        is_enough = number == 9
        if number in (8, 9):
            for address in addresses:
                page = curator_client.get(address).content.decode()
                assert ("yes 6, a little 0, no 4" in page) is is_enough, address
                assert "fewer than 10 answers" in page or is_enough
