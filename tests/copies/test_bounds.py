"""How much one copy may ask of this installation: of its memory, its time, and its patience."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.copies import opening, reading
from applications import operations
from applications.documents.checking import LARGEST_FILE
from applications.models import Event
from tests.copies.bringing import LOOK, NEW, as_bytes, bring, empty
from tests.files import archive

pytestmark = pytest.mark.django_db


def test_bounds_hold_whatever_an_archive_says_of_itself(newcomer_client, monkeypatch):
    monkeypatch.setattr(opening, "LARGEST_DATA", 1000)
    monkeypatch.setattr(opening, "MOST_ENTRIES", 3)
    assert bring(newcomer_client, as_bytes(a="x" * 2000)).status_code == 422
    assert bring(newcomer_client, archive({"rebound-export.json": as_bytes(a="x" * 2000)})).status_code == 422
    assert bring(newcomer_client, archive({f"{n}": "" for n in range(9)})).status_code == 422
    monkeypatch.setattr(opening, "MOST_VALUES", 5)
    assert bring(newcomer_client, as_bytes(a=[[], [], [], [], []])).status_code == 422


def test_a_copy_may_be_longer_than_a_document(newcomer_client, settings):
    assert NEW in settings.LARGEST_REQUESTS
    assert bring(newcomer_client, as_bytes(a="x" * (LARGEST_FILE + 500_000))).status_code == 302


def test_a_file_is_read_for_one_version_however_many_name_it(full, newcomer_client, copy_of, zipped, monkeypatch):
    data = copy_of(full)
    (document,) = data["applications"]["documents"]
    first = document["versions"][0]
    document["versions"] += [first | {"id": 1000 + number, "number": 1000 + number} for number in range(30)]
    reads, file = [], opening.Opened.file
    monkeypatch.setattr(
        opening.Opened, "file", lambda self, path, **bound: reads.append(path) or file(self, path, **bound)
    )
    bring(newcomer_client, zipped(data, full).getvalue(), "a.zip")

    assert reads == list(dict.fromkeys(reads)) != []
    assert "the file is not in the copy" in newcomer_client.get(LOOK).content.decode()


def test_a_copy_of_more_rows_than_anybody_has_is_refused(newcomer_client, monkeypatch, files):
    monkeypatch.setattr(reading, "MOST_ROWS", 20)
    tags = [{"name": f"tag {number}"} for number in range(20)]
    assert bring(newcomer_client, as_bytes(applications={"tags": tags})).status_code == 302

    answer = bring(newcomer_client, as_bytes(applications={"tags": [*tags, {"name": "one more"}]}))
    assert answer.status_code == 422 and "more in that file" in answer.content.decode()


def test_a_long_chain_of_corrections_takes_no_query_for_each(full, newcomer, copy_of, zipped, now):
    def queries_for(length):
        data = copy_of(full)
        events = data["applications"]["applications"][0]["events"]
        note = next(one for one in events if one["kind"] == "note" and one["corrects"])
        events += [note | {"id": 10_000 + at, "corrects": 9_999 + at if at else note["id"]} for at in range(length)]
        brought = operations.bring_copy(newcomer, zipped(data, full), now=now)
        with CaptureQueriesContext(connection) as asked:
            operations.bring_copy_in(brought, now=now)
        chain = Event.objects.filter(application__user=newcomer, kind="note")
        assert chain.filter(corrects=None).count() == 1 and chain.count() == length + 2
        empty(newcomer)
        return len(asked)

    assert queries_for(40) - queries_for(2) < 5


def test_bringing_in_can_be_tried_only_so_often(full, newcomer, newcomer_client, copy_of, zipped):
    bring(newcomer_client, zipped(copy_of(full), full).getvalue(), "a.zip")
    newcomer.companies.create(name="Mine")
    answers = [newcomer_client.post(LOOK).content.decode() for _time in range(20)]

    assert "There are things in this account by now" in answers[18]
    assert "many files in a short time" in answers[19]
