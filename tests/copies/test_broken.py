"""A copy is a file that anybody may have written: it is refused kindly, and comes in as a whole or not at all."""

import io
import json
import random
import stat
import zipfile
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.copies import opening
from accounts.operations import delete_account
from applications import operations
from applications.documents.checking import LARGEST_FILE
from applications.models import BroughtCopy, Company, Debrief, JobApplication, StoredFile
from recovery.models import RecoveryStep
from tests.copies.conftest import archive_of
from tests.explore import examples
from tests.files import archive, upload

pytestmark = pytest.mark.django_db
NEW, LOOK = reverse("applications:copy-new"), reverse("applications:copy-look")
LEAST = {"person": {}, "exported_at": "2026-11-18T09:00:00Z"}


def bring(client, content, name="rebound-export.json"):
    return client.post(NEW, {"file": upload(name, content)})


def as_bytes(**more):
    return json.dumps(LEAST | more).encode()


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


def test_bounds_hold_whatever_an_archive_says_of_itself(newcomer_client, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_DATA", 1000)
    monkeypatch.setattr(opening, "MOST_ENTRIES", 3)
    assert bring(newcomer_client, as_bytes(a="x" * 2000)).status_code == 422
    assert bring(newcomer_client, archive({"rebound-export.json": as_bytes(a="x" * 2000)})).status_code == 422
    assert bring(newcomer_client, archive({f"{n}": "" for n in range(9)})).status_code == 422
    monkeypatch.setattr(opening, "MOST_VALUES", 5)
    assert bring(newcomer_client, as_bytes(a=[[], [], [], [], []])).status_code == 422


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


def test_a_copy_may_be_longer_than_a_document(newcomer_client, settings):
    assert NEW in settings.LARGEST_REQUESTS
    assert bring(newcomer_client, as_bytes(a="x" * (LARGEST_FILE + 500_000))).status_code == 302


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


def test_an_account_with_something_in_it_is_not_touched(full, ada_client, copy_of, zipped):
    content = zipped(copy_of(full), full).getvalue()
    page = ada_client.get(NEW).content.decode()
    assert "There are things in this account already" in page and reverse("applications:sheet-new") in page
    assert bring(ada_client, content).status_code == 422
    assert not BroughtCopy.objects.exists()


def test_what_came_in_between_is_not_touched_either(full, newcomer, newcomer_client, copy_of, zipped, files):
    theirs = files()
    bring(newcomer_client, zipped(copy_of(full), full).getvalue(), "a.zip")
    newcomer.companies.create(name="Mine")

    assert newcomer_client.post(LOOK).status_code == 422
    assert [company.name for company in newcomer.companies.all()] == ["Mine"]
    assert len(files()) == len(theirs) + 1  # the copy itself, for a day


def test_rows_that_exclude_each_other_bring_nothing_in(full, newcomer, newcomer_client, copy_of, zipped, files):
    data = copy_of(full)
    recovery = next(one for one in data["recovery"]["recoveries"] if one["kind"] == "full")
    data["recovery"]["recoveries"].append(recovery | {"id": 10_000})
    bring(newcomer_client, zipped(data, full).getvalue(), "a.zip")
    before = files()
    answer = newcomer_client.post(LOOK)

    assert answer.status_code == 422 and "contradicts itself (Recoveries)" in answer.content.decode()
    assert not newcomer.applications.exists() and not Company.objects.filter(user=newcomer).exists()
    assert files() == before and StoredFile.objects.filter(version=None, brought_copy=None).count() == 0


def test_a_process_that_dies_leaves_nothing_that_the_sweep_does_not_find(
    full, newcomer, copy_of, zipped, now, files, monkeypatch
):
    theirs = files()
    brought = operations.bring_copy(newcomer, zipped(copy_of(full), full), now=now)

    class Died(BaseException):
        """Nothing of ours runs after it."""

    def die(*args, **kwargs):
        raise Died

    monkeypatch.setattr(operations.copies.parts, "bring_in", die)
    monkeypatch.setattr(operations.copies, "throw_away", lambda files: None)
    with pytest.raises(Died):
        operations.bring_copy_in(brought, now=now)
    assert len(files()) > len(theirs) + 1
    operations.sweep_documents(now=now + timedelta(hours=2))
    assert len(files()) == len(theirs) + 1


def test_a_copy_is_forgotten_after_a_day_and_with_its_person(
    full, newcomer, newcomer_client, copy_of, zipped, now, files, django_capture_on_commit_callbacks
):
    theirs = files()
    for way in ("day", "person", "button"):
        operations.bring_copy(newcomer, zipped(copy_of(full), full), now=now)
        operations.sweep_documents(now=now + timedelta(hours=3))
        assert len(files()) == len(theirs) + 1
        with django_capture_on_commit_callbacks(execute=True):
            if way == "day":
                operations.sweep_copies(now=now + timedelta(days=1))
            elif way == "button":
                newcomer_client.post(reverse("applications:copy-delete"))
        if way != "person":
            assert files() == theirs
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(newcomer)
    assert files() == theirs


def test_a_copy_belongs_to_who_brought_it(full, newcomer, bob_client, copy_of, zipped, now):
    operations.bring_copy(newcomer, zipped(copy_of(full), full), now=now)

    for answer in (bob_client.get(LOOK), bob_client.post(LOOK)):
        assert (answer.status_code, answer.url) == (302, NEW)
    bob_client.post(reverse("applications:copy-delete"))
    assert BroughtCopy.objects.filter(user=newcomer).exists()


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


# --- Anything at all --------------------------------------------------------------------------------------------------

ODD = [-1, 0, 1, 2, 3, "2026-01-01", "0001-01-01", "9999-12-31T23:59:59+00:00", "x" * 3000, [], {}, [[]], [{}]]
NUMBERS = st.integers(-(2**63) + 1, 2**63 - 1)
ANYTHING = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=30), st.sampled_from(ODD))


