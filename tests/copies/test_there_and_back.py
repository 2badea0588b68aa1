"""What a person takes along from one Rebound is in another one as it was."""

import copy

import pytest
from django.apps import apps
from django.db import connection

from accounts.copies import parts
from accounts.copies.tables import in_order
from accounts.writing import private_fields
from applications import operations
from applications.models import Contact, Interview, JobApplication, SearchPeriod, StoredFile, Tag
from nudges.copies import ABOUT
from nudges.models import Consent, Nudge
from recovery.models import Recovery
from tests.copies.conftest import CANARY
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# Said to be another one: what is of this installation only, and when it came.
DIFFERS = {"imported_at", "updated_at"}
PERSONAL = {"email", "addresses", "joined_at", "welcomed_at", "last_visit_at", "has_checkins"}
STAYS = {
    "applications": {"acts_on_many", "looked_up_postings", "spreadsheets", "deleted_or_merged", "calendar"},
    "recovery": {"check_in_consents", "check_ins"},
    "nudges": {"consents", "dead_addresses", "nudges"},
}


def same_but_for_keys(data):
    """The copy with a row's place among its kind instead of its key, wherever it is named."""
    data, places = copy.deepcopy(data), {}
    for part in parts._parts:
        for table in part.tables:
            number(table, data[part.name][table.name], places)
    for part in parts._parts:
        for table in part.tables:
            point(table, data[part.name][table.name], places)
        for name in STAYS.get(part.name, ()):
            del data[part.name][name]
    data["nudges"]["wishes"].pop("lists")
    data["person"] = {name: value for name, value in data["person"].items() if name not in PERSONAL}
    return data


def number(table, rows, places):
    for row in listed(rows):
        if "id" in row:
            places[table.model, row["id"]] = len([one for one in places if one[0] is table.model])
        for part in table.parts:
            number(part, row[part.name], places)


def listed(rows):
    return rows if isinstance(rows, list) else [rows] if rows else []


def point(table, rows, places):
    named = {"interview": Interview, "contact": Contact, "tag": Tag, "period": SearchPeriod}
    for row in listed(rows):
        keys = {one.name: one.related_model for one in table.references if one.name not in table.named}
        for name, model in keys.items():
            row[name] = places.get((model, row[name]))
        for name, called in table.many.items():
            model = table.model._meta.get_field(name).related_model
            row[called] = [places.get((model, one), one) for one in row[called]]
        for name in DIFFERS & row.keys() if table.model is JobApplication else ():
            del row[name]
        if "data" in row:
            before = row["data"].pop("before", None)
            row["data"] = {name: places.get((named.get(name), one), one) for name, one in row["data"].items()}
            if before is not None:
                row["data"]["before"] = before | {"steps": sorted(before.get("steps", {}).values())}
        if "plain" in row and isinstance(row["plain"], int) and not isinstance(row["plain"], bool):
            row["plain"] = places.get((Contact, row["plain"]), row["plain"])
        if "subject" in row and "occurrence" in row:
            what, _colon, key = row["subject"].partition(":")
            row["subject"] = f"{what}:{places[ABOUT[what], int(key)]}"
        if "query" in row:
            said = [one.split("=") for one in row["query"].split("&")]
            row["query"] = {
                name: places.get((named.get(name), int(one) if one.isdigit() else 0), one) for name, one in said
            }
        if table.name == "known_apart":
            row["first"], row["second"] = (places[Contact, row[name]] for name in ("first", "second"))
        if table.name == "versions":
            row["file"] = row["file"].partition("-")[2]
        row.pop("id", None)
        for part in table.parts:
            point(part, row[part.name], places)


def move(user, data, zipped, owner, now):
    brought = operations.bring_copy(user, zipped(data, owner), now=now)
    look = brought.look
    operations.bring_copy_in(brought, now=now)
    return look


def test_the_account_of_this_test_has_rows_of_every_kind(full, copy_of):
    data = copy_of(full)
    missing = [
        table.name for part in parts._parts for table in in_order(part.tables) if not rows_of(data[part.name], table)
    ]
    assert missing == []


def rows_of(part, table):
    """Every row under that name, wherever it stands."""
    if isinstance(part, list):
        return [row for one in part for row in rows_of(one, table)]
    if not isinstance(part, dict):
        return []
    own = listed(part.get(table.name)) if table.name in part else []
    return [row for row in own if isinstance(row, dict)] + [row for one in part.values() for row in rows_of(one, table)]


