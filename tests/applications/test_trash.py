"""Deleting: thirty days in the trash, unseen and unheard of, and back again with all that belongs to it."""

from datetime import timedelta

import pytest

from accounts.operations import export_data
from applications import operations
from applications.models import Company, JobApplication
from nudges.models import Nudge, NudgePreference
from recovery.models import Recovery
from tests.factories import make_application, make_contact, make_interview, make_outcome


def trash(application, now):
    return operations.trash_many(application.user, [application.pk], now=now)


def test_deleting_puts_it_into_the_trash_and_the_message_takes_it_back(ada, ada_client, application):
    answer = ada_client.post(f"/applications/{application.pk}/delete/", follow=True)
    assert "is in the trash" in answer.content.decode()
    assert not ada.applications.exists()

    undo = [message.extra_tags for message in answer.context["messages"]][-1]
    ada_client.post(undo.partition("?")[0])
    assert ada.applications.get() == application


def test_what_lies_in_the_trash_shows_nowhere_else(ada, ada_client, application, now):
    make_interview(application, now=now)
    make_contact(ada).applications.add(application)
    trash(application, now)

    addresses = ["/", "/applications/?closed=on&archived=on", "/applications/board/", "/interviews/", "/contacts/"]
    for address in [*addresses, "/nudges/", "/applications/?q=engineer"]:
        page = ada_client.get(address).content.decode()
        assert "Initech" not in page, address
    for part in ("", "edit/", "outcome/", "interviews/new/"):
        assert ada_client.get(f"/applications/{application.pk}/{part}").status_code == 404
    assert "Initech" in ada_client.get("/applications/trash/").content.decode()


def test_no_nudge_is_planned_about_it_until_it_is_back(ada, application, now):
    NudgePreference.objects.create(user=ada, lists=["appointments", "follow_ups"], is_undecided=False)
    make_interview(application, now=now, starts_at=now + timedelta(days=3))
    about = Nudge.objects.filter(user=ada, application=application.pk, state="planned")
    assert about.exists()

    trash(application, now)
    assert not about.exists()

    operations.restore_many(ada, [application.pk], now=now)
    assert about.exists()


def test_being_in_touch_about_it_counts_again_when_it_is_back(ada, application, now):
    contact, day = make_contact(ada), ada.local_day(now)
    operations.add_event(application, kind="heard", happened_on=day, now=now, contact=contact)

    def last_touch():
        contact.refresh_from_db()
        return contact.last_touch_on

    assert last_touch() == day
    trash(application, now)
    assert last_touch() is None
    operations.restore_many(ada, [application.pk], now=now)
    assert last_touch() == day


@pytest.mark.parametrize("stage", ["applied", "interview"])
def test_its_recovery_rests_with_it_and_comes_back_with_it(ada, now, stage, pack):
    application = make_application(ada, now=now - timedelta(days=9), stage=stage)
    make_outcome(application, now=now)
    recovery = Recovery.objects.get()
    steps = list(recovery.steps.values_list("pk", "state"))

    trash(application, now)
    recovery.refresh_from_db()
    assert recovery.state == "archived"

    operations.restore_many(ada, [application.pk], now=now + timedelta(days=1))
    recovery.refresh_from_db()
    assert recovery.state == "active"
    assert list(recovery.steps.values_list("pk", "state")) == steps
    assert Recovery.objects.count() == 1


@pytest.fixture
def joined(ada, now, pack):
    """Two noes in one recovery, which the first of them began."""
    rows = []
    for company in ("Initech", "Hooli"):
        row = make_application(ada, now=now - timedelta(days=9), stage="final_round", company=company)
        make_outcome(row, now=now)
        rows.append(row)
    return rows


def noes_of(ada):
    """Each recovery, how it stands, and which noes are in it."""
    rows = ada.recoveries.order_by("pk")
    entries = [row.entries.order_by("pk").values_list("application", "began_it", "is_set_aside") for row in rows]
    return [(row.pk, row.state, list(noes)) for row, noes in zip(rows, entries, strict=True)]


def test_its_recovery_comes_back_with_the_noes_that_had_joined_it(ada, joined, now):
    stood = noes_of(ada)

    trash(joined[0], now)
    assert [state for _key, state, _noes in noes_of(ada)] == ["archived", "active"]
    operations.restore_many(ada, [joined[0].pk], now=now)

    assert noes_of(ada) == stood


def test_both_noes_of_a_recovery_come_back_to_it_from_the_trash(ada, joined, now):
    keys = [row.pk for row in joined]
    stood = noes_of(ada)[0]

    operations.trash_many(ada, keys, now=now)
    operations.restore_many(ada, keys, now=now)

    assert noes_of(ada)[0] == stood