def places(data, path=()):
    """Every place in a copy."""
    yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, one in inside:
        yield from places(one, (*path, name))


def put(data, path, value):
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = value


@settings(max_examples=examples(8), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_broken_copy_is_an_error_of_ours(full, newcomer_client, newcomer, copy_of, zipped, files, data):
    """What was brought in can also be looked at."""
    theirs = copy_of(full)
    whole = json.loads(json.dumps(theirs))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    everywhere = list(places({name: whole[name] for name in ("person", "applications", "recovery", "nudges")}))[1:]
    for path in chance.sample(everywhere, data.draw(st.integers(1, 12))):
        try:
            put(whole, path, data.draw(ANYTHING))
        except (KeyError, IndexError, TypeError):
            continue
    lying = files()
    answer = bring(newcomer_client, zipped(whole, full).getvalue(), "a.zip")
    assert answer.status_code in (302, 422)
    if answer.status_code == 302:
        assert newcomer_client.get(LOOK).status_code == 200
        answer = newcomer_client.post(LOOK)
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert not JobApplication.with_trash.filter(user=newcomer).exists() and not newcomer.companies.exists()
            assert not newcomer.recoveries.exists() and not newcomer.documents.exists()
        look_around(newcomer_client, newcomer)
    assert copy_of(full) == theirs
    operations.throw_copy_away(newcomer)
    empty(newcomer)
    assert set(lying) <= set(files())


def look_around(client, person):
    rows = [*person.applications.all(), *person.contacts.all(), *person.companies.all(), *person.documents.all()]
    rows += [step for one in person.recoveries.all() for step in [one, *one.steps.all()]]
    rows += [one for app in person.applications.all() for one in app.interviews.all()]
    rows += [*person.own_letters.all(), *person.achievements.all(), *person.experiments.all()]
    pages = ["/", "/applications/", "/applications/board/", "/nudges/", "/settings/", "/recovery/"]
    for page in [*pages, *(row.get_absolute_url() for row in rows)]:
        assert client.get(page, follow=True).status_code in (200, 404), page
    assert client.post("/settings/export/").status_code == 200


def empty(person):
    operations.forget_documents(person)
    for name in ("recoveries", "own_letters", "contacts", "nudge_choices", "saved_views", "periods", "tags"):
        getattr(person, name).all().delete()
    for name in ("lessons", "achievements", "experiments", "take_alongs", "known_apart"):
        getattr(person, name).all().delete()
    JobApplication.with_trash.filter(user=person).delete()
    person.companies.all().delete()
    cache.clear()
