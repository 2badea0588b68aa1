"""What nobody should send and somebody does: a clear answer each time, and nothing lost."""

import pytest

from applications import operations
from applications.models import JobApplication
from tests.applications.conftest import HTMX
from tests.factories import make_application

FACTS = {"company": "Initech", "role": "Engineer"}
NOTES = "Written with care, and not to be lost."


@pytest.fixture(params=["new", "edit"])
def form(request, ada_client, application):
    """Sends the facts of an application, as a new one or over those of another; returns (answer, rows changed)."""
    address = "/applications/new/" if request.param == "new" else f"/applications/{application.pk}/edit/"
    before = list(JobApplication.objects.values())

    def send(**wrong):
        answer = ada_client.post(address, FACTS | {"notes": NOTES, "add_anyway": "1"} | wrong)
        return answer, list(JobApplication.objects.values()) != before

    return send


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"applied_on": "0001-01-01"}, "Please check the year."),
        ({"applied_on": "9999-12-31"}, "That day is still to come."),
        ({"deadline_on": "0001-01-01"}, "Please check the year."),
        ({"deadline_on": "9999-12-31"}, "Please check the year."),
        ({"deadline_on": "2026-02-30"}, "Please give a date, for example 2026-11-30."),
        ({"deadline_on": "99999-01-01"}, "Please give a date, for example 2026-11-30."),
        ({"role": "x" * 10_000}, "There is room for 200 characters here; this has 10000."),
        ({"company": "x" * 10_000}, "There is room for 200 characters here; this has 10000."),
        ({"role": " \u3000 "}, "Please fill this in."),
        ({"url": "javascript:alert(1)"}, "Please give a web address, for example https://example.org/jobs."),
        ({"url": "JaVaScRiPt://example.org/%0aalert(1)"}, "Please give a web address"),
        ({"url": "data:text/html,<script>alert(1)</script>"}, "Please give a web address"),
        ({"salary_min": "-1"}, "at the least"),
        ({"salary_min": "9" * 400}, "at most"),
        ({"salary_min": "60000", "salary_max": "50000"}, "The lower salary is above the upper one."),
        ({"salary_min": "a lot"}, "Please give a whole number."),
        ({"salary_min": "60-70k"}, "Please give a whole number."),
        ({"salary_min": "18.50"}, "Please give a whole number."),
        ({"excitement": "6"}, "at most"),
        ({"stage": "phone_screen"}, "Please choose one of these."),
        ({"work_mode": "on_the_moon"}, "Please choose one of these."),
        ({"salary_currency": "€€€"}, "Three letters, such as EUR."),
    ],
)
def test_a_clear_answer_beside_the_field_and_all_that_was_typed(form, wrong, sentence):
    answer, is_changed = form(**wrong)

    page = answer.content.decode()
    assert answer.status_code == 422 and not is_changed
    assert sentence in page.replace("&quot;", '"') and NOTES in page
    for name, value in wrong.items():
        assert answer.context["form"][name].value() == value


@pytest.mark.parametrize(
    "name",
    [
        "👩‍💻 Full-stack 🚀",
        "مهندسة برمجيات",
        "שרה כהן ובניו בע״מ",
        "‏خليط mixed 混合 ‎",
        "Z̷̢̛a̸l̵g̶o̷",
        "';DROP TABLE applications_jobapplication;--",
        "<img src=x onerror=alert(1)>",
        "{{ user.password }} {% debug %}",
        "%s %(name)s {0}",
        "=cmd|' /C calc'!A0",
    ],
)
def test_names_of_every_script_are_kept_and_shown_as_they_are(ada, ada_client, name):
    answer = ada_client.post("/applications/new/", {"company": name, "role": name, "location": name})

    application = ada.applications.get()
    assert answer.status_code == 302
    assert (application.company.name, application.role) == (" ".join(name.split()), name.strip())
    for address in (application.get_absolute_url(), "/applications/", "/applications/board/", "/"):
        page = ada_client.get(address).content.decode()
        assert "<img src=x" not in page
    assert ada_client.get("/applications/", {"q": name}).status_code == 200


def test_a_name_that_runs_from_right_to_left_does_not_turn_the_line_around(ada_client, ada, now):
    application = make_application(ada, now=now, company="مهندسة", role="مطوّرة")
    page = ada_client.get(application.get_absolute_url()).content.decode()

    assert "<bdi>مهندسة</bdi>" in page


