"""Private writing is ciphertext in the database, opens only with its key and in its column, and moves to a new key."""

import base64
import secrets

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from accounts import writing
from accounts.writing import EncryptedTextField, WritingKeyMissing

CANARY = "a quiet canary in the coal mine"


def new_key(key_id: str) -> str:
    return f"{key_id}:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}"


@pytest.fixture
def first_key(settings) -> str:
    settings.WRITING_KEYS = new_key("1")
    return settings.WRITING_KEYS


@pytest.fixture
def page(transactional_db, first_key):
    """A model of its own with two private columns."""
    with isolate_apps("accounts"):

        class Page(models.Model):
            text = EncryptedTextField(blank=True)
            aside = EncryptedTextField(null=True, max_length=20)  # noqa: DJ001

            class Meta:
                app_label = "accounts"

            def __str__(self):
                return "a page"

        with connection.schema_editor() as editor:
            editor.create_model(Page)
        yield Page
        with connection.schema_editor() as editor:
            editor.delete_model(Page)


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


def test_rotation_writes_everything_with_the_first_key(page, settings):
    old = settings.WRITING_KEYS
    for number in range(5):
        page.objects.create(text=f"{CANARY} {number}", aside="aside" if number % 2 else None)
    new = new_key("2")
    settings.WRITING_KEYS = f"{new},{old}"
    page.objects.create(text=f"{CANARY} 5")

    assert writing.rotate(page, batch=2) == 5
    assert writing.rotate(page, batch=2) == 0

    settings.WRITING_KEYS = new
    assert [row.text for row in page.objects.order_by("pk")] == [f"{CANARY} {number}" for number in range(6)]
    assert list(page.objects.order_by("pk").values_list("aside", flat=True))[:2] == [None, "aside"]


def test_rotation_stops_when_an_old_key_is_missing(page, settings):
    page.objects.create(text=CANARY)
    settings.WRITING_KEYS = new_key("2")
    with pytest.raises(WritingKeyMissing):
        writing.rotate(page)


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


@pytest.mark.django_db
def test_the_command_says_how_many_rows_it_wrote(capsys, first_key):
    call_command("writing", "rotate")
    assert capsys.readouterr().out.startswith("0 rows were written anew.")


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
