"""Documents that are deleted: back within thirty days, gone for good after, whatever breaks on the way."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from accounts.operations import delete_account
from applications import operations
from applications.documents import storing
from applications.models import Document, DocumentVersion, StoredFile
from applications.operations import sweeping
from tests.applications.test_documents import _folder_of_its_own, lying_about, read  # noqa: F401
from tests.factories import make_document
from tests.files import upload


@pytest.fixture
def two(document, now):
    """A document in two versions."""
    file = operations.keep_file(document.user, io.BytesIO(b"two"), size=3, now=now)
    operations.add_version(document, file, filename="two.txt", type="txt", now=now)
    return document


def test_a_deleted_document_is_out_of_sight_and_comes_back_by_undo(ada_client, application, document, now):
    version = document.versions.get()
    operations.choose_documents(application, [version], now=now)

    page = ada_client.post(f"/documents/{document.pk}/delete/", follow=True)
    assert "is in the trash" in page.content.decode()
    for address in ("", "edit/", "versions/new/"):
        assert ada_client.get(f"/documents/{document.pk}/{address}").status_code == 404
    assert ada_client.get(f"/documents/versions/{version.pk}/file/").status_code == 404
    assert "My CV" not in ada_client.get(f"/applications/{application.pk}/").content.decode()
    assert "My CV" in ada_client.get("/documents/trash/").content.decode()

    ada_client.post(f"/documents/{document.pk}/restore/")
    assert "My CV" in ada_client.get(f"/applications/{application.pk}/").content.decode()
    assert read(ada_client.get(f"/documents/versions/{version.pk}/file/"))


def test_one_version_can_be_deleted_but_not_the_last_one(ada_client, two):
    second, first = two.versions.all()
    ada_client.post(f"/documents/versions/{second.pk}/delete/")
    assert list(two.versions.kept()) == [first]

    answer = ada_client.post(f"/documents/versions/{first.pk}/delete/", follow=True)
    assert "It is the only version" in answer.content.decode()
    assert list(two.versions.kept()) == [first]

    assert f"/documents/versions/{second.pk}/restore/" in ada_client.get(f"/documents/{two.pk}/").content.decode()
    ada_client.post(f"/documents/versions/{second.pk}/restore/")
    assert two.versions.kept().count() == 2


def test_choosing_keeps_the_place_of_a_version_that_is_deleted_for_now(ada_client, application, two, now):
    second, first = two.versions.all()
    operations.choose_documents(application, [first, second], now=now)
    operations.remove_version(second, now=now)
    operations.choose_documents(application, [], now=now)
    operations.restore_version(second)

    assert list(application.documents.all()) == [second]


def test_thirty_days_later_rows_and_files_go(ada, two, now, django_capture_on_commit_callbacks):
    other = make_document(ada, now=now)
    operations.trash_document(other, now=now)
    operations.remove_version(two.versions.all()[0], now=now)

    def sweep(moment):
        with django_capture_on_commit_callbacks(execute=True):
            operations.sweep_documents(now=moment)

    sweep(now + timedelta(days=29))
    assert (Document.objects.count(), DocumentVersion.objects.count(), len(lying_about())) == (2, 3, 3)
    sweep(now + timedelta(days=30, minutes=1))
    assert (Document.objects.count(), DocumentVersion.objects.count(), len(lying_about())) == (1, 1, 1)
    assert StoredFile.objects.count() == 1


@pytest.fixture
def over(ada, now):
    """Two documents whose time in the trash is over."""
    for title in ("One", "Two"):
        operations.trash_document(make_document(ada, now=now, title=title), now=now - timedelta(days=31))
    return Document.objects.all()


def test_what_is_restored_while_the_sweep_runs_stays(over, now, monkeypatch):
    def remove(document):
        over.exclude(pk=document.pk).update(trashed_at=None)  # somebody presses Restore just now
        operations.remove_document(document)

    monkeypatch.setattr(sweeping, "remove_document", remove)
    operations.sweep_documents(now=now)

    assert over.get().trashed_at is None


def test_one_that_cannot_be_swept_keeps_no_other_one(over, now, monkeypatch, caplog):
    first = over.first()
    monkeypatch.setattr(
        sweeping, "remove_document", lambda one: 1 / 0 if one == first else operations.remove_document(one)
    )
    operations.sweep_documents(now=now)

    assert over.get() == first and "could not be swept" in caplog.text


def test_only_those_versions_go_whose_files_go_with_them(two, now, monkeypatch):
    second, first = two.versions.all()
    operations.remove_version(second, now=now - timedelta(days=31))
    forget = sweeping.forget

    def meanwhile(versions):
        forget(versions)
        DocumentVersion.objects.filter(pk=first.pk).update(removed_at=now - timedelta(days=30, seconds=1))

    monkeypatch.setattr(sweeping, "forget", meanwhile)
    operations.sweep_documents(now=now)

    assert list(two.versions.all()) == [first]


def test_delete_now_means_now(ada_client, document, now, django_capture_on_commit_callbacks):
    assert ada_client.post(f"/documents/{document.pk}/remove/").status_code == 404
    operations.trash_document(document, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(f"/documents/{document.pk}/remove/")

    assert lying_about() == [] and not StoredFile.objects.exists()


def test_leaving_takes_the_files_along_and_those_of_others_stay(
    ada, bob, document, now, django_capture_on_commit_callbacks
):
    make_document(bob, now=now, content=b"bob's")
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(ada)

    (file,) = StoredFile.objects.all()
    assert b"".join(storing.read(file)) == b"bob's"
    assert len(lying_about()) == 1


def test_a_file_whose_rows_went_before_a_crash_goes_with_the_next_sweep(ada, document, now):
    delete_account(ada)  # the process ends before what was to be done after the commit
    assert len(lying_about()) == 1

    operations.sweep_documents(now=now + timedelta(hours=2))
    assert lying_about() == [] and not StoredFile.objects.exists()


def test_a_file_that_never_found_its_document_goes_after_an_hour(ada, now):
    operations.keep_file(ada, io.BytesIO(b"x"), size=1, now=now)
    operations.sweep_documents(now=now + timedelta(minutes=50))
    assert len(lying_about()) == 1

    operations.sweep_documents(now=now + timedelta(minutes=61))
    assert lying_about() == [] and not StoredFile.objects.exists()


def test_a_storage_that_does_not_answer_is_asked_again_the_next_time(ada, now, monkeypatch, caplog):
    operations.keep_file(ada, io.BytesIO(b"x"), size=1, now=now)
    with monkeypatch.context() as patch:
        patch.setattr(type(storages["documents"]), "delete", lambda *args: 1 / 0)
        operations.sweep_documents(now=now + timedelta(days=1))
    assert StoredFile.objects.exists() and "could not be thrown away" in caplog.text

    operations.sweep_documents(now=now + timedelta(days=1))
    assert not StoredFile.objects.exists()


def test_a_file_that_is_damaged_or_lost_is_told_and_no_error(ada_client, document):
    address = f"/documents/versions/{document.versions.get().pk}/file/"
    (path,) = lying_about()
    path.write_bytes(b"\x01" + b"x" * 40)
    assert "could not be read" in ada_client.get(address, follow=True).content.decode()
    path.unlink()
    assert "could not be read" in ada_client.get(address, follow=True).content.decode()


class ClientError(Exception):
    """What a bucket says: no OSError, and of a package that is not always there."""


@pytest.mark.parametrize("when", ["opened", "read"])
def test_a_bucket_that_does_not_give_a_file_is_told_and_no_error(ada_client, document, monkeypatch, when):
    class Gone(ContentFile):
        def read(self, *args):
            raise ClientError("InvalidObjectState")

    def open_(*args, **kwargs):
        if when == "opened":
            raise ClientError("SlowDown")
        return Gone(b"")

    monkeypatch.setattr(type(storages["documents"]), "open", open_)
    address = f"/documents/versions/{document.versions.get().pk}/file/"

    assert "could not be read" in ada_client.get(address, follow=True).content.decode()


# --- One's own copy ---------------------------------------------------------------------------------------------------


def test_the_copy_of_everything_holds_the_files(ada, bob, ada_client, two, application, now):
    make_document(bob, now=now, content=b"bob's", title="Bobs")
    operations.choose_documents(application, [two.versions.all()[0]], now=now)
    trashed = make_document(ada, now=now, title="Old", content=b"old")
    operations.trash_document(trashed, now=now)

    answer = ada_client.post("/settings/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="rebound-export.zip"'
    assert "no-store" in answer["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(read(answer))) as archive:
        assert archive.testzip() is None
        data = json.loads(archive.read("rebound-export.json"))
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("documents/")}

    rows = {row["title"]: row for row in data["applications"]["documents"]}
    assert set(rows) == {"My CV", "Old"}
    second = rows["My CV"]["versions"][0]
    assert (files[second["file"]], second["sent_with"]) == (b"two", [application.pk])
    assert sorted(files.values()) == [b"I can do many things.", b"old", b"two"]


def test_a_file_that_cannot_be_read_is_named_in_the_copy(ada_client, two):
    lying_about()[0].unlink()

    with zipfile.ZipFile(io.BytesIO(read(ada_client.post("/settings/export/")))) as archive:
        assert len(archive.namelist()) == 3
        assert archive.read("could-not-be-read.txt").decode().startswith("documents/")


def test_a_file_that_is_damaged_near_its_end_spoils_nothing_else(ada, ada_client, now):
    large, small = (make_document(ada, now=now, content=content) for content in (b"x" * 200_000, b"small"))
    (path,) = (path for path in lying_about() if path.stat().st_size > 200_000)
    path.write_bytes(path.read_bytes()[:-1])

    with zipfile.ZipFile(io.BytesIO(read(ada_client.post("/settings/export/")))) as archive:
        assert archive.testzip() is None
        held = [archive.read(name) for name in archive.namelist() if name.startswith("documents/")]
        assert held == [b"small"]
        assert archive.read("could-not-be-read.txt").decode().startswith("documents/")


def test_without_documents_the_copy_is_one_json_file(ada_client):
    assert ada_client.post("/settings/export/")["Content-Type"] == "application/json"


def test_what_was_uploaded_twice_by_mistake_can_be_thrown_away_by_undo_too(ada_client):
    ada_client.post("/documents/new/", {"file": upload(), "kind": "cv"})
    ada_client.post("/documents/new/", {"file": upload(), "kind": "cv"})

    assert Document.objects.count() == 2  # two forms, so two documents: nobody guesses that one was not meant
