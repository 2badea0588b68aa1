"""A copy is a file that anybody may have written: it is refused kindly, or comes in as far as it makes sense."""

import io
import json
import stat
import zipfile
from datetime import date

import pytest
from django.test import Client

from applications import operations
from applications.models import BroughtCopy, Debrief, Event
from recovery.models import RecoveryStep
from tests.copies.bringing import LEAST, LOOK, as_bytes, bring
from tests.copies.conftest import archive_of
from tests.files import archive

pytestmark = pytest.mark.django_db


def zip_with(name, content=b"x", attributes=0):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("rebound-export.json", as_bytes())
        entry = zipfile.ZipInfo(name)
        entry.external_attr = attributes
        entry.compress_type = zipfile.ZIP_DEFLATED
        whole.writestr(entry, content)
    return out.getvalue()


NOT_COPIES = {
    "nothing": b"",
    "no JSON": b"Dear all",
    "half of one": as_bytes()[:-9],
    "a list": b"[]",
    "something else": b'{"a": 1}',
    "another format": as_bytes(format="tracker"),
    "a newer version": as_bytes(format="rebound-copy", version=99),
    "a version that is none": as_bytes(version="two"),
    "very deep": as_bytes()[:-1] + b', "a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep": as_bytes(a=json.loads("[" * 50 + "]" * 50)),
    "a sign that ends texts": as_bytes(a="\0"),
    "half of a sign": as_bytes(a="\ud800"),
    "no number": as_bytes()[:-1] + b', "a": NaN}',
    "a number that is too large": as_bytes()[:-1] + b', "a": 1e999}',
    "a number without an end": as_bytes()[:-1] + b', "a": ' + b"9" * 5000 + b"}",
    "another encoding": json.dumps(LEAST).encode("utf-16"),
    "a ZIP of something else": archive({"a.txt": "x"}),
    "half of a ZIP": zip_with("a.txt")[:-30],
    "a way out": zip_with("../../etc/passwd"),
    "a way from the root": zip_with("/etc/passwd"),
    "a way out of Windows": zip_with("..\\evil"),
    "a drive": zip_with("C:/evil"),
    "a link": zip_with("documents/link", b"/etc/passwd", (stat.S_IFLNK | 0o777) << 16),
    "a bomb": zip_with("documents/1-1-cv.txt", b"0" * 20_000_000),
}


@pytest.mark.parametrize("content", NOT_COPIES.values(), ids=NOT_COPIES)
def test_what_is_no_copy_is_told_beside_its_field(newcomer_client, content, files):
    answer = bring(newcomer_client, content)

    assert answer.status_code == 422 and "errorlist" in answer.content.decode()
    assert files() == [] and not BroughtCopy.objects.exists()


def test_a_copy_of_nothing_but_settings_is_one(newcomer, newcomer_client):
    content = as_bytes(
        person={"name": "Ada", "language": "tlh", "time_zone": "Mars", "is_staff": True, "email": "x@y.z"}
    )
    assert bring(newcomer_client, content).status_code == 302
    assert "Only your settings" in newcomer_client.get(LOOK).content.decode()
    assert newcomer_client.post(LOOK).status_code == 302
    newcomer.refresh_from_db()
    said = (newcomer.name, newcomer.language, newcomer.time_zone, newcomer.is_staff, newcomer.email)
    assert said == ("Ada", "en", "Asia/Tokyo", False, "new@example.org")


def test_a_copy_of_before_there_were_versions_comes_in_as_far_as_it_tells_enough(newcomer, newcomer_client):
    event = {"kind": "added", "happened_on": "2026-01-02", "recorded_at": "2026-01-02T09:00:00+00:00", "note": ""}
    event |= {"id": 4, "contact": None, "data": {"stage": "saved"}, "removed_at": None, "corrects": None}
    moments = dict.fromkeys(("last_event_at", "created_at"), "2026-01-02T09:00:00+00:00")
    application = {
        "id": 7,
        "role": "Engineer",
        "stage": "saved",
        "company": "Initech",
        "tags": ["fair"],
        "events": [event],
    }
    contact = {"id": 5, "name": "Grace", "company": "Initech", "applications": [7]}
    letter = {"id": 2, "title": "Thanks", "application": 7, "contact": "Grace", "text": "Dear", "sent_on": None}
    applications = {"companies": [{"id": 3, "name": "Initech"}], "applications": [application | moments]}
    applications |= {
        "contacts": [contact],
        "letters": [letter | dict.fromkeys(("created_at", "updated_at"), "2026-01-02T09:00:00+00:00")],
    }
    said = {"change": "Shorter", "wanted": 3, "started_on": "2026-01-02", "look_on": "2026-02-02", "goal": "x"}
    lesson = {"text": "Ask early", "source": "debrief", "application": "Engineer, Initech"}
    recovery = {"experiments": [said], "lessons": [lesson], "recoveries": [{"kind": "full", "stage": "interview"}]}

    bring(newcomer_client, as_bytes(applications=applications, recovery=recovery))
    assert "not understood by this Rebound" in newcomer_client.get(LOOK).content.decode()
    newcomer_client.post(LOOK)

    there = newcomer.applications.get()
    assert (str(there), [tag.name for tag in there.tags.all()], there.contacts.get().name) == (
        "Engineer, Initech",
        ["fair"],
        "Grace",
    )
    assert newcomer.own_letters.get().text == "Dear"
    assert newcomer.lessons.get().text == "Ask early" and newcomer.experiments.get().goal == "x"
    assert not newcomer.recoveries.exists()


