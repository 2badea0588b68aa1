"""The history of an application: notes written and deleted in place, folded when long, looked at by sorts of things."""

from datetime import date, timedelta

import pytest

from applications import history, operations
from applications.models import Event
from tests.factories import make_contact


@pytest.fixture
def note(application, now):
    return operations.add_event(application, kind="note", happened_on=date(2026, 11, 10), now=now, note="My **note**")


def page_of(client, application, query=""):
    return client.get(f"/applications/{application.pk}/history/{query}").content.decode()


def test_a_note_is_written_on_the_page_itself_on_the_day_it_belongs_to(ada_client, application):
    page = ada_client.get(f"/applications/{application.pk}/").content.decode()
    assert 'name="happened_on" value="2026-11-18" max="2026-11-18"' in page

    told = {"kind": "note", "note": "They sounded pleased.", "happened_on": "2026-11-16"}
    ada_client.post(f"/applications/{application.pk}/events/new/", told)
    assert "They sounded pleased." in ada_client.get(f"/applications/{application.pk}/").content.decode()
    assert application.events.get(kind="note").happened_on == date(2026, 11, 16)


def test_a_note_that_does_not_fit_comes_back_on_a_page_with_its_words(ada_client, application):
    told = {"kind": "note", "note": "x" * 501, "happened_on": "2026-11-16"}
    answer = ada_client.post(f"/applications/{application.pk}/events/new/", told)

    assert answer.status_code == 422 and "x" * 501 in answer.content.decode()


def test_a_deleted_note_is_gone_and_undo_brings_it_back_on_its_day(ada_client, application, note):
    answer = ada_client.post(f"/events/{note.pk}/delete/")
    assert answer.url == f"/applications/{application.pk}/#timeline"
    page = ada_client.get(f"/applications/{application.pk}/")
    assert "My <strong>note</strong>" not in page.content.decode()
    (undo,) = [message.extra_tags.partition("?")[0] for message in page.context["messages"]]
    assert ada_client.get(f"/events/{note.pk}/correct/").status_code == 404

    ada_client.post(undo)
    assert "My <strong>note</strong>" in ada_client.get(f"/applications/{application.pk}/").content.decode()
    note.refresh_from_db()
    assert note.happened_on == date(2026, 11, 10)


def test_what_really_happened_cannot_be_deleted(ada_client, application):
    applied = application.events.get(kind="applied")
    page = ada_client.post(f"/events/{applied.pk}/delete/", follow=True).content.decode()

    assert "That belongs to the history" in page
    applied.refresh_from_db()
    assert applied.removed_at is None


def test_the_last_activity_follows_a_note_that_goes_and_comes(application, now):
    later = now + timedelta(days=3)
    note = operations.add_event(application, kind="note", happened_on=later.date(), now=later, note="x")
    assert application.last_event_at == later
    operations.remove_note(note, now=later)
    application.refresh_from_db()
    assert application.last_event_at == now
    operations.restore_note(note, now=later)
    application.refresh_from_db()
    assert application.last_event_at == later


def test_so_does_the_day_of_the_last_touch(ada, application, now):
    grace = make_contact(ada)
    note = operations.add_event(application, kind="note", happened_on=now.date(), now=now, note="x", contact=grace)
    operations.remove_note(note, now=now)
    grace.refresh_from_db()
    assert grace.last_touch_on is None


def test_a_deleted_note_really_goes_after_thirty_days_with_what_it_said_before(application, note, now):
    corrected = operations.correct_event(note, now=now, happened_on=note.happened_on, note="Other words")
    operations.remove_note(corrected, now=now)

    operations.sweep_documents(now=now + timedelta(days=29))
    assert Event.objects.filter(kind="note").count() == 2
    operations.sweep_documents(now=now + timedelta(days=31))
    assert not Event.objects.filter(kind="note").exists()


def test_nobody_else_deletes_or_restores_it(bob_client, note):
    for verb in ("delete", "restore"):
        assert bob_client.post(f"/events/{note.pk}/{verb}/").status_code == 404


def test_a_long_history_is_folded_and_has_a_page_of_its_own(
    ada_client, application, now, django_assert_max_num_queries
):
    for number in range(history.FOLDED):
        operations.add_event(application, kind="note", happened_on=now.date(), now=now, note=f"number {number}")
    page = ada_client.get(f"/applications/{application.pk}/").content.decode()

    assert page.count('<li id="event-') == history.FOLDED and "The whole history" in page
    with django_assert_max_num_queries(12):
        assert page_of(ada_client, application).count('<li id="event-') == history.FOLDED + 2


def test_it_is_looked_at_by_sorts_of_things(ada_client, application, note):
    shown = page_of(ada_client, application, "?part=notes")
    assert shown.count('<li id="event-') == 1 and "My <strong>note</strong>" in shown
    assert page_of(ada_client, application, "?part=moves").count('<li id="event-') == 2
    assert "Nothing of this sort yet" in page_of(ada_client, application, "?part=interviews")
    assert page_of(ada_client, application, "?part=nonsense").count('<li id="event-') == 3


def test_every_kind_is_of_some_sort():
    sorts = [kind for part in history.PARTS.values() for kind in part.kinds]

    assert sorted(sorts) == sorted(kind.value for kind in Event.Kind)


def test_pages_of_a_long_history_follow_each_other_and_lose_nothing(ada_client, application, now):
    for number in range(130):
        day = now.date() - timedelta(days=number // 3)
        operations.add_event(application, kind="note", happened_on=day, now=now, note=f"number {number}")
    seen, query = [], ""
    for _ in range(3):
        answer = ada_client.get(f"/applications/{application.pk}/history/{query}")
        found = answer.context["page"]
        seen += [event.pk for event in found.events]
        query = f"?after={found.stretch.after}"
    assert len(seen) == len(set(seen)) == 132
    before = ada_client.get(f"/applications/{application.pk}/history/?before={found.stretch.before}").context["page"]
    assert [event.pk for event in before.events] == seen[50:100]


@pytest.mark.parametrize("place", ["x", "%00", "WzBd", "9" * 3000])
def test_a_place_that_is_none_is_the_beginning(ada_client, application, place):
    assert page_of(ada_client, application, f"?after={place}").count('<li id="event-') == 2
