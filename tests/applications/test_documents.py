"""Documents: kept as they were sent, given out to their owner alone, and what came of each version."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages

from applications import operations
from applications.documents import shelf
from applications.models import Document, DocumentVersion, StoredFile
from tests.factories import make_application, make_document, make_interview, make_outcome
from tests.files import MACRO_TYPES, PDF, docx, upload


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


def lying_about() -> list[Path]:
    return [path for path in Path(storages["documents"].location).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "documents": settings.STORAGES["documents"]
        | {"OPTIONS": settings.STORAGES["documents"]["OPTIONS"] | {"location": tmp_path / "documents"}}
    }


def test_a_cv_is_kept_and_comes_back_byte_for_byte(ada, ada_client):
    sent = {"file": upload("My CV.PDF", PDF), "kind": "cv", "title": "", "label": "for data roles"}

    answer = ada_client.post("/documents/new/", sent)

    document = ada.documents.get()
    version = document.versions.get()
    assert answer.url == f"/documents/{document.pk}/"
    assert (document.title, version.number, version.label, version.type) == ("My CV", 1, "for data roles", "pdf")
    assert read(ada_client.get(f"/documents/versions/{version.pk}/file/")) == PDF


def test_a_large_file_is_the_same_afterwards(ada, ada_client):
    content = PDF[:9] + b"x" * 3_000_000 + PDF
    ada_client.post("/documents/new/", {"file": upload("large.pdf", content), "kind": "cv"})

    version = DocumentVersion.objects.get()
    answer = ada_client.get(f"/documents/versions/{version.pk}/file/")
    assert answer["Content-Length"] == str(len(content))
    assert read(answer) == content


def test_what_lies_in_the_folder_says_nothing(ada, ada_client):
    ada_client.post("/documents/new/", {"file": upload("ada-lovelace.pdf", PDF), "kind": "cv"})

    (path,) = lying_about()
    assert b"PDF" not in path.read_bytes() and "ada" not in path.name and "." not in path.name
    assert path.parent.name == str(ada.pk)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_file_is_given_out_to_be_kept_and_never_to_be_shown(ada_client):
    page = b"<script>alert(1)</script>"
    ada_client.post("/documents/new/", {"file": upload("Lebenslauf für Ä.html", page, "text/html"), "kind": "cv"})

    answer = ada_client.get(f"/documents/versions/{DocumentVersion.objects.get().pk}/file/")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Lebenslauf%20f%C3%BCr%20%C3%84.html.txt"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert "Content-Encoding" not in answer


def test_nobody_else_gets_it(ada, bob_client, client, document):
    address = f"/documents/versions/{document.versions.get().pk}/file/"

    assert bob_client.get(address).status_code == 404
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    ("file", "word"),
    [
        (upload("cv.pdf", docx(**{"[Content_Types].xml": MACRO_TYPES})), "macros"),
        (upload("cv.pdf", b"\x89PNG\r\n\x1a\n\0"), "Please choose a PDF"),
        (upload("cv.pdf", b""), "empty"),
        ("", "Please choose a file"),
    ],
)
def test_what_cannot_be_kept_is_answered_beside_the_field(ada, ada_client, file, word):
    answer = ada_client.post("/documents/new/", {"file": file, "kind": "other", "title": "Kept title"})

    page = answer.content.decode()
    assert answer.status_code == 422 and word in page and "Kept title" in page
    assert not StoredFile.objects.exists() and not ada.documents.exists()


def test_a_file_that_is_too_large_is_counted_and_not_written(ada, ada_client):
    answer = ada_client.post("/documents/new/", {"file": upload("cv.pdf", b"x" * 12_000_000), "kind": "cv"})

    assert answer.status_code == 422
    assert "That file has 12 MB. A document may have up to 10 MB." in answer.content.decode()
    assert lying_about() == []


def test_what_is_far_too_large_is_not_read_at_all(ada_client):
    answer = ada_client.post("/documents/new/", data=b"", content_type="text/plain", CONTENT_LENGTH=str(10**9))

    assert answer.status_code == 413
    assert "larger than anything that can be kept here" in answer.content.decode()


def test_there_is_room_for_so_much_and_the_trash_counts(ada, ada_client, settings, now):
    settings.DOCUMENT_ROOM = 1_000_000
    document = make_document(ada, now=now, content=b"x" * 999_990)
    operations.trash_document(document, now=now)

    answer = ada_client.post("/documents/new/", {"file": upload(), "kind": "cv", "label": "for labs"})

    page = answer.content.decode()
    assert answer.status_code == 422 and "There is room for 1 MB" in page and "for labs" in page
    assert len(lying_about()) == 1


def test_a_new_version_leaves_the_earlier_one_as_it_is(ada, ada_client, application, document, now):
    first = document.versions.get()
    operations.choose_documents(application, [first], now=now)

    answer = ada_client.post(f"/documents/{document.pk}/versions/new/", {"file": upload(), "label": "shorter"})

    assert answer.url == f"/documents/{document.pk}/"
    assert [version.number for version in document.versions.all()] == [2, 1]
    assert list(first.applications.all()) == [application]
    assert read(ada_client.get(f"/documents/versions/{first.pk}/file/")) == b"I can do many things."


def test_words_about_it_can_be_changed(ada_client, document):
    version = document.versions.get()
    ada_client.post(f"/documents/{document.pk}/edit/", {"title": "CV, short", "kind": "other"})
    ada_client.post(f"/documents/versions/{version.pk}/edit/", {"label": "one page"})

    page = ada_client.get(f"/documents/{document.pk}/").content.decode()
    assert "CV, short" in page and "one page" in page and "Something else" in page


# --- Sent with applications -------------------------------------------------------------------------------------------


def test_an_application_says_which_versions_were_sent_with_it(ada_client, application, document):
    version = document.versions.get()
    address = f"/applications/{application.pk}/"

    ada_client.post(f"{address}documents/", {"documents": [version.pk]})
    assert f"/documents/versions/{version.pk}/file/" in ada_client.get(address).content.decode()

    ada_client.post(f"{address}documents/", {"was": [version.pk]})
    assert not application.documents.exists()


def test_what_another_tab_has_chosen_meanwhile_stays(ada, ada_client, application, document, now):
    here, other = document.versions.get(), make_document(ada, now=now, title="Letter").versions.get()
    operations.choose_documents(application, [here], now=now)
    address = f"/applications/{application.pk}/"
    assert f'name="was" value="{here.pk}"' in ada_client.get(address).content.decode()

    operations.choose_documents(application, [here, other], now=now)
    ada_client.post(f"{address}documents/", {"was": [here.pk, "9" * 30, "x"]})
    assert application.documents.get() == other

    ada_client.post(f"{address}documents/", {"was": [here.pk], "documents": [here.pk]})
    assert application.documents.get() == other
    ada_client.post(f"{address}documents/", {})  # a page that says nothing of it takes nothing away
    assert application.documents.get() == other


def test_the_form_of_an_application_chooses_them_too_and_says_nothing_when_it_does_not_show_them(
    ada_client, application, document
):
    version = document.versions.get()
    address = f"/applications/{application.pk}/edit/"
    facts = {"company": "Initech", "role": "Engineer"}
    assert str(version) in ada_client.get(address).content.decode()

    ada_client.post(address, facts | {"documents_shown": "1", "documents": [version.pk]})
    assert application.documents.get() == version
    ada_client.post(address, facts)
    assert application.documents.get() == version
    ada_client.post(address, facts | {"documents_shown": "1"})
    assert not application.documents.exists()


def test_a_document_may_come_with_the_application_it_was_sent_with(ada_client, application):
    page = ada_client.get(f"/documents/new/?application={application.pk}").content.decode()
    assert f'value="{application.pk}" selected' in page

    address = f"/documents/new/?application={application.pk}"
    answer = ada_client.post(address, {"file": upload(), "kind": "cv", "application": application.pk})
    assert answer.url == f"/applications/{application.pk}/"
    assert application.documents.get().document.title == "cv"


def test_a_document_tells_which_version_reached_interviews(ada, ada_client, document, now):
    version = document.versions.get()

    def sent(*, stage="applied", **fields):
        application = make_application(ada, now=now - timedelta(days=9), stage=stage, **fields)
        operations.choose_documents(application, [version], now=now)
        return application

    def said():
        (row,) = shelf.versions_with_results(document)
        result = shelf.result_of(row)
        (whole,) = shelf.with_results(shelf.documents_of(ada))
        assert shelf.result_of(whole) == result
        return result.sent, result.interviews, result.share

    sent(stage="saved")
    sent(stage="preparing")
    assert said() == (0, 0, None)
    sent()
    make_interview(sent(), now=now)
    make_interview(sent(), now=now, kind="task")
    cancelled = make_interview(sent(), now=now)
    operations.cancel_interview(cancelled, now=now)
    assert said()[0] == 4
    make_outcome(sent(stage="final_round"), now=now)
    trashed = sent(stage="offer")
    operations.trash_many(ada, [trashed.pk], now=now)
    sent_count, interviews, share = said()
    assert (sent_count, interviews) == (5, 3 if cancelled.application.stage == "interview" else 2)
    assert share == interviews / 5
    page = ada_client.get(f"/documents/{document.pk}/").content.decode()
    assert "sent with 5 applications" in page and f"{interviews} reached an interview" in page


def test_a_share_of_few_is_not_told(ada_client, application, document, now):
    operations.choose_documents(application, [document.versions.get()], now=now)
    page = ada_client.get(f"/documents/{document.pk}/").content.decode()

    assert "sent with 1 application" in page and "%" not in page.partition('id="versions"')[2]


def test_a_list_costs_the_same_however_long(ada, ada_client, now, django_assert_max_num_queries):
    make_document(ada, now=now)
    with django_assert_max_num_queries(12) as few:
        ada_client.get("/documents/")
    for _ in range(10):
        make_document(ada, now=now)
    with django_assert_max_num_queries(len(few)):
        ada_client.get("/documents/")


# --- Sent twice -------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_keeps_one(ada, ada_client):
    sent = {"kind": "cv", "title": "CV", "form_token": "a" * 32}
    first = ada_client.post("/documents/new/", sent | {"file": upload()})
    second = ada_client.post("/documents/new/", sent | {"file": upload()})

    assert first.url == second.url
    assert Document.objects.count() == DocumentVersion.objects.count() == len(lying_about()) == 1
    assert "was kept already" in ada_client.get(second.url).content.decode()


@pytest.mark.parametrize(
    "other", [upload("b.txt"), upload("a.txt", b"Other words, other length"), upload("a.txt", b"y")]
)
def test_the_same_form_with_another_file_keeps_both(ada_client, other):
    """The Back button brings the form as it was, and another file is chosen: by its name, its length or its words."""
    sent = {"kind": "cv", "title": "CV", "form_token": "a" * 32}
    ada_client.post("/documents/new/", sent | {"file": upload("a.txt", b"x")})
    ada_client.post("/documents/new/", sent | {"file": other})

    assert Document.objects.count() == len(lying_about()) == 2
