"""What pages about one thing ask of the database: with ten more rows, not more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import operations
from tests.factories import make_application, make_interview, make_outcome


@pytest.fixture
def asked(ada_client):
    def number(address):
        ada_client.get(address)  # what is asked once only
        with CaptureQueriesContext(connection) as queries:
            assert ada_client.get(address).status_code == 200
        return len(queries)

    return number


def add(application, name, now, *, days):
    contact = operations.add_contact(application.user, name=name, applications=[application])
    make_interview(application, now=now, starts_at=now + timedelta(days=days), contacts=[contact])


def test_ten_more_interviews_cost_the_page_of_an_application_nothing(application, now, asked):
    address = application.get_absolute_url()
    add(application, "First", now, days=1)
    before = asked(address)

    for day in range(2, 12):
        add(application, f"Person {day}", now, days=day)

    assert asked(address) == before
    assert before <= 12


@pytest.mark.parametrize("kind", ["rejected", "ghosted"])
def test_the_page_of_one_that_ended_asks_no_more_than_twelve_times(ada, pack, now, asked, kind):
    """With an interview, its recovery or the offer of one, and the question put off."""
    application = make_application(ada, now=now, stage="interview")
    add(application, "Grace", now, days=1)
    make_outcome(application, now=now, kind=kind)

    assert asked(application.get_absolute_url()) <= 12


def test_ten_more_applications_cost_the_form_of_a_contact_nothing(ada, contact, application, now, asked):
    contact.applications.add(application)
    before = asked(f"/contacts/{contact.pk}/edit/")

    contact.applications.add(*(make_application(ada, now=now, company=f"Company {number}") for number in range(10)))

    assert asked(f"/contacts/{contact.pk}/edit/") == before


def test_ten_more_contacts_cost_the_page_of_an_interview_nothing(ada, interview, now, asked):
    before = asked(interview.get_absolute_url())
    assert before <= 12

    contacts = [operations.add_contact(ada, name=f"Person {number}", company="Navy") for number in range(10)]
    operations.change_interview(interview, now=now, contacts=contacts)

    assert asked(interview.get_absolute_url()) <= before + 1


@pytest.mark.parametrize("kind", ["companies", "contacts"])
def test_looking_for_doubles_reads_names_and_leaves_notes_where_they_are(ada, ada_client, kind):
    one, _ = [getattr(ada, kind).create(name=name, notes="Long") for name in ("Initech One", "Initech Oen")]

    for address in (f"/{kind}/doubles/", f"/{kind}/{one.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            page = ada_client.get(address).content.decode()
        assert "Initech Oen" in page
        near = [query["sql"] for query in queries if "folded_name" in query["sql"] and "LIMIT" not in query["sql"]]
        assert len(near) == 1 and '"notes"' not in near[0]