def test_everything_comes_back_as_it_was(full, newcomer, copy_of, zipped, now):
    before = copy_of(full)
    look = move(newcomer, before, zipped, full, now)
    after = copy_of(newcomer)

    assert look["left"] == []
    one, other = same_but_for_keys(before), same_but_for_keys(after)
    for part in one:
        assert other[part] == one[part], part
    assert copy_of(full) == before


def test_what_is_worked_out_is_so_again(full, newcomer, copy_of, zipped, now):
    names = ("role", "company__name", "folded_company", "heard_on", "talked_on", "last_interview_at", "last_event_at")
    move(newcomer, copy_of(full), zipped, full, now)
    theirs, ours = (list(JobApplication.with_trash.filter(user=one).values(*names)) for one in (full, newcomer))

    assert ours == theirs and any(row["heard_on"] for row in ours) and any(row["talked_on"] for row in ours)


def test_each_table_with_rows_of_a_person_is_in_a_copy_or_left_out_on_purpose():
    described = {table.model for part in parts._parts for table in in_order(part.tables)}
    left_out = {
        "Act", "BroughtCopy", "CalendarFeed", "CheckIn", "CheckInConsent", "Consent", "DeadAddress", "Mark", "Message",
        "Nudge", "NudgePreference", "PostingFetch", "Removal", "SearchText", "SentForm", "Sheet", "StoredFile",
    }  # fmt: skip
    of_people = {
        model
        for name in ("applications", "recovery", "nudges")
        for model in apps.get_app_config(name).get_models()
        if any(field.name in ("user", "application", "interview", "recovery", "step") for field in model._meta.fields)
    } | {StoredFile}
    assert {model.__name__ for model in of_people - described} <= left_out


def test_nothing_begins_because_of_it(full, newcomer, copy_of, zipped, now, mailoutbox):
    begun = Recovery.objects.filter(user=full).count()
    move(newcomer, copy_of(full), zipped, full, now)

    assert Recovery.objects.filter(user=newcomer).count() == begun
    assert not Consent.objects.filter(user=newcomer).exists() and mailoutbox == []
    assert not Nudge.objects.filter(user=newcomer).exclude(channel="page").exists()
    followed = {"application_follow_up", "silence_check", "closing_day", "interview_debrief", "thank_you"}
    assert not Nudge.objects.filter(user=newcomer, rule__in=followed).exists()
    newcomer.refresh_from_db()
    assert not newcomer.has_checkins and newcomer.email == "new@example.org"


def test_private_writing_is_encrypted_again(full, newcomer, copy_of, zipped, now):
    move(newcomer, copy_of(full), zipped, full, now)
    tables = [model for name in ("applications", "recovery") for model in apps.get_app_config(name).get_models()]
    with connection.cursor() as cursor:
        for model in tables:
            for field in private_fields(model):
                cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')  # noqa: S608
                assert not [1 for (value,) in cursor.fetchall() if value and CANARY.encode() in bytes(value)]


def test_files_are_there_and_nothing_else_is(
    full, newcomer, copy_of, zipped, now, files, django_capture_on_commit_callbacks
):
    theirs = len(files())
    with django_capture_on_commit_callbacks(execute=True):
        move(newcomer, copy_of(full), zipped, full, now)

    assert len(files()) == 2 * theirs == StoredFile.objects.count()
    (document,) = newcomer.documents.all()
    texts = [b"".join(operations.documents.storing.read(one.file)) for one in document.versions.all()]
    assert texts == [b"Another one", b"I can do many things."]


def test_what_came_in_can_be_found(full, newcomer, newcomer_client, copy_of, zipped, now):
    move(newcomer, copy_of(full), zipped, full, now)

    assert "Initech" in newcomer_client.get("/applications/?q=theirs&period=all").content.decode()


def test_ten_times_as_many_rows_need_about_as_many_queries(full, copy_of, zipped, now, django_assert_max_num_queries):
    few, many = make_user(email="few@example.org"), make_user(email="many@example.org")
    data = copy_of(full)
    with django_assert_max_num_queries(400) as once:
        move(few, data, zipped, full, now)
    rows = data["applications"]["applications"]
    more = [copy.deepcopy(rows[0]) | {"id": 10_000 + n, "interviews": [], "events": []} for n in range(10 * len(rows))]
    rows += more
    with django_assert_max_num_queries(len(once) + 10):
        move(many, data, zipped, full, now)
