"""Private writing is ciphertext in the database, opens only with its key in its column, and has no telling length."""

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from accounts import writing
from accounts.writing import WritingKeyMissing
from tests.accounts.conftest import new_key

CANARY = "a quiet canary in the coal mine"


def stored(page, column: str = "text") -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM accounts_page")  # noqa: S608
        return bytes(cursor.fetchone()[0])


def test_what_was_written_is_read_again(page):
    page.objects.create(text=CANARY, aside=None)
    row = page.objects.get()
    assert (row.text, row.aside) == (CANARY, None)


def test_the_database_never_holds_the_plain_text(page, tmp_path):
    page.objects.create(text=CANARY)
    page.objects.update(aside=CANARY[:20])
    assert CANARY.encode() not in stored(page)
    if connection.vendor == "sqlite":
        import sqlite3

        with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        held = (tmp_path / "copy.sqlite3").read_bytes()
        assert b"accounts_page" in held
        assert CANARY[:20].encode() not in held


def test_the_same_text_is_never_the_same_ciphertext(first_key):
    assert writing.seal(CANARY, place="a.b") != writing.seal(CANARY, place="a.b")


@pytest.mark.parametrize("text", ["", "low", "very_low", "all_right", "ü" * 16])
def test_the_length_of_a_short_text_is_not_told(first_key, text):
    assert len(writing.seal(text, place="a.b")) == len(writing.seal("good", place="a.b"))
    assert writing.unseal(writing.seal(text, place="a.b"), place="a.b") == text


def test_a_text_from_before_texts_were_filled_up_is_read_too(first_key, monkeypatch):
    monkeypatch.setattr(writing, "VERSION", b"\x01")
    monkeypatch.setattr(writing, "filled", lambda text: text)
    sealed = writing.seal(CANARY, place="a.b")
    monkeypatch.undo()

    assert writing.unseal(sealed, place="a.b") == CANARY


def test_a_bulk_update_is_encrypted_too(page):
    row = page.objects.create(text="before")
    row.text = CANARY
    page.objects.bulk_update([row], ["text"])
    assert CANARY.encode() not in stored(page)
    assert page.objects.get().text == CANARY


def test_a_missing_key_fails_loudly(page, settings):
    page.objects.create(text=CANARY)
    settings.WRITING_KEYS = new_key("2")
    with pytest.raises(WritingKeyMissing, match="needs the key “1”, which is not in WRITING_KEYS"):
        page.objects.get()


def test_another_key_under_the_same_name_fails_loudly(page, settings):
    page.objects.create(text=CANARY)
    settings.WRITING_KEYS = new_key("1")
    with pytest.raises(WritingKeyMissing, match="does not open with the key “1”"):
        page.objects.get()


def test_a_text_moved_to_another_column_does_not_open(page):
    page.objects.create(text=CANARY, aside="kept")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_page SET aside = text")
    with pytest.raises(WritingKeyMissing, match="moved or changed"):
        page.objects.get()


def test_damaged_text_fails_loudly(first_key):
    with pytest.raises(WritingKeyMissing, match="no readable header"):
        writing.unseal(b"", place="a.b")


@pytest.mark.parametrize("lookup", ["text", "text__contains", "text__in", "text__gt", "text__startswith"])
def test_private_writing_cannot_be_searched(page, lookup):
    with pytest.raises(FieldError, match="isnull"):
        page.objects.filter(**{lookup: CANARY}).exists()


def test_it_can_be_asked_whether_anything_was_written(page):
    page.objects.create(text=CANARY)
    assert page.objects.filter(aside__isnull=True).exists()


def test_keys_are_tried_on_the_oldest_and_the_newest_text(page, settings):
    writing.try_keys(page)  # nothing was written yet
    old, new = settings.WRITING_KEYS, new_key("2")
    page.objects.create(text=CANARY)
    settings.WRITING_KEYS = f"{new},{old}"
    page.objects.create(text=CANARY)
    writing.try_keys(page)

    for one in (old, new):
        settings.WRITING_KEYS = one
        with pytest.raises(WritingKeyMissing):
            writing.try_keys(page)


def test_a_dump_holds_no_plain_text_and_loads_again(page):
    row = page.objects.create(text=CANARY)
    field = page._meta.get_field("text")
    dumped = field.value_to_string(row)
    assert dumped.startswith("sealed:") and CANARY not in dumped
    assert field.to_python(dumped) == CANARY


@pytest.mark.parametrize("text", ["sealed: envelope", "sealed:aGVsbG8=", "", "plain"])
def test_what_a_person_types_is_left_as_it_is(page, text):
    assert page._meta.get_field("text").to_python(text) == text


def test_a_form_asks_for_it_in_a_text_area_within_its_length(page):
    field = page._meta.get_field("aside").formfield()
    assert field.widget.__class__.__name__ == "Textarea"
    assert field.max_length == 20


@pytest.mark.parametrize("configured", ["", "1", "1:", "1:c2hvcnQ=", ":" + "A" * 43 + "=", "1:!!", "x,y"])
def test_unusable_keys_are_refused(configured):
    with pytest.raises(ImproperlyConfigured):
        writing.keys(configured)


def test_one_name_cannot_stand_for_two_keys():
    with pytest.raises(ImproperlyConfigured):
        writing.keys(f"{new_key('1')},{new_key('1')}")
