"""A move or a cancelling that was a slip is taken back from the message itself, and leaves nothing behind."""

import re
from datetime import timedelta
from html import unescape

import pytest

from applications import operations, queries
from tests.factories import make_application, make_interview

HTMX = {"HX-Request": "true"}


def undo_in(page: str) -> tuple[str, dict[str, str]]:
    """What the button in the message posts, and where to."""
    form = re.search(r'<form method="post" action="([^"]+)">((?:(?!</form>).)*)toast-undo', page, re.DOTALL)
    assert form, "no message with an undo"
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    return form[1], {name: unescape(value) for name, value in fields.items()}


def everything_of(application):
    application.refresh_from_db()
    return (
        application.stage,
        application.applied_on,
        application.last_event_at,
        list(queries.timeline_of(application).values_list("pk", flat=True)),
    )


@pytest.mark.parametrize(("before", "after"), [("applied", "offer"), ("saved", "applied"), ("preparing", "interview")])
def test_a_move_is_taken_back_as_if_it_had_not_been_made(ada, ada_client, now, before, after):
    application = make_application(ada, stage=before, now=now - timedelta(days=9))
    stood = everything_of(application)
    address = f"/applications/{application.pk}/move/"
    page = ada_client.post(address, {"stage": after}, follow=True).content.decode()
    assert everything_of(application) != stood

    answer = ada_client.post(*undo_in(page))

    assert answer.url == f"/applications/{application.pk}/"
    assert everything_of(application) == stood
    assert application.events.count() > len(stood[3])  # what was clicked is still written down


@pytest.mark.parametrize("headers", [None, HTMX], ids=["browser", "htmx"])
def test_the_board_says_how_to_take_a_move_back_and_stays_there(ada_client, application, headers):
    address = f"/applications/{application.pk}/move/"
    page = ada_client.post(address, {"stage": "offer", "back": "board"}, headers=headers, follow=True).content.decode()

    to, fields = undo_in(page)
    assert to == address
    assert ada_client.post(to, fields).url == f"/applications/board/#application-{application.pk}"
    application.refresh_from_db()
    assert application.stage == "applied"


def test_the_same_stage_again_has_nothing_to_take_back(ada_client, application):
    page = ada_client.post(f"/applications/{application.pk}/move/", {"stage": "applied"}, follow=True).content.decode()
    assert "toast-undo" not in page


def test_a_second_click_on_undo_changes_nothing_more(ada_client, application):
    page = ada_client.post(f"/applications/{application.pk}/move/", {"stage": "offer"}, follow=True).content.decode()
    ada_client.post(*undo_in(page))
    stood = everything_of(application)

    ada_client.post(*undo_in(page))

    assert everything_of(application) == stood


def test_what_has_moved_on_meanwhile_stays_where_it_is(ada_client, application, now):
    page = ada_client.post(
        f"/applications/{application.pk}/move/", {"stage": "screening"}, follow=True
    ).content.decode()
    operations.move_to(application, "offer", now=now + timedelta(days=1))

    answer = ada_client.post(*undo_in(page), follow=True)

    assert "moved on since" in answer.content.decode()
    application.refresh_from_db()
    assert application.stage == "offer"


def test_a_closed_one_does_not_move_back(ada_client, application, now):
    page = ada_client.post(
        f"/applications/{application.pk}/move/", {"stage": "screening"}, follow=True
    ).content.decode()
    operations.record_outcome(application, kind="withdrawn", decided_on=now.date(), now=now)

    answer = ada_client.post(*undo_in(page), follow=True)

    assert "It is closed" in answer.content.decode()
    application.refresh_from_db()
    assert application.stage == "screening"


def test_a_stranger_takes_nothing_back(ada_client, bob_client, application):
    page = ada_client.post(f"/applications/{application.pk}/move/", {"stage": "offer"}, follow=True).content.decode()
    assert bob_client.post(*undo_in(page)).status_code == 404


def test_after_a_move_was_taken_back_the_next_one_counts_as_the_first(ada, ada_client, now):
    application = make_application(ada, stage="saved", now=now - timedelta(days=9))
    address = f"/applications/{application.pk}/move/"
    page = ada_client.post(address, {"stage": "applied"}, follow=True).content.decode()
    ada_client.post(*undo_in(page))

    operations.move_to(application, "applied", now=now)

    assert application.applied_on == now.date()
    assert queries.timeline_of(application).filter(kind="applied").count() == 1


@pytest.mark.parametrize("headers", [None, HTMX], ids=["browser", "htmx"])
def test_a_cancelled_interview_is_restored_from_the_message(ada_client, application, now, headers):
    interview = make_interview(application, now=now)
    stood = everything_of(application)
    address = f"/interviews/{interview.pk}/cancel/"
    page = ada_client.post(address, {"back": "list"}, headers=headers, follow=True).content.decode()
    interview.refresh_from_db()
    assert interview.is_cancelled

    answer = ada_client.post(*undo_in(page))

    assert answer.url == "/interviews/"
    interview.refresh_from_db()
    assert not interview.is_cancelled and everything_of(application) == stood


def test_a_second_click_on_undo_of_a_cancelling_changes_nothing_more(ada_client, application, now):
    interview = make_interview(application, now=now)
    page = ada_client.post(f"/interviews/{interview.pk}/cancel/", follow=True).content.decode()
    ada_client.post(*undo_in(page))
    stood = everything_of(application)

    ada_client.post(*undo_in(page))

    assert everything_of(application) == stood


def test_htmx_gets_the_word_about_an_interview_beside_its_row(ada_client, application, now):
    interview = make_interview(application, now=now)
    page = ada_client.post(f"/interviews/{interview.pk}/cancel/", headers=HTMX).content.decode()
    assert page.lstrip().startswith(f'<li class="stack stack-close" id="interview-{interview.pk}">')
    assert "hx-swap-oob" in page and "<html" not in page
