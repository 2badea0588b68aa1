"""Leaving takes along what every floor keeps of the person, and nothing of anybody else."""

import json

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import make_application, make_contact, make_interview, make_outcome

pytestmark = pytest.mark.django_db

FLOORS = ["applications", "recovery", "nudges"]


def a_whole_search(person, *, now, company: str):
    """An application with an interview, a contact, an ending, and all that follows from it."""
    application = make_application(person, company=company, role="Engineer", stage="interview", now=now)
    make_contact(person, name=f"Somebody at {company}")
    make_interview(application, now=now)
    make_outcome(application, now=now)
    return application


def rows() -> dict[str, int]:
    models = [model for floor in FLOORS for model in apps.get_app_config(floor).get_models() if model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in models if model._base_manager.exists()}


def test_nothing_of_the_person_stays_on_any_floor(ada, ada_client, now):
    before = rows()
    a_whole_search(ada, now=now, company="Initech")
    assert {"applications.JobApplication", "applications.Interview", "applications.Outcome"} <= set(rows())
    ada_client.post("/settings/leave/", {"password": "a-long-enough-secret"})
    assert rows() == before


def test_no_session_stays_on_any_device(ada, ada_client, bob, client):
    client.force_login(bob)
    another = Client()
    another.force_login(ada)
    another.get("/settings/")  # which notes the device
    ada_client.post("/settings/leave/", {"password": "a-long-enough-secret"})
    people = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert [key for key in people if key] == [str(bob.pk)]
    assert another.get("/settings/").status_code == 302


def test_the_rows_of_others_stay_as_they_are(ada, ada_client, bob, now):
    a_whole_search(bob, now=now, company="Globex")
    theirs = rows()
    a_whole_search(ada, now=now, company="Initech")
    ada_client.post("/settings/leave/", {"password": "a-long-enough-secret"})
    assert rows() == theirs


def test_the_export_holds_my_search_and_nothing_of_another(ada, ada_client, bob, now):
    a_whole_search(ada, now=now, company="Initech")
    a_whole_search(bob, now=now, company="Globex")
    held = ada_client.post("/settings/export/").content.decode()
    assert {"person", "exported_at"} < set(json.loads(held))
    assert "Initech" in held and "Somebody at Initech" in held
    assert "Globex" not in held
