"""Several applications at once: each act as one, each with a way back, and only on one's own."""

from datetime import timedelta

import pytest

from applications import operations
from applications.models import Act, Outcome, Tag
from applications.signals import application_changed, applications_changed
from nudges.models import Nudge
from recovery.models import Recovery
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_outcome

ACTS = {
    "move": {"stage": "interview"},
    "outcome": {"outcome": "ghosted"},
    "tag": {"tag": "Favourites"},
    "untag": {"tag": "old"},
    "archive": {},
    "trash": {},
}


@pytest.fixture
def three(ada, now):
    rows = [
        make_application(ada, now=now - timedelta(days=number), role=f"Role {number}", stage="applied")
        for number in range(3)
    ]
    operations.tag_many(ada, [row.pk for row in rows], name="old", now=now)
    return rows


def send(client, act, rows, **data):
    return client.post(f"/applications/many/{act}/", {"pick": [row.pk for row in rows], **data}, follow=True)


def state(user):
    """All that an act may change and its undoing must restore."""
    rows = user.applications(manager="with_trash").order_by("pk")
    names = ["pk", "stage", "applied_on", "last_event_at", "archived_at", "trashed_at", "outcome__kind"]
    tags = [(row.pk, sorted(tag.name for tag in row.tags.all())) for row in rows]
    return list(rows.values_list(*names)), tags, [event.pk for row in rows for event in row.events.current()]


def undo(client, answer):
    form = [message.extra_tags for message in answer.context["messages"]][-1]
    return client.post(form.partition("?")[0], {"query": ""}, follow=True)


def test_each_act_changes_what_was_ticked_and_nothing_else_and_is_taken_back(ada, ada_client, three, now):
    for act, data in ACTS.items():
        before = state(ada)
        answer = send(ada_client, act, three[:2], **data)
        after = state(ada)
        assert after != before, act
        assert [row for row in after[0] if row[0] == three[2].pk] == [r for r in before[0] if r[0] == three[2].pk], act
        undo(ada_client, answer)
        assert state(ada) == before, act


def test_others_applications_are_never_among_them(ada, bob_client, three):
    before = state(ada)
    for act, data in ACTS.items():
        send(bob_client, act, three, **data)
        bob_client.post(f"/applications/many/{act}/", {"all": "on", "query": "closed=on", **data})

    assert state(ada) == before
    assert not Tag.objects.exclude(user=ada).filter(applications__user=ada).exists()


@pytest.mark.parametrize("pick", [[], ["x"], ["-1"], ["9" * 40], ["0"], ["1e3"], ["\u0663"]])
def test_nothing_ticked_or_nonsense_changes_nothing(ada, ada_client, three, pick):
    before = state(ada)
    for act, data in ACTS.items():
        answer = ada_client.post(f"/applications/many/{act}/", {"pick": pick, **data}, follow=True)
        assert answer.status_code == 200

    assert state(ada) == before


@pytest.mark.parametrize(
    ("act", "data"),
    [("move", {"stage": "hired"}), ("move", {}), ("outcome", {"outcome": "fired"}), ("tag", {"tag": " "})]
    + [("tag", {"tag": "x" * 51}), ("tag", {"tag": "a\x00b"}), ("untag", {"tag": "unknown"})],
)
def test_what_is_not_known_is_answered_in_words(ada, ada_client, three, act, data):
    before = state(ada)

    answer = send(ada_client, act, three, **data)

    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]
    assert state(ada) == before


def test_all_that_match_are_taken_from_the_address_of_the_list(ada, ada_client, three, now):
    make_application(ada, now=now, role="Other", stage="saved")

    ada_client.post("/applications/many/outcome/", {"all": "on", "query": "q=role&stage=applied", "outcome": "ghosted"})

    assert Outcome.objects.count() == 3
    assert [row.role for row in ada.applications.open()] == ["Other"]


def test_many_endings_at_once_begin_no_recovery_and_are_marked_as_such(ada, ada_client, three):
    send(ada_client, "outcome", three, outcome="rejected")

    assert [outcome.is_bulk for outcome in Outcome.objects.all()] == [True] * 3
    assert not Recovery.objects.exists()
    assert not Nudge.objects.filter(state="planned", application__in=[row.pk for row in three]).exists()


def test_what_was_changed_since_is_left_alone(ada, ada_client, three, now):
    answer = send(ada_client, "move", three, stage="interview")
    operations.move_to(three[0], "offer", now=now + timedelta(minutes=1))

    answer = undo(ada_client, answer)

    assert [row.stage for row in ada.applications.order_by("pk")] == ["offer", "applied", "applied"]
    assert "except on 1 application" in answer.content.decode()