def test_a_zip_that_was_packed_anew_in_a_folder_is_read(full, newcomer_client, copy_of, zipped):
    with zipfile.ZipFile(zipped(copy_of(full), full)) as whole:
        entries = {f"My copy/{name}": whole.read(name) for name in whole.namelist()}
    out = archive_of({"__MACOSX/._x": b"x", "My copy/.DS_Store": b"x"} | entries)

    assert bring(newcomer_client, out.getvalue(), "a.zip").status_code == 302
    assert BroughtCopy.objects.get().look["left"] == []


def test_where_the_files_are_missing_documents_stay_behind(full, newcomer, newcomer_client, copy_of):
    assert bring(newcomer_client, json.dumps(copy_of(full)).encode()).status_code == 302
    assert "the file is not in the copy" in newcomer_client.get(LOOK).content.decode()
    assert newcomer_client.post(LOOK).status_code == 302
    assert newcomer.applications.exists() and not newcomer.documents.exists()


def test_a_file_is_what_is_in_it(full, newcomer, newcomer_client, copy_of, zipped):
    data = copy_of(full)
    (document,) = data["applications"]["documents"]
    with zipfile.ZipFile(zipped(data, full)) as whole:
        entries = {name: whole.read(name) for name in whole.namelist()}
    first, second = (version["file"] for version in document["versions"])
    out = archive_of(entries | {first: b"MZ\0\0a program", second: b"%PDF-1.7 %%EOF"})
    bring(newcomer_client, out.getvalue(), "a.zip")
    newcomer_client.post(LOOK)

    version = newcomer.documents.get().versions.get()
    assert (version.type, version.filename.endswith(".pdf")) == ("pdf", True)


def test_a_view_of_more_wishes_than_an_address_can_have_stays_behind(full, newcomer, newcomer_client, copy_of, zipped):
    data = copy_of(full)
    data["applications"]["saved_views"][0]["query"] = "&" * 1500
    assert bring(newcomer_client, zipped(data, full).getvalue(), "a.zip").status_code == 302
    assert newcomer_client.post(LOOK).status_code == 302
    assert not newcomer.saved_views.exists()


def test_what_a_line_says_of_a_letter_may_be_anything(full, newcomer, newcomer_client, copy_of, zipped):
    data = copy_of(full)
    data["applications"]["applications"][0]["events"][0]["data"] = {"before": {"state": "wanted", "steps": ["1"]}}
    bring(newcomer_client, zipped(data, full).getvalue(), "a.zip")
    assert newcomer_client.post(LOOK).status_code == 302
    assert not Event.objects.filter(application__user=newcomer, data__before__steps=["1"]).exists()


def test_a_history_without_a_beginning_gets_one_on_the_persons_own_day(newcomer, newcomer_client):
    moment = "2026-01-01T20:00:00+00:00"  # when it is the next day in Tokyo
    application = {"id": 1, "role": "Cook", "stage": "saved", "company": "Initech"}
    application |= dict.fromkeys(("created_at", "last_event_at"), moment)
    bring(newcomer_client, as_bytes(applications={"companies": [{"name": "Initech"}], "applications": [application]}))
    newcomer_client.post(LOOK)

    begun = newcomer.applications.get().events.get()
    assert (begun.kind, begun.happened_on, begun.recorded_at.isoformat()) == ("added", date(2026, 1, 2), moment)


