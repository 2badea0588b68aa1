import pytest

from applications import operations
from applications.models import Contact
from tests.factories import make_application, make_contact


def test_somebody_is_added_with_company_and_applications(ada, ada_client, application):
    known = {"name": "Grace", "company": "initech", "applications": [application.pk], "shared_context": "A ship"}

    answer = ada_client.post("/contacts/new/", known)

    contact = ada.contacts.get()
    assert answer.url == contact.get_absolute_url()
    assert (contact.company, list(contact.applications.all())) == (application.company, [application])
    assert "Grace" in ada_client.get(f"/applications/{application.pk}/").content.decode()


def test_from_an_application_the_form_knows_it(ada_client, bob_client, application):
    address = f"/contacts/new/?application={application.pk}"

    assert "Initech" in ada_client.get(address).content.decode()
    assert "Initech" not in bob_client.get(address).content.decode()
    assert ada_client.get("/contacts/new/?application=x").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Gr\nace"},
        {"name": "Gr\u2028ace"},
        {"email": "no"},
        {"touched_on": "2026-11-19"},
        {"phone": "1" * 41},
    ],
)
def test_what_cannot_be_is_refused(ada, ada_client, wrong):
    answer = ada_client.post("/contacts/new/", {"name": "Grace"} | wrong)

    assert answer.status_code == 422
    assert not ada.contacts.exists()


def test_somebody_elses_application_cannot_be_linked(bob, bob_client, application):
    answer = bob_client.post("/contacts/new/", {"name": "Grace", "applications": [application.pk]})

    assert answer.status_code == 422
    assert not bob.contacts.exists()


def test_an_edit_is_saved_and_a_company_without_use_goes(ada, ada_client, contact):
    ada_client.post(f"/contacts/{contact.pk}/edit/", {"name": "Grace", "company": "Navy"})
    ada_client.post(f"/contacts/{contact.pk}/edit/", {"name": "Grace H", "company": "Univac"})

    contact.refresh_from_db()
    assert (contact.name, contact.company.name) == ("Grace H", "Univac")
    assert [company.name for company in ada.companies.all()] == ["Univac"]


def test_a_wrong_edit_changes_nothing(ada_client, contact):
    assert ada_client.post(f"/contacts/{contact.pk}/edit/", {"name": ""}).status_code == 422
    assert Contact.objects.get(pk=contact.pk).name == "Grace Hopper"


def test_deleting_asks_first_and_leaves_applications(ada, ada_client, application, contact):
    contact.applications.add(application)

    assert ada_client.get(f"/contacts/{contact.pk}/delete/").status_code == 200
    assert ada.contacts.exists()

    assert ada_client.post(f"/contacts/{contact.pk}/delete/").url == "/contacts/"
    assert not ada.contacts.exists() and ada.applications.exists()


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_a_stranger_finds_and_changes_nothing(bob_client, contact, verb):
    assert bob_client.get(f"/contacts/{contact.pk}/{verb}/").status_code == 404
    assert bob_client.post(f"/contacts/{contact.pk}/{verb}/", {"name": "X"}).status_code == 404
    assert Contact.objects.get(pk=contact.pk).name == "Grace Hopper"
    assert "Grace" not in bob_client.get("/contacts/").content.decode()


def test_a_deleted_application_takes_its_unused_company_along_but_no_contact(ada, application, now):
    operations.add_contact(ada, name="Grace", company="Initech", applications=[application])

    operations.delete_application(application, now=now)
    assert ada.companies.exists()

    operations.delete_contact(ada.contacts.get(), now=now)
    assert not ada.companies.exists()


def test_ten_more_rows_need_no_more_queries(ada, ada_client, now, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            application = make_application(ada, now=now, company=f"C{ada.applications.count()}")
            make_contact(ada, name=f"N{number}", company=application.company).applications.add(application)

    add(2)
    with django_assert_max_num_queries(100) as few:
        ada_client.get("/contacts/")
    add(10)
    with django_assert_max_num_queries(len(few)):
        ada_client.get("/contacts/")


def test_going_back_from_a_contact_of_an_application_leads_to_the_application(application, ada_client):
    page = ada_client.get(f"/contacts/new/?application={application.pk}").content.decode()

    assert f'<a class="button button-quiet" href="/applications/{application.pk}/">Go back</a>' in page
