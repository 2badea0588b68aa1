"""From one stage to another on the board: what comes back, what the new stage offers, and what another tab did."""

import json
from datetime import date, timedelta

import pytest

from applications import board, operations
from applications.models import Event, JobApplication
from tests.factories import make_application, make_interview, make_outcome

HTMX = {"HX-Request": "true"}


def move(client, application, stage, **more):
    return client.post(f"/applications/{application.pk}/move/", {"stage": stage, "back": "board", **more}, headers=HTMX)


def test_a_move_brings_the_card_the_counts_and_a_word_and_nothing_else(ada_client, application):
    answer = move(ada_client, application, "screening")

    page = answer.content.decode()
    assert f'id="application-{application.pk}" data-stage="screening" hx-swap-oob="true"' in page
    assert "Engineer, Initech: Screening." in page and "toast-undo" in page
    counts = json.loads(answer["HX-Trigger-After-Settle"])["board:counts"]["counts"]
    assert counts["applied"] == 0 and counts["screening"] == 1
    assert "<html" not in page and "board-column" not in page


def test_a_stage_that_does_not_exist_is_refused_and_the_card_says_where_it_is(ada_client, application):
    answer = move(ada_client, application, "hired")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'data-stage="applied"' in page and "That stage is not known" in page
    assert JobApplication.objects.get(pk=application.pk).stage == "applied"


def test_a_browser_without_scripts_may_choose_again(ada_client, application):
    answer = ada_client.post(f"/applications/{application.pk}/move/", {"stage": "hired", "back": "board"})

    assert answer.status_code == 422
    assert 'name="back" value="board"' in answer.content.decode()


def test_the_page_for_a_move_offers_every_stage(ada_client, application):
    page = ada_client.get(f"/applications/{application.pk}/move/?back=board").content.decode()

    assert page.count('name="stage"') == len(JobApplication.Stage)
    assert "here now" in page


def test_a_closed_one_has_no_card_and_does_not_move(ada_client, application, now):
    make_outcome(application, kind="withdrawn", now=now)

    page = move(ada_client, application, "offer").content.decode()

    assert "It is closed" in page
    assert f'<article id="application-{application.pk}" hx-swap-oob="delete">' in page
    assert "so nothing was changed" in ada_client.get(f"/applications/{application.pk}/move/").content.decode()


def test_the_second_of_two_tabs_hears_what_the_first_one_did(ada_client, application):
    move(ada_client, application, "screening", seen="applied")

    page = move(ada_client, application, "offer", seen="applied").content.decode()

    assert "Meanwhile it had been moved to Screening." in page
    assert 'name="stage" value="screening"' in page  # where Undo leads
    assert JobApplication.objects.get(pk=application.pk).stage == "offer"


def test_both_tabs_may_say_the_same(ada_client, application):
    move(ada_client, application, "offer", seen="applied")

    page = move(ada_client, application, "offer", seen="applied").content.decode()

    assert "Meanwhile" not in page and "toast-undo" not in page
    assert application.events.filter(kind=Event.Kind.MOVED).count() == 1


def test_a_stranger_moves_nothing_and_sets_no_dates(bob_client, application):
    assert move(bob_client, application, "offer").status_code == 404
    assert bob_client.get(f"/applications/{application.pk}/move/").status_code == 404
    assert bob_client.post(f"/applications/{application.pk}/dates/", {"applied_on": "2026-11-01"}).status_code == 404


# --- What a stage needs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "offered"),
    [
        ("preparing", ""),
        ("applied", 'name="follow_up_on"'),
        ("screening", "/interviews/new/"),
        ("assessment", 'name="deadline_on"'),
        ("interview", "/interviews/new/"),
        ("final_round", "/interviews/new/"),
        ("offer", 'name="deadline_on"'),
    ],
)
def test_a_new_stage_offers_the_one_thing_it_needs(ada, ada_client, now, stage, offered):
    application = make_application(ada, now=now)

    page = move(ada_client, application, stage).content.decode()

    assert ("board-offer" in page) is bool(offered)
    assert offered in page
    where = ada_client.get(f"/applications/board/?moved={application.pk}").content.decode()
    assert offered in where


def test_what_is_there_already_is_not_asked_for(ada_client, application, now):
    make_interview(application, now=now + timedelta(days=3650))

    assert "board-offer" not in move(ada_client, application, "interview").content.decode()


def test_taking_a_move_back_offers_nothing(ada_client, application):
    move(ada_client, application, "offer")

    assert "board-offer" not in move(ada_client, application, "applied", undo="on").content.decode()