def test_a_recovery_in_which_something_was_done_meanwhile_goes_on(ada, joined, now):
    from recovery import operations as recoveries

    trash(joined[0], now)
    newer = ada.recoveries.open().get()
    recoveries.open_step(newer.steps.first(), now=now)
    operations.restore_many(ada, [joined[0].pk], now=now)

    assert ada.recoveries.open().get() == newer
    assert newer.entries.live().filter(application=joined[0], began_it=False).exists()


def test_a_closed_recovery_stays_closed_through_the_trash(ada, now, pack):
    from recovery import operations as recoveries

    application = make_application(ada, now=now - timedelta(days=9), stage="interview")
    make_outcome(application, now=now)
    recoveries.decline(Recovery.objects.get(), now=now)

    trash(application, now)
    operations.restore_many(ada, [application.pk], now=now)

    assert Recovery.objects.get().state == "closed"


def test_an_ending_in_bulk_begins_nothing_by_coming_back(ada, application, now):
    operations.record_outcome_many(ada, [application.pk], kind="rejected", now=now)
    trash(application, now)
    operations.restore_many(ada, [application.pk], now=now)

    assert not Recovery.objects.exists()
    assert ada.applications.get().outcome.is_bulk


def test_after_thirty_days_it_is_really_gone(ada, application, now):
    keep = make_application(ada, now=now, company="Hooli", role="Keep")
    trash(application, now)
    trash(keep, now + timedelta(days=1))

    assert operations.empty_trash(now=now + timedelta(days=29)) == 0
    assert operations.empty_trash(now=now + timedelta(days=30)) == 1
    assert JobApplication.with_trash.get() == keep
    assert [company.name for company in Company.objects.all()] == ["Hooli"]


def test_one_that_cannot_be_removed_keeps_no_other_there(ada, application, closed, now, monkeypatch):
    from applications.operations import trash as module

    def fail_once(one, *, now):
        if one.pk == application.pk:
            raise RuntimeError
        operations.delete_application(one, now=now)

    trash(application, now)
    trash(closed, now)
    monkeypatch.setattr(module, "delete_application", fail_once)

    assert operations.empty_trash(now=now + timedelta(days=31)) == 1
    assert JobApplication.with_trash.get() == application


def test_it_can_be_restored_or_removed_at_once_by_its_owner(ada, ada_client, bob_client, application, now):
    trash(application, now)
    address = f"/applications/trash/{application.pk}/"
    for part in ("restore/", "remove/"):
        assert bob_client.post(address + part).status_code == 404

    ada_client.post(f"{address}restore/")
    assert ada.applications.get() == application
    assert ada_client.post(f"{address}remove/").status_code == 404

    trash(application, now)
    assert "for good" in ada_client.get(f"{address}remove/").content.decode()
    ada_client.post(f"{address}remove/")
    assert not JobApplication.with_trash.exists()


def test_a_company_of_trashed_ones_alone_is_kept_for_them(ada, application, now):
    other = make_application(ada, now=now, company="Initech", role="Other")
    trash(application, now)

    operations.edit_application(other, now=now, company="Elsewhere")
    operations.restore_many(ada, [application.pk], now=now)

    assert ada.applications.get(pk=application.pk).company.name == "Initech"


def test_the_file_with_one_s_own_data_holds_the_trash_the_tags_and_the_views(ada, application, now):
    operations.tag_many(ada, [application.pk], name="Dream", now=now)
    operations.save_view(ada, name="Mine", query="q=x", is_default=True)
    trash(application, now)

    data = export_data(ada, now=now)["applications"]

    assert data["applications"][0]["tags"] == ["Dream"]
    assert data["applications"][0]["trashed_at"] == now.isoformat()
    assert data["saved_views"][0]["name"] == "Mine"


def test_what_somebody_takes_out_of_the_trash_at_the_last_moment_stays(ada, application, now, monkeypatch):
    trash(application, now - timedelta(days=31))
    emptied = operations.trash.remove_from_trash

    def restored_just_before(trashed, key, *, now):
        operations.restore_many(ada, [key], now=now)
        return emptied(trashed, key, now=now)

    monkeypatch.setattr(operations.trash, "remove_from_trash", restored_just_before)

    assert operations.empty_trash(now=now) == 0
    assert ada.applications.get() == application


def test_what_is_restored_is_found_by_the_name_its_contact_has_now(ada, ada_client, application, now):
    contact = make_contact(ada, name="Zebulon")
    contact.applications.add(application)
    operations.keep_search_texts(ada.applications.all())
    trash(application, now)
    operations.edit_contact(contact, name="Quirinius", company="", applications=[application])
    operations.restore_many(ada, [application.pk], now=now)

    assert "Initech" in ada_client.get("/applications/?q=quirinius").content.decode()
    assert "Initech" not in ada_client.get("/applications/?q=zebulon").content.decode()