def test_a_link_that_came_in_by_another_way_is_not_followed(ada_client, ada, now):
    """Should a row ever hold one: the page shows words, not a link that runs."""
    application = make_application(ada, now=now, url="javascript:alert(1)", notes="[x](javascript:alert(1))")
    page = ada_client.get(application.get_absolute_url()).content.decode()

    assert 'href="javascript' not in page


@pytest.mark.parametrize("stage", ["phone_screen", "", "offer\x00", "APPLIED", "x" * 5000])
@pytest.mark.parametrize("headers", [None, HTMX], ids=["browser", "htmx"])
def test_a_stage_that_no_longer_exists_moves_nothing(ada_client, application, stage, headers):
    answer = ada_client.post(f"/applications/{application.pk}/move/", {"stage": stage}, headers=headers)

    application.refresh_from_db()
    assert answer.status_code in {302, 422} and application.stage == "applied"
    shown = ada_client.get(answer.url) if answer.status_code == 302 else answer
    assert "That stage is not known." in shown.content.decode()


def test_an_old_link_with_such_a_stage_still_opens_the_list(ada_client, application):
    page = ada_client.get("/applications/?stage=phone_screen&outcome=lost&sort=mood").content.decode()

    assert "Initech" in page


def test_a_history_that_names_such_a_stage_is_still_told(ada_client, application, now):
    data = {"from": "phone_screen", "to": "applied"}
    operations.add_event(application, kind="moved", happened_on=now.date(), now=now, data=data)

    assert "phone_screen" in ada_client.get(f"/applications/{application.pk}/").content.decode()


def test_a_contact_that_was_deleted_meanwhile_is_said_and_the_words_stay(ada_client, application, contact):
    number = contact.pk
    contact.delete()
    told = {"kind": "heard", "happened_on": "2026-11-17", "note": NOTES, "contact": number}
    answer = ada_client.post(f"/applications/{application.pk}/events/new/", told)

    assert answer.status_code == 422
    assert "Please choose one of these." in answer.content.decode() and NOTES in answer.content.decode()


def test_editing_a_contact_that_was_deleted_meanwhile_gives_back_what_was_typed(ada_client, contact):
    address = f"/contacts/{contact.pk}/edit/"
    contact.delete()
    answer = ada_client.post(address, {"name": "Grace", "notes": NOTES}, HTTP_ORIGIN="http://testserver")

    assert answer.status_code == 404 and NOTES in answer.content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-11-19", "tomorrow", ""])
def test_a_day_that_cannot_be_is_refused_in_the_history(ada_client, application, day):
    told = {"kind": "note", "happened_on": day, "note": NOTES}
    answer = ada_client.post(f"/applications/{application.pk}/events/new/", told)
    assert answer.status_code == 422 and NOTES in answer.content.decode()

    event = application.events.get(kind="applied")
    answer = ada_client.post(f"/events/{event.pk}/correct/", {"happened_on": day, "note": NOTES})
    assert answer.status_code == 422 and NOTES in answer.content.decode()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 500, "9" * 5000])
def test_a_number_that_no_row_can_have_is_no_row(ada_client, contact, number):
    """Also one that a database could not even compare with."""
    answer = ada_client.post(f"/contacts/{contact.pk}/edit/", {"name": "Grace", "applications": [number]})

    assert answer.status_code == 422


@pytest.mark.parametrize("number", ["bob's", "987654321", "-1", "x", "9" * 500])
def test_a_document_of_another_is_not_chosen(ada_client, application, bob, now, number):
    from tests.factories import make_document

    number = str(make_document(bob, now=now).versions.get().pk) if number == "bob's" else number
    ada_client.post(f"/applications/{application.pk}/documents/", {"documents": [number]})
    answer = ada_client.post(f"/applications/{application.pk}/edit/", FACTS | {"documents": [number]})

    assert not application.documents.exists() and answer.status_code in {302, 422}


def test_a_form_that_is_far_too_long_is_answered(ada_client, application):
    notes = "x" * 6_000_000
    answer = ada_client.post(f"/applications/{application.pk}/edit/", FACTS | {"notes": notes})

    assert answer.status_code == 413 and "what you typed is still there" in answer.text
    application.refresh_from_db()
    assert application.notes == ""
