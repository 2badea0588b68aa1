"""Private writing moves to a new key: all of it, in steps that may be broken off, by one process or two."""

from itertools import islice

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import rotation, writing
from applications.models import StoredFile
from recovery.models import CheckIn
from tests.accounts.conftest import new_key
from tests.factories import make_document

CANARY = "a quiet canary in the coal mine"


@pytest.fixture
def two_keys(page, settings):
    """Five rows with the old key and one with the new; some have a second text. Answers with the new key."""
    for number in range(5):
        page.objects.create(text=f"{CANARY} {number}", aside="aside" if number % 2 else None)
    new = new_key("2")
    settings.WRITING_KEYS = f"{new},{settings.WRITING_KEYS}"
    page.objects.create(text=f"{CANARY} 5")
    return new


def test_everything_is_written_with_the_first_key(page, settings, two_keys):
    assert list(rotation.rotate(page, batch=2)) == [2, 2, 1]
    assert list(rotation.rotate(page, batch=2)) == []

    settings.WRITING_KEYS = two_keys
    assert [row.text for row in page.objects.order_by("pk")] == [f"{CANARY} {number}" for number in range(6)]
    assert list(page.objects.order_by("pk").values_list("aside", flat=True))[:2] == [None, "aside"]


def test_broken_off_it_goes_on_where_it_was(page, two_keys):
    assert list(islice(rotation.rotate(page, batch=2), 1)) == [2]
    assert rotation.left_of(page).count() == 3
    assert list(rotation.rotate(page, batch=2)) == [2, 1]


def test_two_at_once_share_the_work(page, two_keys):
    one, other = rotation.rotate(page, batch=2), rotation.rotate(page, batch=2)

    assert (next(one), next(other), next(one), next(other, 0), next(one, 0)) == (2, 2, 1, 0, 0)


def test_what_a_person_writes_meanwhile_stays(page, two_keys):
    steps = rotation.rotate(page, batch=2)
    next(steps)
    page.objects.filter(pk=page.objects.last().pk).update(text="written meanwhile")
    list(steps)

    assert page.objects.last().text == "written meanwhile"


def test_a_missing_key_stops_it_and_what_is_done_stays_done(page, settings, two_keys):
    next(rotation.rotate(page, batch=2))
    settings.WRITING_KEYS = two_keys

    with pytest.raises(writing.WritingKeyMissing):
        list(rotation.rotate(page, batch=2))
    assert rotation.texts_by_key(page) == {"1": 4, "2": 4}


def test_a_key_is_missed_though_only_texts_in_between_need_it(page, settings, two_keys):
    """A rotation that was broken off: the oldest and the newest text are of the new key."""
    page.objects.filter(pk=page.objects.last().pk).update(aside="aside")
    rotation.refuse_lost_keys(page)
    next(rotation.rotate(page, batch=2))
    settings.WRITING_KEYS = two_keys

    writing.try_keys(page)
    with pytest.raises(writing.WritingKeyMissing, match="needs the key “1”"):
        rotation.refuse_lost_keys(page)


def test_one_damaged_text_keeps_nobody_from_starting(page):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO accounts_page (text) VALUES (%s)", [b"\x07 rubbish"])
    rotation.refuse_lost_keys(page)


def test_a_text_from_before_texts_were_filled_up_is_written_anew(page, monkeypatch):
    monkeypatch.setattr(writing, "VERSION", b"\x01")
    page.objects.create(text=CANARY)
    monkeypatch.undo()

    assert list(rotation.rotate(page)) == [1]
    assert page.objects.get().text == CANARY


@pytest.fixture
def kept(transactional_db, settings, ada, now):
    """A mood, and the key of a document, both with the old key. Answers with the new one, which is not in use yet."""
    settings.WRITING_KEYS = new_key("1")
    CheckIn.objects.create(user=ada, mood="low", made_at=now)
    make_document(ada, now=now)
    return new_key("2")


def test_the_command_turns_moods_and_keys_of_documents_and_says_what_it_did(kept, settings, capsys):
    settings.WRITING_KEYS = f"{kept},{settings.WRITING_KEYS}"
    call_command("rotate_keys", "--batch", "1")
    said = capsys.readouterr().out

    assert "recovery.CheckIn: 1 rows written anew" in said and "recovery.CheckIn: 1 with key “2”" in said
    assert "applications.StoredFile: 1 rows written anew" in said and "key “1”" not in said
    settings.WRITING_KEYS = kept
    assert CheckIn.objects.get().mood == "low" and StoredFile.objects.get().key


def test_a_dry_run_counts_and_changes_nothing(kept, settings, capsys):
    settings.WRITING_KEYS = f"{kept},{settings.WRITING_KEYS}"
    call_command("rotate_keys", "--dry-run")
    said = capsys.readouterr().out

    assert "recovery.CheckIn: 1 with key “1”" in said and "2 rows would be written anew" in said
    assert rotation.texts_by_key(CheckIn) == {"1": 1}


def test_without_the_old_key_the_command_says_which_one_it_needs(kept, settings):
    settings.WRITING_KEYS = kept
    with pytest.raises(CommandError, match="needs the key “1”"):
        call_command("rotate_keys")


def test_every_private_field_is_found(db):
    tables = {model._meta.db_table for model in rotation.private_models()}

    assert {"recovery_answer", "recovery_checkin", "applications_storedfile", "applications_ownletter"} <= tables
    assert tables <= set(connection.introspection.table_names())