def test_the_dates_are_kept_from_the_card(ada, ada_client, application):
    sent = {"applied_on": "2026-11-16", "follow_up_on": "2099-01-05", "back": "board"}

    page = ada_client.post(f"/applications/{application.pk}/dates/", sent, headers=HTMX).content.decode()

    application.refresh_from_db()
    assert (str(application.applied_on), str(application.follow_up_on)) == ("2026-11-16", "2099-01-05")
    assert 'Follow up <time datetime="2099-01-05">5 Jan 2099</time>' in page and "board-offer" not in page


def test_dates_of_an_offer_that_another_tab_has_left_behind_are_kept_and_no_others_touched(ada, ada_client, now):
    deadline = date(2026, 12, 1)
    application = make_application(ada, stage="assessment", deadline_on=deadline, now=now)

    sent = {"applied_on": "2026-11-16", "follow_up_on": "2099-01-05"}  # it stood at “applied” when this was opened
    ada_client.post(f"/applications/{application.pk}/dates/", sent)

    application.refresh_from_db()
    assert (application.applied_on, application.follow_up_on) == (date(2026, 11, 16), date(2099, 1, 5))
    assert (application.stage, application.deadline_on) == ("assessment", deadline)


def test_dates_that_were_not_sent_stay(ada, ada_client, now):
    application = make_application(ada, stage="applied", applied_on=date(2026, 11, 2), now=now)

    ada_client.post(f"/applications/{application.pk}/dates/", {"follow_up_on": "2099-01-05"})
    ada_client.post(f"/applications/{application.pk}/dates/", {})

    application.refresh_from_db()
    assert (application.applied_on, application.follow_up_on) == (date(2026, 11, 2), date(2099, 1, 5))


@pytest.mark.parametrize("headers", [None, HTMX], ids=["browser", "htmx"])
def test_dates_that_cannot_be_are_said_beside_the_field(ada_client, application, headers):
    sent = {"applied_on": "2099-01-01", "follow_up_on": "2020-01-01", "back": "board"}

    answer = ada_client.post(f"/applications/{application.pk}/dates/", sent, headers=headers)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This day has gone by." in page and 'value="2099-01-01"' in page


# --- More of a stage, and the closed ones -----------------------------------------------------------------------------


def test_a_long_column_goes_on_where_it_ended(ada, ada_client, now, monkeypatch):
    monkeypatch.setattr(board, "BOARD_CUT", 3)
    for number in range(7):
        make_application(ada, now=now + timedelta(minutes=number), role=f"Role {number}")
    column = ada_client.get("/applications/board/").context["columns"][0]
    seen = [one.role for one in column.applications]

    while column.after:
        answer = ada_client.get(f"/applications/board/saved/?after={column.after}", headers=HTMX)
        assert "<html" not in answer.content.decode()
        column = answer.context["column"]
        seen += [one.role for one in column.applications]

    assert seen == [f"Role {number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("after", ["nonsense", "WzAsMV0", "x" * 3000])
def test_a_place_that_is_none_begins_at_the_top(ada_client, application, after):
    assert "Engineer" in ada_client.get(f"/applications/board/applied/?after={after}").content.decode()


def test_there_is_no_column_of_a_stage_that_does_not_exist(ada_client):
    assert ada_client.get("/applications/board/hired/").status_code == 404


def test_the_closed_ones_are_by_outcome(ada, ada_client, closed, now):
    for number in range(7):
        make_outcome(make_application(ada, now=now, role=f"Role {number}"), kind="withdrawn", now=now)

    page = ada_client.get("/applications/board/closed/", headers=HTMX).content.decode()

    assert "<html" not in page
    assert page.count("Role ") == board.ENDED_SHOWN and "Nurse" in page
    assert "?outcome=withdrawn" in page and "?outcome=rejected" not in page


def test_others_are_in_neither(bob_client, application, closed):
    for path in ("closed/", "applied/"):
        assert "Initech" not in bob_client.get(f"/applications/board/{path}").content.decode()
        assert "Hooli" not in bob_client.get(f"/applications/board/{path}").content.decode()


def test_what_is_archived_is_on_no_part_of_the_board(ada, ada_client, application, closed, now):
    operations.archive_many(ada, [application.pk, closed.pk], now=now)

    for path in ("", "closed/", "applied/"):
        page = ada_client.get(f"/applications/board/{path}").content.decode()
        assert "Initech" not in page and "Hooli" not in page
