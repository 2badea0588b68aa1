"""Lines that a person saves out of a debrief, and where they come up again."""

import json
from datetime import timedelta

import pytest

from accounts.exports import parts
from applications import operations as applications
from recovery import operations, queries
from recovery.models import Lesson
from tests.factories import make_application, make_interview

LINE = "I ask who decides before I talk about pay"


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


@pytest.fixture
def past(ada, now):
    application = make_application(ada, company="Initech", now=now - timedelta(days=9))
    return make_interview(application, now=now - timedelta(days=9), starts_at=now - timedelta(days=2), kind="phone")


@pytest.fixture
def ahead(ada, now):
    return make_interview(make_application(ada, company="Hooli", now=now), now=now, kind="phone")


@pytest.fixture
def lesson(past, now):
    return operations.keep_lesson(past, text=LINE, now=now)


def debrief(client, interview, **fields):
    return client.post(f"/interviews/{interview.pk}/debrief/", {"next_time": LINE, "keep_lesson": "on"} | fields)


def test_a_line_that_is_saved_on_purpose_comes_up_before_the_next_interview(ada_client, past, ahead):
    debrief(ada_client, past)

    assert LINE in ada_client.get(ahead.get_absolute_url()).content.decode()
    lesson = Lesson.objects.get()
    assert (lesson.user, lesson.interview, lesson.interview_kind) == (past.application.user, past, "phone")


def test_without_the_tick_the_line_stays_private(ada_client, past, ahead):
    debrief(ada_client, past, keep_lesson="")

    assert not Lesson.objects.exists()
    assert LINE not in ada_client.get(ahead.get_absolute_url()).content.decode()


def test_a_tick_without_a_line_is_pointed_out(ada_client, past):
    answer = debrief(ada_client, past, next_time="  ", went_well="Keep this")

    assert answer.status_code == 422 and "Keep this" in answer.content.decode()
    assert not Lesson.objects.exists()


def test_each_debrief_has_one_lesson_and_other_words_take_its_place(ada_client, past, ahead):
    debrief(ada_client, past)
    debrief(ada_client, past, next_time="I breathe first", seen=past.debrief.updated_at.isoformat())

    assert [lesson.text for lesson in Lesson.objects.all()] == ["I breathe first"]


def test_lessons_of_the_same_kind_come_first_and_what_did_not_help_not_at_all(ada, past, ahead, now):
    def from_one(kind: str, days: int) -> Lesson:
        application = make_application(ada, company=f"{kind} {days}", now=now - timedelta(days=9))
        starts_at = now - timedelta(days=days)
        interview = make_interview(application, now=now - timedelta(days=9), starts_at=starts_at, kind=kind)
        return operations.keep_lesson(interview, text=f"{kind} {days}", now=starts_at)

    panel, phone, helped, no_help = (
        from_one("panel", 1),
        from_one("phone", 4),
        from_one("phone", 5),
        from_one("phone", 3),
    )
    operations.mark_lesson(helped, "helped", now=now)
    operations.mark_lesson(no_help, "no_help", now=now)

    assert queries.lessons_for(ahead) == [helped, phone, panel]


@pytest.mark.parametrize(
    ("mark", "is_tried", "helped"),
    [("tried", True, None), ("helped", True, True), ("no_help", True, False), ("open", False, None)],
)
def test_it_can_be_said_how_it_went(ada_client, lesson, ahead, mark, is_tried, helped):
    answer = ada_client.post(f"/lessons/{lesson.pk}/mark/", {"mark": mark, "interview": ahead.pk})

    lesson.refresh_from_db()
    assert (lesson.tried_at is not None, lesson.helped) == (is_tried, helped)
    assert answer.url == f"{ahead.get_absolute_url()}#lesson-{lesson.pk}"


@pytest.mark.parametrize("number", ["", "x", "987654321", "9" * 40, "²"])
def test_an_unknown_mark_changes_nothing_and_leads_to_a_page_of_ours(ada_client, lesson, number):
    answer = ada_client.post(f"/lessons/{lesson.pk}/mark/", {"mark": "burnt", "interview": number})

    lesson.refresh_from_db()
    assert answer.url == "/interviews/" and lesson.tried_at is None


def test_a_stranger_marks_and_deletes_nothing(bob_client, lesson):
    assert bob_client.post(f"/lessons/{lesson.pk}/mark/", {"mark": "helped"}).status_code == 404
    assert bob_client.post(f"/lessons/{lesson.pk}/delete/").status_code == 404
    assert Lesson.objects.get().helped is None


def test_marking_takes_a_post(ada_client, lesson):
    assert ada_client.get(f"/lessons/{lesson.pk}/mark/").status_code == 405


def test_deleting_asks_first_and_leaves_the_debrief(ada_client, past, ahead):
    debrief(ada_client, past)
    lesson = Lesson.objects.get()
    assert LINE in ada_client.get(f"/lessons/{lesson.pk}/delete/").content.decode()

    ada_client.post(f"/lessons/{lesson.pk}/delete/", {"interview": ahead.pk})

    assert not Lesson.objects.exists()
    assert LINE in ada_client.get(past.get_absolute_url()).content.decode()


def test_a_lesson_outlives_its_interview(ada_client, past, ahead, lesson, now):
    applications.trash_many(past.application.user, [past.application_id], now=now)
    page = ada_client.get(ahead.get_absolute_url()).content.decode()
    assert LINE in page and past.get_absolute_url() not in page

    past.application.delete()
    assert LINE in ada_client.get(ahead.get_absolute_url()).content.decode()


def test_lines_of_recoveries_come_up_too(ada_client, recovery, ahead, now):
    application = recovery.entries.get().application
    operations.feedback_received(application, answer="No", codes=[], next_time="I bring numbers", now=now)

    assert "I bring numbers" in ada_client.get(ahead.get_absolute_url()).content.decode()


def test_lessons_are_in_ones_own_copy_and_go_with_the_account(ada, bob, lesson):
    assert LINE in json.dumps(parts()["recovery"](ada))
    assert LINE not in json.dumps(parts()["recovery"](bob))

    ada.delete()
    assert not Lesson.objects.exists()
