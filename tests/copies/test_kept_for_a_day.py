"""A copy is kept for a day, for its person alone, and comes in as a whole or not at all."""

import gc
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.copies.opening import Unfit
from accounts.operations import delete_account
from applications import operations
from applications.models import BroughtCopy, Company, StoredFile
from tests.copies.bringing import LOOK, NEW, bring

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("is_brought", [True, False])
def test_nothing_is_said_to_be_here_that_another_window_has_thrown_away(
    full, newcomer, newcomer_client, copy_of, zipped, monkeypatch, is_brought
):
    bring(newcomer_client, zipped(copy_of(full), full).getvalue(), "a.zip")
    store = operations.copies.store

    def too_late(copy, reading):
        if is_brought:
            store(copy, reading)
        operations.throw_copy_away(newcomer)
        return store(copy, reading)

    monkeypatch.setattr(operations.copies, "store", too_late)
    answer = newcomer_client.post(LOOK)

    assert (answer.status_code, newcomer.applications.exists()) == ((302, True) if is_brought else (422, False))
    assert is_brought or "thrown away meanwhile" in answer.content.decode()


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


def test_whatever_comes_of_it_memory_is_looked_after_again(ada, now):
    with pytest.raises(Unfit):
        operations.bring_copy(ada, io.BytesIO(b"{}"), now=now)
    assert gc.isenabled()
