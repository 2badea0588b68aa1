"""Adding, seeing, changing, moving and deleting applications, through their pages."""

import pytest

from applications.models import Event, JobApplication
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_contact, make_interview, make_outcome

NEW = "/applications/new/"


def test_two_fields_are_enough_to_add_one(ada, ada_client):
    answer = ada_client.post(NEW, {"company": "Initech", "role": "Engineer"})

    application = ada.applications.get()
    assert answer.url == f"/applications/{application.pk}/"
    assert (application.company.name, application.role, application.stage) == ("Initech", "Engineer", "saved")


def test_everything_else_can_be_said_too(ada, ada_client):
    more = {"url": "example.org/jobs/7", "location": "Berlin", "source": "A friend", "notes": "Nice", "excitement": "4"}
    more |= {"work_mode": "hybrid", "deadline_on": "2026-12-01", "applied_on": "2026-11-10", "stage": "applied"}
    more |= {"salary_min": "40000", "salary_max": "50000", "salary_currency": "eur", "salary_period": "year"}

    ada_client.post(NEW, {"company": "Initech", "role": "Engineer", "posting_text": "Come to us"} | more)

    application = ada.applications.get()
    assert application.url == "https://example.org/jobs/7"
    assert (application.salary_currency, application.excitement, application.posting_text) == ("EUR", 4, "Come to us")
    assert str(application.applied_on) == "2026-11-10"


@pytest.mark.parametrize("typed", ["65000", "65.000", "65,000", "65 000", "65’000", "65k", "65.000,00"])
def test_pay_is_understood_as_people_write_it(ada, ada_client, typed):
    ada_client.post(NEW, {"company": "Initech", "role": "Engineer", "salary_min": typed, "salary_max": "78.000"})

    application = ada.applications.get()
    assert (application.salary_min, application.salary_max) == (65_000, 78_000)


def test_a_browser_gives_pay_to_us_as_it_was_typed(ada_client):
    page = ada_client.get(NEW).content.decode()

    assert '<input type="text" name="salary_min"' in page


def test_what_one_typed_is_kept_when_something_is_wrong(ada, ada_client):
    answer = ada_client.post(NEW, {"company": "Initech", "role": "", "notes": "Do not lose me"})

    assert answer.status_code == 422
    assert "Do not lose me" in answer.content.decode()
    assert not ada.applications.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"company": "Init\nech"},
        {"role": "Engi\x07neer"},
        {"role": "x" * 201},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.org"},
        {"salary_min": "10", "salary_max": "5"},
        {"salary_currency": "EURO"},
        {"excitement": "6"},
        {"applied_on": "2026-11-19"},
        {"applied_on": "0001-01-01"},
        {"stage": "hired"},
    ],
)
def test_what_cannot_be_is_refused(ada, ada_client, wrong):
    answer = ada_client.post(NEW, {"company": "Initech", "role": "Engineer"} | wrong)

    assert answer.status_code == 422
    assert not ada.applications.exists()


def test_the_same_role_at_the_same_company_is_a_warning_not_a_block(ada, ada_client, application):
    typed = {"company": "INITECH", "role": "engineer", "notes": "Do not lose me"}

    warned = ada_client.post(NEW, typed)
    page = warned.content.decode()
    assert warned.status_code == 422
    assert f'href="/applications/{application.pk}/"' in page and "add_anyway" in page and "Do not lose me" in page
    assert ada.applications.count() == 1

    ada_client.post(NEW, typed | {"add_anyway": "1"})
    assert ada.applications.count() == 2
    assert ada.companies.count() == 1


def test_the_same_role_of_another_person_is_nobodys_business(bob, bob_client, application):
    bob_client.post(NEW, {"company": "Initech", "role": "Engineer"})

    assert bob.applications.count() == 1


def test_a_link_may_bring_values_along(ada_client):
    page = ada_client.get(NEW, {"company": "Initech & Sons"}).content.decode()

    assert 'value="Initech &amp; Sons"' in page


def test_the_page_shows_facts_history_and_what_is_next(ada, ada_client, application, now):
    make_interview(application, now=now, topic="Systems")
    contact = make_contact(ada)
    contact.applications.add(application)

    page = ada_client.get(f"/applications/{application.pk}/").content.decode()

    for words in ("Initech", "Engineer", "Systems", "Grace Hopper", "Moved from Applied to Interview"):
        assert words in page


def test_the_word_for_a_no_is_the_persons_own(ada, ada_client, closed):
    ada.rejection_word = "not_selected"
    ada.save()

    pages = [f"/applications/{closed.pk}/", "/applications/?closed=on", f"/applications/{closed.pk}/outcome/"]
    for page in pages:
        text = ada_client.get(page).content.decode()
        assert "Not selected" in text
        assert "Rejected" not in text