def test_a_newer_ending_outlives_the_undoing_of_an_older_one(ada, three, now):
    row, later = three[0], now + timedelta(minutes=1)
    older = operations.record_outcome_many(ada, [row.pk], kind="rejected", now=now)
    operations.reopen(ada.applications.get(pk=row.pk), now=later)
    newer = operations.record_outcome_many(ada, [row.pk], kind="ghosted", now=later)

    assert operations.take_back(older, now=later) == 0
    assert Outcome.objects.get().kind == "ghosted"
    assert operations.take_back(newer, now=later) == 1
    assert not Outcome.objects.exists()


def test_a_newer_move_to_the_same_stage_outlives_the_undoing_of_an_older_one(ada, three, now):
    act = operations.move_many(ada, [row.pk for row in three], stage="screening", now=now)
    row = ada.applications.get(pk=three[0].pk)
    for minutes, stage in ((1, "interview"), (2, "screening")):
        operations.move_to(row, stage, now=now + timedelta(minutes=minutes))

    assert operations.take_back(act, now=now + timedelta(minutes=3)) == 2
    assert [row.stage for row in ada.applications.order_by("pk")] == ["screening", "applied", "applied"]


def test_undoing_twice_or_as_a_stranger_does_nothing(ada, ada_client, bob_client, three):
    answer = send(ada_client, "archive", three)
    act = Act.objects.latest("pk")
    assert bob_client.post(f"/applications/many/{act.pk}/undo/").status_code == 404
    undo(ada_client, answer)
    operations.archive_many(ada, [three[0].pk], now=three[0].created_at)

    undo(ada_client, answer)

    assert ada.applications.at_hand().count() == 2


def test_a_closed_one_is_neither_moved_nor_closed_again(ada, ada_client, now):
    closed = make_application(ada, now=now, role="Closed", stage="applied")
    make_outcome(closed, now=now, kind="withdrawn")

    send(ada_client, "move", [closed], stage="offer")
    send(ada_client, "outcome", [closed], outcome="ghosted")

    closed.refresh_from_db()
    assert (closed.stage, closed.outcome.kind) == ("applied", "withdrawn")


def test_many_are_one_piece_of_news_and_as_many_queries_as_few(ada, now, django_assert_max_num_queries):
    heard = []

    def listen(**news):
        heard.append(len(news.get("applications", [1])))

    def add(count):
        return [make_application(ada, now=now, role=f"R{number}", stage="applied").pk for number in range(count)]

    few, many = add(3), add(20)
    application_changed.connect(listen)
    applications_changed.connect(listen)
    try:
        with django_assert_max_num_queries(100) as asked:
            operations.record_outcome_many(ada, few, kind="ghosted", now=now)
        limit = len(asked)
        with django_assert_max_num_queries(limit + 2):
            operations.record_outcome_many(ada, many, kind="ghosted", now=now)
    finally:
        application_changed.disconnect(listen)
        applications_changed.disconnect(listen)

    assert heard == [3, 20]


def test_tags_that_differ_in_capitals_or_accents_only_are_one(ada, three, now):
    keys = [row.pk for row in three]
    operations.tag_many(ada, keys[:1], name="Café", now=now)
    operations.tag_many(ada, keys, name="  CAFE ", now=now)

    assert sorted(tag.name for tag in ada.tags.all()) == ["Café", "old"]
    operations.untag_many(ada, keys, name="cafe", now=now)
    assert [tag.name for tag in ada.tags.all()] == ["old"]


def test_the_list_filters_and_searches_by_tag(ada, ada_client, three, now):
    operations.tag_many(ada, [three[1].pk], name="Dream jobs", now=now)
    tag = ada.tags.get(folded="dream jobs")

    for query in ({"tag": tag.pk}, {"q": "dream"}):
        assert [row.role for row in ada_client.get("/applications/", query).context["page"]] == ["Role 1"]


def test_the_archive_is_out_of_list_and_board_until_asked_for(ada, ada_client, three, now):
    operations.archive_many(ada, [three[0].pk], now=now)

    assert len(ada_client.get("/applications/").context["page"]) == 2
    assert len(ada_client.get("/applications/?archived=on").context["page"]) == 3
    board = ada_client.get("/applications/board/").content.decode()
    assert "Role 0" not in board and "Role 1" in board


def test_acts_refuse_to_be_opened(ada_client, three):
    for act in [*ACTS, "unarchive"]:
        assert ada_client.get(f"/applications/many/{act}/").status_code == 405


def test_htmx_is_sent_back_to_the_same_list(ada_client, three):
    data = {"pick": [three[0].pk], "query": "q=role&sort=company"}
    answer = ada_client.post("/applications/many/archive/", data, headers=HTMX)

    assert answer["HX-Redirect"] == "/applications/?q=role&sort=company"
