"""Letters of the person's own: chosen, filled, kept as a draft, and noted as sent by them."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from applications import letters, operations, people
from applications.folding import is_named
from applications.models import OwnLetter
from nudges.models import Nudge, NudgeList
from nudges.operations import set_lists
from recovery.models import FeedbackRequest
from tests.factories import make_interview, make_outcome

THANKS = "/applications/letters/new/?letter=thank_you_after_interview"


@pytest.fixture(autouse=True)
def _letters(db):
    call_command("content", "load", verbosity=0)


@pytest.fixture
def met(application, now):
    """A conversation of yesterday."""
    return make_interview(
        application, now=now, starts_at=now - timedelta(days=1), topic="Systems", people="Grace Hopper and Alan"
    )


@pytest.fixture
def grace(ada, application):
    return operations.add_contact(ada, name="Grace Hopper", email="grace@example.org", applications=[application])


def typed(**more):
    return {"subject": "Hello", "text": "Dear Grace,\n\nthank you.", "form_key": str(uuid.uuid4())} | more


def test_the_letter_for_the_moment_comes_first(ada_client, application, met, closed):
    def first(query):
        found = ada_client.get(f"/applications/letters/new/?{query}").context["choice"].now
        return found[0].key if found else ""

    assert first(f"interview={met.pk}") == "thank_you_after_interview"
    assert first(f"application={application.pk}") == "thank_you_after_interview"
    assert first(f"application={closed.pk}") == "gracious_reply"
    assert first("") == "reconnect"


def test_it_is_filled_from_the_interview_and_knows_whom_one_met(ada_client, met, grace):
    page = ada_client.get(f"{THANKS}&interview={met.pk}")

    form = page.context["form"]
    assert form["contact"].value() == grace.pk
    text = form["text"].value()
    assert "Dear Grace Hopper," in text and "17 November" in text and "Systems" in text and "Ada Lovelace" in text
    assert '<mark class="gap">[one thing you do well]</mark>' in page.content.decode()


@pytest.mark.parametrize(
    ("said", "is_met"),
    [
        ("Al", True),
        ("Bo and AL, of course", True),
        ("Sally Jones", False),
        ("Al-Rashid", False),
        ("Alan", False),
    ],
)
def test_who_bears_only_a_part_of_the_name_was_not_met(ada, application, now, said, is_met):
    al = operations.add_contact(ada, name="Al", applications=[application])
    interview = make_interview(application, now=now, starts_at=now - timedelta(days=1), people=said)

    assert letters.whom_they_met(interview) == (al if is_met else None)
    assert list(people.interviews_with(al)) == ([interview] if is_met else [])


def test_in_scripts_without_spaces_a_name_may_stand_anywhere():
    assert is_named("田中", "田中さんと鈴木さん") and is_named("Zoé", "zoe et Al") and not is_named("", "Al")


def test_looking_keeps_nothing(ada, ada_client, met):
    ada_client.get(f"{THANKS}&interview={met.pk}")

    assert not ada.own_letters.exists()


def test_a_small_field_fills_its_gap_everywhere(ada, ada_client):
    sent = typed(subject="[role]", text="[role] at [company]. Yours [your name]", gap_role="Cook\n&", act="fill")

    ada_client.post("/applications/letters/new/?letter=", sent)

    letter = ada.own_letters.get()
    assert (letter.subject, letter.text) == ("Cook &", "Cook\n& at [company]. Yours [your name]")


def test_a_contact_chosen_later_fills_the_greeting(ada, ada_client, grace):
    ada_client.post(
        "/applications/letters/new/?letter=",
        typed(text="Dear [name of the person you write to],", contact=grace.pk, act="keep"),
    )

    assert ada.own_letters.get().text == "Dear Grace Hopper,"


def test_gaps_stop_marking_as_sent_until_they_are_filled_or_taken_out(ada, ada_client, application):
    address = f"/applications/letters/new/?application={application.pk}&letter="
    answer = ada_client.post(address, typed(text="About [role], as I typed it", act="sent"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "First fill this or take it out: [role]" in page and "as I typed it" in page
    assert not application.events.filter(kind="letter_sent").exists()

    assert ada_client.post(address, typed(text="About it", act="sent")).status_code == 302
    assert application.events.filter(kind="letter_sent").count() == 1


def test_the_draft_is_ciphertext_in_the_database(ada, ada_client):
    ada_client.post("/applications/letters/new/?letter=", typed(text="Nobody else reads this", act="keep"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT subject, text FROM applications_ownletter")
        row = [bytes(value) for value in cursor.fetchone()]
    assert not any(b"Nobody" in value or b"Hello" in value for value in row)
    assert ada.own_letters.get().text == "Nobody else reads this"


def test_sent_stands_in_the_history_and_with_the_contact(ada, ada_client, application, grace):
    address = f"/applications/letters/new/?application={application.pk}&letter=thank_you_after_interview"
    answer = ada_client.post(address, typed(contact=grace.pk, sent_on="2026-11-16", act="sent"))

    assert answer.url == application.get_absolute_url()
    event, letter = application.events.get(kind="letter_sent"), ada.own_letters.get()
    grace.refresh_from_db()
    assert (event.happened_on, event.contact, letter.event) == (date(2026, 11, 16), grace, event)
    assert grace.last_touch_on == date(2026, 11, 16)
    assert "Sent a letter to Grace Hopper: Thank you after an interview" in ada_client.get(answer.url).content.decode()
    assert "Thank you after an interview" in ada_client.get(grace.get_absolute_url()).content.decode()


def test_it_is_not_sent_after_all(ada, ada_client, application, grace):
    before = application.last_event_at
    sent = typed(contact=grace.pk, act="sent")
    ada_client.post(f"/applications/letters/new/?application={application.pk}&letter=", sent)
    letter = ada.own_letters.get()

    assert ada_client.post(f"/applications/letters/{letter.pk}/unsend/").url == letter.get_absolute_url()

    for row in (letter, grace, application):
        row.refresh_from_db()
    assert (letter.sent_on, letter.event, grace.last_touch_on) == (None, None, None)
    assert application.last_event_at == before
    assert "Sent a letter" not in ada_client.get(application.get_absolute_url()).content.decode()


def test_a_corrected_day_is_the_day_of_the_letter_and_the_touch(ada, application, grace, now):
    letter = operations.keep_letter(ada, form_key=uuid.uuid4(), now=now, application=application, contact=grace)
    letter = operations.mark_letter_sent(letter, sent_on=now.date(), now=now)

    operations.correct_event(letter.event, happened_on=date(2026, 11, 12), note="By post", now=now)

    letter.refresh_from_db(), grace.refresh_from_db()
    assert letter.sent_on == grace.last_touch_on == date(2026, 11, 12)
    operations.take_back_sending(letter, now=now)
    grace.refresh_from_db()
    assert grace.last_touch_on is None


def test_a_letter_about_no_application_is_a_touch_too(ada, ada_client, grace):
    answer = ada_client.post(
        f"/applications/letters/new/?contact={grace.pk}&letter=reconnect", typed(contact=grace.pk, act="sent")
    )

    grace.refresh_from_db()
    assert answer.url == grace.get_absolute_url() and grace.last_touch_on == date(2026, 11, 18)
    assert "Writing to someone after a long time" in ada_client.get(answer.url).content.decode()


def test_the_same_form_sent_twice_makes_one_letter_sent_once(ada, ada_client, application):
    address, sent = f"/applications/letters/new/?application={application.pk}&letter=", typed(act="sent")
    for _ in range(2):
        assert ada_client.post(address, sent).status_code == 302

    assert ada.own_letters.count() == application.events.filter(kind="letter_sent").count() == 1


def test_what_was_sent_is_not_changed_by_an_old_tab(ada, ada_client):
    ada_client.post("/applications/letters/new/?letter=", typed(act="sent"))
    letter = ada.own_letters.get()

    ada_client.post(letter.get_absolute_url(), typed(text="Something else"))

    letter.refresh_from_db()
    assert letter.text == "Dear Grace,\n\nthank you."


def test_the_days_of_quiet_begin_anew_with_a_letter(ada, application, now):
    set_lists(ada, [NudgeList.FOLLOW_UPS], said_on="settings", now=now)
    week_later = now + timedelta(days=6)
    due = Nudge.objects.filter(user=ada, rule="application_follow_up").order_by("due_at").first().due_at
    letter = operations.keep_letter(ada, form_key=uuid.uuid4(), now=week_later, application=application)

    operations.mark_letter_sent(letter, sent_on=week_later.date(), now=week_later)

    later = Nudge.objects.filter(user=ada, rule="application_follow_up", due_at__isnull=False).order_by("due_at")
    assert later.first().due_at > due


def test_asking_for_feedback_from_here_counts_as_asked_and_can_be_taken_back(ada, application, now):
    make_outcome(application, now=now, last_stage="interview")
    letter = operations.keep_letter(
        ada, form_key=uuid.uuid4(), now=now, application=application, key="feedback_after_interview"
    )
    letter = operations.mark_letter_sent(letter, sent_on=now.date(), now=now)

    request = FeedbackRequest.objects.get(application=application)
    assert (request.state, request.asked_on) == ("asked", now.date())
    assert application.events.filter(kind="letter_sent").count() == 1

    operations.take_back_sending(letter, now=now)
    request.refresh_from_db()
    assert (request.state, request.asked_on) == ("undecided", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "x" * 20_001},
        {"subject": "x" * 301},
        {"subject": "Hel\nlo"},
        {"sent_on": "2026-11-19"},
        {"sent_on": "0001-01-01", "act": "sent"},
        {"contact": "987654321"},
        {"contact": "9" * 400},
        {"form_key": "no-key"},
        {"text": "[role]" * 3000, "gap_role": "x" * 400},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stands_there(ada, ada_client, wrong):
    answer = ada_client.post("/applications/letters/new/?letter=", typed(text="Typed by me") | wrong)

    assert answer.status_code == 422 and not ada.own_letters.exists()
    if "text" not in wrong:
        assert "Typed by me" in answer.content.decode()


def test_a_contact_deleted_meanwhile_is_said_and_nothing_is_lost(ada, ada_client, grace, now):
    chosen = grace.pk
    operations.delete_contact(grace, now=now)

    answer = ada_client.post("/applications/letters/new/?letter=", typed(contact=chosen, act="sent"))

    assert answer.status_code == 422
    assert "not there any more" in answer.content.decode() and "thank you." in answer.content.decode()


def test_deleting_forgets_the_words_and_leaves_the_history(ada, ada_client, application):
    ada_client.post(f"/applications/letters/new/?application={application.pk}&letter=", typed(act="sent"))
    letter = ada.own_letters.get()

    assert "stays in the history" in ada_client.get(f"/applications/letters/{letter.pk}/delete/").content.decode()
    ada_client.post(f"/applications/letters/{letter.pk}/delete/")

    assert not OwnLetter.objects.exists()
    assert application.events.filter(kind="letter_sent").exists()


def test_letters_about_what_lies_in_the_trash_lie_there_too(ada, ada_client, application, now):
    letter = operations.keep_letter(ada, form_key=uuid.uuid4(), now=now, application=application, title="Mine")
    operations.trash_many(ada, [application.pk], now=now)

    assert ada_client.get(letter.get_absolute_url()).status_code == 404
    operations.restore_many(ada, [application.pk], now=now)
    assert ada_client.get(letter.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("verb", ["", "unsend/", "delete/"])
def test_a_stranger_finds_and_changes_nothing(ada, bob_client, now, verb):
    letter = operations.keep_letter(ada, form_key=uuid.uuid4(), now=now, text="Mine")

    assert bob_client.post(f"/applications/letters/{letter.pk}/{verb}", typed()).status_code == 404
    letter.refresh_from_db()
    assert letter.text == "Mine"


def test_a_letter_that_nobody_publishes_is_not_there(ada_client):
    assert ada_client.get("/applications/letters/new/?letter=nobody").status_code == 404
