import pytest
from django.test import RequestFactory

from nudges import operations
from nudges.models import Consent, NudgePreference
from nudges.views.panels import ask_again
from tests.factories import make_application, make_outcome

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def panel(user, application):
    request = RequestFactory().get("/")
    request.user = user
    return ask_again(request, application=application, outcome=application.outcome)


def no_at(user, stage, clock, **fields):
    application = make_application(user, role=f"{stage} role", stage=stage, now=clock.moment)
    make_outcome(application, now=clock.moment, **fields)
    return application


@pytest.fixture
def undecided(ada, clock):
    operations.decide_later(ada, now=clock.moment)
    ada.welcomed_at = clock.moment
    ada.save()
    return ada


def test_the_first_no_from_screening_on_asks_once_more(undecided, clock):
    assert "Would a short note help" in panel(undecided, no_at(undecided, "screening", clock))


@pytest.mark.parametrize(
    ("stage", "kind"), [("applied", "rejected"), ("interview", "ghosted"), ("interview", "withdrawn")]
)
def test_other_endings_do_not_ask(undecided, clock, stage, kind):
    assert panel(undecided, no_at(undecided, stage, clock, kind=kind)) == ""


def test_the_second_no_does_not_ask(undecided, clock):
    no_at(undecided, "screening", clock)
    clock.move(days=1)

    assert panel(undecided, no_at(undecided, "interview", clock)) == ""


def test_who_has_decided_is_not_asked(ada, clock):
    operations.set_lists(ada, [], said_on="welcome", now=clock.moment)

    assert panel(ada, no_at(ada, "interview", clock)) == ""


def test_a_yes_is_a_yes_to_recovery_notes_and_ends_the_question(undecided, ada_client, clock):
    application = no_at(undecided, "interview", clock)

    answer = ada_client.post("/nudges/first-no/yes/", {"application": application.pk})

    preference = NudgePreference.objects.get(user=undecided)
    assert answer["Location"] == f"/recovery/for/{application.pk}/"
    assert preference.lists == ["recovery"]
    assert preference.asked_again_at == clock.moment
    assert Consent.objects.get(user=undecided, is_given=True).said_on == "first_no"
    assert panel(undecided, application) == ""


def test_a_no_is_kept_and_ends_the_question(undecided, ada_client, clock):
    application = no_at(undecided, "interview", clock)

    ada_client.post("/nudges/first-no/no/", {"application": application.pk})

    preference = NudgePreference.objects.get(user=undecided)
    assert preference.lists == []
    assert preference.asked_again_at == clock.moment
    assert not Consent.objects.filter(user=undecided, is_given=True).exists()
    assert panel(undecided, application) == ""


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_answer_refuses_get_and_gives_htmx_its_fragment(undecided, ada_client, answer):
    assert ada_client.get(f"/nudges/first-no/{answer}/").status_code == 405
    fragment = ada_client.post(f"/nudges/first-no/{answer}/", headers=HTMX)
    assert fragment.status_code == 200
    assert b"<html" not in fragment.content


def test_the_answer_never_leads_to_a_strangers_application(undecided, bob_client, clock):
    application = no_at(undecided, "interview", clock)

    assert bob_client.post("/nudges/first-no/no/", {"application": application.pk})["Location"] == "/"
