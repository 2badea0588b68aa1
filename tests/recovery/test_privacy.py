"""What a person writes stays theirs."""

import json
import logging

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.urls import reverse

from accounts import exports
from accounts.writing import VERSION
from recovery import operations, queries

CANARY = "canary-7f3a"


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


@pytest.fixture
def written(recovery, ada_client, ada, now, caplog):
    """The canary in every place that takes free text."""
    caplog.set_level(logging.DEBUG)
    ada.has_checkins = True
    ada.save()
    application = recovery.entries.get().application
    for step in recovery.steps.all():
        operations.open_step(step, now=now)
        sheet = operations.sheet_of(step, now=now)
        names = [name for control in sheet.controls for name in names_of(control)]
        posted = dict.fromkeys(names, CANARY)
        ada_client.post(reverse("recovery:step-save", args=[recovery.pk, step.key]), posted)
    received = {"answer": CANARY, "next_time": CANARY}
    ada_client.post(reverse("recovery:feedback-received", args=[application.pk]), received)
    ada_client.post(reverse("recovery:note-save", args=[recovery.pk, application.pk]), {"note": CANARY})
    return recovery


def names_of(control):
    key = control.key
    by_input = {
        "text": [key],
        "private_long_text": [key],
        "multi_choice": [f"{key}-own"],
        "contact": [f"{key}-name"],
        "contact_and_titles": [f"{key}-name", f"{key}-title-1", f"{key}-title-2"],
        "text_per_contact": [f"{key}-{part}" for part in getattr(control.kind, "parts", ())],
        "star_card": [f"{key}-situation", f"{key}-action", f"{key}-result"],
        "if_then": [f"{key}-sentence", f"{key}-place"],
        "letter": [f"{key}-subject", f"{key}-text"],
    }
    return by_input.get(control.prompt["input"], [])


def test_nothing_written_stands_in_the_database_in_clear(written):
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                    assert CANARY.encode() not in raw, model


def test_nothing_written_stands_in_a_log(written, caplog):
    messages = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]

    assert CANARY not in "\n".join(messages)


def test_the_person_gets_all_of_it_in_their_own_copy(written, ada):
    copy = json.dumps(exports.parts()["recovery"](ada))

    assert copy.count(CANARY) > 30


def test_another_persons_copy_holds_none_of_it(written, bob):
    assert CANARY not in json.dumps(exports.parts()["recovery"](bob))


def test_no_admin_page_shows_a_recovery():
    assert not [model for model in admin.site._registry if model._meta.app_label == "recovery"]


def test_check_ins_can_all_be_deleted(written, ada, bob_client, ada_client, now):
    step = written.steps.get(key="pause_and_name")
    ada_client.post(reverse("recovery:step-done", args=[written.pk, step.key]), {"mood": "low"})
    bob_client.post(reverse("recovery:checkin-forget"))
    assert ada.checkins.count() == 1

    ada_client.post(reverse("recovery:checkin-forget"))

    assert not ada.checkins.exists()
    assert not step.answers.filter(prompt_key="mood").exists()


def test_the_writing_is_kept_in_cipher_by_its_column(written):
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM recovery_answer")
        assert all(bytes(secret)[:1] == VERSION for (secret,) in cursor.fetchall())


def test_leaving_takes_all_of_it_along(written, ada):
    ada.delete()

    for model in apps.get_app_config("recovery").get_models():
        assert not model.objects.exists(), model


def test_the_floor_above_is_given_facts_in_few_queries(written, ada, django_assert_num_queries):
    with django_assert_num_queries(3):
        for recovery in queries.recoveries_for_facts(ada):
            assert [entry.application.company.name for entry in recovery.entries.all()]
            assert recovery.steps.all()
