"""A step that was left out by a slip comes back from the message itself, exactly as it was."""

from datetime import timedelta

import pytest

from recovery import operations
from recovery.models import Recovery
from tests.applications.test_undo import undo_in
from tests.factories import make_application, make_interview


def url(step, verb):
    return f"{step.get_absolute_url()}{verb}/"


def everything_of(step):
    step.refresh_from_db()
    texts = sorted(step.answers.values_list("prompt_key", "plain", "secret"))
    return step.state, step.opens_on, step.opens_at, step.opened_at, step.skipped_at, step.done_at, texts


@pytest.mark.parametrize("key", ["pause_and_name", "one_change", "close_and_keep_door_open"])
def test_a_step_that_waits_for_its_day_goes_on_waiting_for_it(recovery, ada_client, clock, key):
    step = recovery.steps.get(key=key)
    stood = everything_of(step)
    page = ada_client.post(url(step, "skip"), follow=True).content.decode()
    assert everything_of(step) != stood

    answer = ada_client.post(*undo_in(page))

    assert answer.url == recovery.get_absolute_url()
    assert everything_of(step) == stood


def test_an_opened_step_keeps_what_was_written_in_it(opened, ada_client):
    step = opened("self_review")
    ada_client.post(url(step, "save"), {"keep_answer": "The second question went well."})
    stood = everything_of(step)

    ada_client.post(*undo_in(ada_client.post(url(step, "skip"), follow=True).content.decode()))

    assert everything_of(step) == stood


def test_a_held_reply_stays_held(recovery, ada_client, clock):
    operations.hold_reply(recovery, now=clock.moment)
    step = recovery.steps.get(key="gracious_reply")
    stood = everything_of(step)

    ada_client.post(*undo_in(ada_client.post(url(step, "skip"), follow=True).content.decode()))

    assert everything_of(step) == stood


def test_where_writing_was_thrown_away_no_undo_is_promised(opened, ada_client):
    step = opened("write_it_out")
    prompts = {prompt["key"]: prompt for prompt in step.snapshot["prompts"]}
    texts = {key: "Words." for key, prompt in prompts.items() if prompt["input"] == "private_long_text"}
    nothing = prompts["keep"]["options"]["choices"][0]
    ada_client.post(url(step, "save"), texts | {"keep": nothing})

    page = ada_client.post(url(step, "skip"), follow=True).content.decode()

    assert "Left out." in page and "toast-undo" not in page


def test_a_late_undo_leaves_a_step_alone_that_was_opened_again_and_done(opened, ada_client):
    step = opened("self_review")
    page = ada_client.post(url(step, "skip"), follow=True).content.decode()
    ada_client.post(url(step, "return"))
    ada_client.post(url(step, "done"), {"keep_answer": "All of it.", "change_answer": "Nothing."})
    stood = everything_of(step)

    ada_client.post(*undo_in(page))

    assert everything_of(step) == stood


def test_a_stranger_brings_no_step_back(recovery, ada_client, bob_client):
    step = recovery.steps.get(key="pause_and_name")
    page = ada_client.post(url(step, "skip"), follow=True).content.decode()
    assert bob_client.post(*undo_in(page)).status_code == 404


@pytest.fixture
def elsewhere(recovery, ada, clock):
    """Another application, with an interview that was arranged before the no."""
    other = make_application(ada, company="Umbrella", stage="interview", now=clock.moment - timedelta(days=5))
    make_interview(other, now=clock.moment, starts_at=clock.moment + timedelta(days=3))
    recovery.refresh_from_db()
    Recovery.objects.update(state="active", paused_until=None, pause_reason="", good_news_at=None)
    clock.move(hours=1)
    return other


def rest_of(recovery):
    recovery.refresh_from_db()
    return recovery.state, recovery.paused_until, recovery.pause_reason, recovery.good_news_at


def test_an_offer_that_was_a_slip_does_not_leave_a_recovery_resting(elsewhere, recovery, ada_client):
    stood = rest_of(recovery)
    page = ada_client.post(f"/applications/{elsewhere.pk}/move/", {"stage": "offer"}, follow=True).content.decode()
    assert rest_of(recovery)[0] == "paused"

    ada_client.post(*undo_in(page))

    assert rest_of(recovery) == stood


def test_a_rest_that_the_person_has_answered_for_stays(elsewhere, recovery, ada_client, clock):
    page = ada_client.post(f"/applications/{elsewhere.pk}/move/", {"stage": "offer"}, follow=True).content.decode()
    operations.keep_resting(recovery, now=clock.moment)
    stood = rest_of(recovery)

    ada_client.post(*undo_in(page))

    assert rest_of(recovery) == stood


def test_a_cancelling_that_was_a_slip_is_no_news_when_it_is_taken_back(elsewhere, recovery, ada_client):
    stood = rest_of(recovery)
    interview = elsewhere.interviews.get()
    page = ada_client.post(f"/interviews/{interview.pk}/cancel/", follow=True).content.decode()

    ada_client.post(*undo_in(page))

    assert rest_of(recovery) == stood
