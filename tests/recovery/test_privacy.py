"""What a person writes stays theirs."""

import json
import logging
import sys

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from django.views.debug import get_exception_reporter_class

from accounts import exports
from accounts.models import User
from accounts.writing import VERSION
from nudges import delivery
from nudges import operations as nudges
from nudges.models import NudgeList
from recovery import operations, queries
from tests.nudges.sending import words_of

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


def everything_stored():
    """Every row of every table, those of the search and of the sessions too, with its table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                raw = (value if isinstance(value, memoryview | bytes) else str(value).encode() for value in row)
                yield table, b" ".join(map(bytes, raw))


def test_nothing_written_stands_in_clear_in_the_database_a_session_or_the_cache(written):
    assert [table for table, row in everything_stored() if CANARY.encode() in row] == []
    if connection.vendor == "sqlite":
        assert CANARY.encode() not in connection.connection.serialize()
    assert [session for session in Session.objects.all() if CANARY in str(session.get_decoded())] == []
    assert CANARY not in str(getattr(cache, "_cache", ""))


def test_nothing_written_stands_in_a_log(written, caplog):
    messages = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]

    assert CANARY not in "\n".join(messages)


def test_nothing_written_reaches_a_test_of_the_content(written, now):
    """Nothing reads free text: conditions are told what was chosen."""
    for step in written.steps.all():
        sheet = operations.sheet_of(step, now=now)
        assert CANARY not in str(sheet.situation.answers)


def test_no_page_of_the_admin_shows_it(written, client):
    client.force_login(User.objects.create_superuser("operator@example.org", "a-long-enough-secret"))
    for model, desk in admin.site._registry.items():
        row = model._base_manager.last()
        pages = [f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist"]
        urls = [reverse(name) for name in pages] + ([reverse(f"{pages[0][:-10]}change", args=[row.pk])] if row else [])
        for url in urls:
            assert CANARY not in client.get(url).content.decode(), url


def test_no_mail_tells_any_of_it(written, ada, clock, mailoutbox):
    """But the one sentence that a person asked to get back, in its own mail."""
    ada.emailaddress_set.create(email=ada.email, primary=True, verified=True)
    nudges.set_lists(ada, NudgeList.values, said_on="settings", now=clock.moment)
    for _day in range(21):
        delivery.send_due(clock.move(days=1))
    others = [mail for mail in mailoutbox if "you asked to get this sentence" not in words_of(mail)]

    assert len(others) >= 2
    assert [mail.subject for mail in others if CANARY in str(mail.message())] == []


def test_a_report_of_an_error_quotes_nothing_that_was_typed(written, rf, settings):
    settings.DEBUG = True
    request = rf.post("/recovery/?q=" + CANARY, {"friend_line": CANARY}, headers={"referer": f"https://x/?{CANARY}"})
    try:
        words = CANARY
        raise RuntimeError("on purpose", len(words))
    except RuntimeError:
        reporter = get_exception_reporter_class(request)(request, *sys.exc_info())

    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert "on purpose" in report and "friend_line" in report
        # The lines of source around the error are ours; this test's own name the constant, not what it holds.
        assert CANARY not in report


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