def test_a_letter_whose_line_says_half_of_how_it_was_can_be_taken_back(
    full, newcomer, newcomer_client, copy_of, zipped
):
    data = copy_of(full)
    letter = data["applications"]["letters"][0]
    letter["key"] = "feedback_after_interview"
    application = next(one for one in data["applications"]["applications"] if one["id"] == letter["application"])
    line = next(one for one in application["events"] if one["id"] == letter["event"])
    line["data"] = {"letter": letter["key"], "before": {"followed_up_on": None}}
    data["recovery"]["feedback_requests"][0]["application"] = application["id"]
    bring(newcomer_client, zipped(data, full).getvalue(), "a.zip")
    assert newcomer_client.post(LOOK).status_code == 302

    brought = newcomer.own_letters.get()
    assert newcomer_client.post(f"/applications/letters/{brought.pk}/unsend/").status_code == 302
    brought.refresh_from_db()
    assert brought.sent_on is None


def test_a_moment_at_the_far_end_of_the_calendar_is_left_out_of_a_line(full, newcomer, copy_of, zipped, now):
    data = copy_of(full)
    application = data["applications"]["applications"][0]
    line = next(one for one in application["events"] if "interview" in one["data"])
    line["data"] |= {"from": "0001-01-01T00:00:00+00:00", "to": "9999-12-31T23:59:59+00:00"}
    data["person"]["time_zone"] = "America/New_York"
    operations.bring_copy_in(operations.bring_copy(newcomer, zipped(data, full), now=now), now=now)
    client = Client()
    client.force_login(newcomer)

    for row in newcomer.applications.all():
        assert client.get(row.get_absolute_url()).status_code == 200


def test_another_persons_keys_name_nothing(full, newcomer, copy_of, zipped, now):
    """All keys of the copy are those of ada's own rows here: each of them means the row of the copy, or nothing."""
    data, before = copy_of(full), copy_of(full)
    data["applications"]["contacts"] = data["applications"]["companies"] = []
    data["recovery"]["recoveries"] = []
    operations.bring_copy_in(operations.bring_copy(newcomer, zipped(data, full), now=now), now=now)

    assert copy_of(full) == before
    assert not newcomer.contacts.exists() and not newcomer.applications.exists()


def test_a_letter_that_was_not_sent_changes_no_step_of_another_person(full, newcomer, copy_of, zipped, now):
    data = copy_of(full)
    theirs = RecoveryStep.objects.filter(recovery__user=full).first()
    RecoveryStep.objects.filter(pk=theirs.pk).update(state="done")
    event = data["applications"]["applications"][0]["events"][0]
    event["data"] = {"before": {"state": "wanted", "steps": {str(theirs.pk): "waiting", "99999": "waiting"}}}
    data["recovery"]["recoveries"] = []
    operations.bring_copy_in(operations.bring_copy(newcomer, zipped(data, full), now=now), now=now)
    kept = [
        one.data["before"] for app in newcomer.applications.all() for one in app.events.filter(data__has_key="before")
    ]

    assert {"state": "wanted", "steps": {}} in kept
    theirs.refresh_from_db()
    assert theirs.state == "done"


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("sources",), [{"cite": "x", "url": "javascript:alert(1)", "language": "en"}]),
        (("grade",), "Z"),
        (("prompts",), [{"key": "a", "label": "x", "input": "hologram", "options": {}}]),
        (("prompts",), [{"key": "a", "label": "x", "input": "choice", "options": {"choices": 5}}]),
        (("conditions",), [{"effect": "guard", "test": "x"}]),
        (("letters",), [{"key": "a"}]),
        (("reframes",), "x"),
    ],
)
def test_words_of_a_step_that_cannot_be_shown_make_way_for_those_here(
    full, newcomer, newcomer_client, copy_of, zipped, now, where, value
):
    data = copy_of(full)
    begun = next(one for one in data["recovery"]["recoveries"] if one["kind"] == "full")
    key = begun["steps"][0]["key"]
    begun["steps"][0]["snapshot"][where[0]] = value
    operations.bring_copy_in(operations.bring_copy(newcomer, zipped(data, full), now=now), now=now)
    step = newcomer.recoveries.get(kind="full").steps.get(key=key)

    assert step.snapshot == {}
    assert newcomer_client.get(step.get_absolute_url()).status_code == 200


def test_what_looks_like_a_sealed_text_opens_nothing(full, newcomer, copy_of, zipped, now):
    sealed = Debrief._meta.get_field("notes").value_to_string(Debrief(notes="Ada's secret"))
    data = copy_of(full)
    debrief = next(
        one["debrief"] for app in data["applications"]["applications"] for one in app["interviews"] if one["debrief"]
    )
    debrief["notes"] = sealed
    operations.bring_copy_in(operations.bring_copy(newcomer, zipped(data, full), now=now), now=now)

    assert Debrief.objects.get(interview__application__user=newcomer).notes == sealed
