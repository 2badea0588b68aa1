"""Companies: their list, their page, what the person says of them, and how they go."""

import pytest

from applications import operations
from applications.models import Company
from tests.factories import make_application, make_contact


@pytest.fixture
def company(application):
    return application.company


def test_the_list_counts_and_finds_whatever_the_accents(ada, ada_client, application, closed, now):
    make_application(ada, now=now, company="Société Générale", role="Analyst")
    make_contact(ada, company=application.company)

    everything = ada_client.get("/companies/").content.decode()
    found = ada_client.get("/companies/?q=societe GEN").content.decode()

    assert "Initech" in everything and "1 open" in everything and "1 person you know" in everything
    assert "Société Générale" in found and "Initech" not in found
    assert "Nothing found" in ada_client.get("/companies/?q=zzz").content.decode()


def test_the_page_shows_all_applications_there_and_the_people(ada, ada_client, company, application, now):
    make_application(ada, now=now, company="Initech", role="Archivist")
    operations.archive_many(ada, [application.pk], now=now)
    make_contact(ada, company=company)

    page = ada_client.get(f"/companies/{company.pk}/").content.decode()

    assert "Engineer" in page and "Archivist" in page and "Archived" in page and "Grace Hopper" in page


def test_what_one_thinks_of_it_is_kept_and_a_day_goes_with_later_only(ada_client, company):
    said = {"name": "Initech", "website": "initech.example", "notes": "Kind people", "apply_again": "later"}
    ada_client.post(f"/companies/{company.pk}/edit/", said | {"apply_again_on": "2027-03-01"})
    company.refresh_from_db()
    assert (company.website, company.notes) == ("https://initech.example", "Kind people")
    assert "Apply again from 1 Mar 2027" in ada_client.get(company.get_absolute_url()).content.decode()

    ada_client.post(f"/companies/{company.pk}/edit/", said | {"apply_again": "no", "apply_again_on": "2027-03-01"})
    company.refresh_from_db()
    assert (company.apply_again, company.apply_again_on) == ("no", None)
    assert "Initech" in ada_client.get("/companies/?again=no").content.decode()
    assert "Nothing found" in ada_client.get("/companies/?again=yes").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 10_000},
        {"name": "In\x00itech"},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://example.org"},
        {"apply_again": "perhaps"},
        {"apply_again": "later", "apply_again_on": "0001-01-01"},
        {"apply_again": "later", "apply_again_on": "9999-12-31"},
        {"notes": "x" * 20_001},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(ada_client, company, wrong):
    answer = ada_client.post(f"/companies/{company.pk}/edit/", {"name": "Initech", "notes": "Keep this"} | wrong)

    assert answer.status_code == 422
    if "notes" not in wrong:
        assert "Keep this" in answer.content.decode()
    assert Company.objects.get(pk=company.pk).notes == ""


@pytest.mark.parametrize("name", ["🚀 Rakete", "شركة النور", "日本電信電話", "İstanbul Ajans", "O'Neil & Söhne <b>"])
def test_names_in_any_script_are_kept_found_and_never_markup(ada, ada_client, company, name):
    ada_client.post(f"/companies/{company.pk}/edit/", {"name": name})

    company.refresh_from_db()
    assert company.name == name
    assert name in ada_client.get("/companies/", {"q": name}).content.decode().replace("&#x27;", "'").replace(
        "&amp;", "&"
    ).replace("&lt;", "<").replace("&gt;", ">")
    assert "<b>" not in ada_client.get(company.get_absolute_url()).content.decode()


def test_a_new_name_is_the_name_in_searches_and_on_applications(ada_client, company):
    ada_client.post(f"/companies/{company.pk}/edit/", {"name": "Globex"})

    assert "Engineer" in ada_client.get("/applications/?q=globex").content.decode()
    assert "Nothing found" in ada_client.get("/applications/?q=initech").content.decode()


def test_a_name_that_is_taken_leads_to_both(ada_client, company, closed):
    answer = ada_client.post(f"/companies/{company.pk}/edit/", {"name": "HOOLI", "notes": "Mine"})

    page = answer.content.decode()
    assert answer.status_code == 422 and "Mine" in page
    assert f"/companies/{company.pk}/merge/?other={closed.company.pk}" in page
    assert Company.objects.get(pk=company.pk).name == "Initech"


def test_one_with_applications_says_why_it_stays(ada, ada_client, company, application, now):
    operations.trash_many(ada, [application.pk], now=now)

    assert "still needed" in ada_client.get(f"/companies/{company.pk}/delete/").content.decode()
    assert ada_client.post(f"/companies/{company.pk}/delete/").url == f"/companies/{company.pk}/delete/"
    assert ada.companies.exists()


def test_deleting_leaves_the_people_and_can_be_taken_back(ada, ada_client, contact):
    company = ada.companies.create(name="Navy", notes="Ships")
    contact.company = company
    contact.save()

    ada_client.post(f"/companies/{company.pk}/delete/")
    contact.refresh_from_db()
    assert contact.company is None and not ada.companies.exists()

    ada_client.post(f"/removals/{ada.removals.get().pk}/undo/")
    contact.refresh_from_db()
    assert (contact.company, contact.company.notes) == (company, "Ships")


def test_what_one_wrote_about_a_company_stays_when_its_last_application_goes(ada, company, application, now):
    operations.edit_company(company, name="Initech", notes="Never again on a Monday", now=now)

    operations.delete_application(application, now=now)

    assert ada.companies.get().notes == "Never again on a Monday"


@pytest.mark.parametrize("verb", ["", "edit/", "delete/", "merge/"])
def test_a_stranger_finds_and_changes_nothing(bob_client, company, verb):
    assert bob_client.get(f"/companies/{company.pk}/{verb}").status_code == 404
    assert "Initech" not in bob_client.get("/companies/").content.decode()


def test_ten_more_rows_need_no_more_queries(ada, ada_client, now, django_assert_max_num_queries):
    def add(count):
        for _ in range(count):
            row = make_application(ada, now=now, company=f"Company {ada.companies.count()}")
            make_contact(ada, company=row.company)

    def queries_of(address):
        with django_assert_max_num_queries(12) as asked:
            ada_client.get(address)
        return len(asked)

    add(2)
    ada_client.get("/companies/")  # notes the visit
    few = queries_of("/companies/")
    add(10)
    assert queries_of("/companies/") == few
    page = ada.companies.first().get_absolute_url()
    one = queries_of(page)
    for number in range(10):
        make_application(ada, now=now, company=ada.companies.first().name, role=f"Role {number}")
    assert queries_of(page) == one