def test_an_edit_is_saved(ada_client, application):
    facts = {"company": "Initrode", "role": "Lead", "stage": "screening", "applied_on": "2026-11-18"}

    answer = ada_client.post(f"/applications/{application.pk}/edit/", facts)

    application = JobApplication.objects.get(pk=application.pk)
    assert answer.url == f"/applications/{application.pk}/"
    assert (application.company.name, application.role, application.stage) == ("Initrode", "Lead", "screening")
    assert application.events.current().filter(kind=Event.Kind.MOVED, data__to="screening").exists()


def test_a_wrong_edit_changes_nothing(ada_client, application):
    answer = ada_client.post(f"/applications/{application.pk}/edit/", {"company": "Initrode", "role": ""})

    assert answer.status_code == 422
    assert JobApplication.objects.get(pk=application.pk).role == "Engineer"


def test_how_far_a_closed_one_got_cannot_be_edited_past_its_outcome(ada_client, closed):
    ada_client.post(f"/applications/{closed.pk}/edit/", {"company": "Hooli", "role": "Nurse", "stage": "offer"})

    assert JobApplication.objects.get(pk=closed.pk).stage == "interview"


def test_deleting_asks_first(ada, ada_client, application):
    address = f"/applications/{application.pk}/delete/"

    assert ada_client.get(address).status_code == 200
    assert ada.applications.exists()

    assert ada_client.post(address).url == "/applications/"
    assert not ada.applications.exists()


def test_moving_answers_a_browser_with_the_page_it_came_from(ada_client, application):
    address = f"/applications/{application.pk}/move/"

    assert ada_client.post(address, {"stage": "screening"}).url == f"/applications/{application.pk}/"
    answer = ada_client.post(address, {"stage": "offer", "back": "board"})
    assert answer.url == f"/applications/board/?moved={application.pk}#application-{application.pk}"


def test_a_closed_one_does_not_move(ada_client, closed):
    answer = ada_client.post(f"/applications/{closed.pk}/move/", {"stage": "offer"}, follow=True)

    assert "Reopen it to move it" in answer.content.decode()
    assert JobApplication.objects.get(pk=closed.pk).stage == "interview"


@pytest.mark.parametrize("verb", ["", "edit/", "delete/", "outcome/", "interviews/new/", "events/new/"])
def test_a_stranger_finds_nothing(bob_client, application, verb):
    missing = bob_client.get(f"/applications/999999/{verb}")
    answer = bob_client.get(f"/applications/{application.pk}/{verb}")

    assert answer.status_code == missing.status_code == 404
    assert "Initech" not in answer.content.decode()


@pytest.mark.parametrize("verb", ["edit", "delete", "move", "outcome", "reopen", "interviews/new", "events/new"])
def test_a_stranger_changes_nothing(bob_client, application, verb):
    before = JobApplication.objects.values().get(pk=application.pk), application.events.count()

    answer = bob_client.post(f"/applications/{application.pk}/{verb}/", {"stage": "offer", "kind": "rejected"})

    assert answer.status_code == 404
    assert before == (JobApplication.objects.values().get(pk=application.pk), application.events.count())


def test_changes_refuse_get(ada_client, application):
    assert ada_client.get(f"/applications/{application.pk}/reopen/").status_code == 405


def test_an_impossible_number_is_just_not_there(ada_client):
    assert ada_client.get(f"/applications/{'9' * 40}/").status_code == 404


def test_nobody_is_led_to_the_login(client, application):
    assert client.get("/applications/").url.startswith("/accounts/login/")
    assert client.post(f"/applications/{application.pk}/move/").url.startswith("/accounts/login/")


def test_a_bad_form_answers_htmx_with_the_form_alone(ada_client):
    answer = ada_client.post(NEW, {"company": ""}, headers=HTMX)

    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith("<form")


def test_a_good_form_sends_htmx_on(ada, ada_client):
    answer = ada_client.post(NEW, {"company": "Initech", "role": "Engineer"}, headers=HTMX)

    assert answer.headers["HX-Redirect"] == f"/applications/{ada.applications.get().pk}/"


def test_markup_in_names_stays_text(ada, ada_client, now):
    application = make_application(ada, now=now, company="<b>Ltd</b>", role="<script>alert(1)</script>")
    make_outcome(application, now=now, reason="<img src=x>")

    for page in ("/applications/?closed=on", f"/applications/{application.pk}/", NEW):
        text = ada_client.get(page).content.decode()
        assert "<b>Ltd" not in text and "<script>alert" not in text and "<img src=x>" not in text
