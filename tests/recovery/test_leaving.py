"""What a finished step leaves behind, and where it comes up again."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from recovery import operations
from tests.factories import make_achievement, make_application, make_contact, make_interview

LEVERS = {"pattern": "no", "lever": "the short pitch", "learn_goal": "brevity", "try_on": "3"}


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


@pytest.fixture
def finish(opened, now):
    def finish_(key, **fields):
        posted = QueryDict(mutable=True)
        posted.update(fields)
        posted.setlist("shown", list(fields))
        sheet = operations.finish_step(opened(key), posted, now=now)
        assert not sheet.has_errors
        return sheet

    return finish_


def test_a_change_that_is_chosen_begins_to_count_and_another_one_takes_its_place(ada, recovery, finish, now):
    finish("one_change", **LEVERS, review_on="2026-12-20")
    experiment = ada.experiments.get()
    assert (experiment.change, experiment.goal, experiment.wanted) == ("the short pitch", "brevity", 3)
    assert (experiment.look_on, experiment.recovery) == (date(2026, 12, 20), recovery)

    operations.come_back(recovery.steps.get(key="one_change"), now=now)
    finish("one_change", **LEVERS | {"lever": "where I find them"})
    assert ada.experiments.get().change == "where I find them"


def test_a_step_that_takes_more_than_an_experiment_can_still_be_done(ada, recovery, finish, now):
    step = operations.open_step(recovery.steps.get(key="one_change"), now=now)
    for prompt in step.snapshot["prompts"]:
        prompt["options"] |= {"lever": {"choices": ["x" * 300]}, "try_on": {"max": 99}}.get(prompt["key"], {})
    step.save()

    finish("one_change", **LEVERS | {"lever": "x" * 300, "try_on": "80"})

    assert (len(ada.experiments.get().change), ada.experiments.get().wanted) == (200, 50)


@pytest.mark.parametrize("is_named", [True, False])
def test_the_day_to_write_again_reaches_the_contact(ada, recovery, finish, now, is_named):
    application = recovery.entries.get().application
    grace = make_contact(ada)
    application.contacts.add(grace)
    if is_named:
        application.contacts.add(make_contact(ada, name="Alan"))
        step = operations.open_step(recovery.steps.get(key="gracious_reply"), now=now)
        step.answers.create(prompt_key="told_by", plain=grace.pk, updated_at=now)
    finish("close_and_keep_door_open", again="yes", keep_in_touch_on="2027-02-18")

    grace.refresh_from_db()
    assert grace.keep_warm_on == date(2027, 2, 18)
    assert ada.contacts.exclude(keep_warm_on=None).count() == 1


def test_a_line_of_a_recovery_is_kept_as_a_lesson_and_comes_up_before_the_next_interview(
    ada, ada_client, recovery, finish, now
):
    finish("self_review", keep_answer="The first one", next_time_line="I pause first")
    assert "Keep it as a lesson" in ada_client.get(recovery.get_absolute_url()).content.decode()
    page = ada_client.post(f"/recovery/{recovery.pk}/lesson/", follow=True).content.decode()
    assert "Keep it as a lesson" not in page and ada.lessons.get().recovery == recovery

    ahead = make_interview(make_application(ada, company="Hooli", now=now), starts_at=now + timedelta(days=1), now=now)
    page = ada_client.get(ahead.get_absolute_url()).content.decode()
    assert page.count("I pause first") == 2 and "It helped" in page  # the line, and the name of its menu


def test_what_fits_the_role_comes_up_in_preparation_in_letters_and_in_the_next_recovery(ada, ada_client, recovery, now):
    make_achievement(ada, title="Pipelines", now=now - timedelta(days=99))
    for number in range(4):
        make_achievement(ada, title=f"Another one {number}", now=now)
    application = make_application(ada, company="Hooli", role="Head of pipelines", now=now)
    letter = f"/applications/letters/new/?application={application.pk}&letter=referral_ask"
    for address in (make_interview(application, now=now).get_absolute_url(), letter):
        page = ada_client.get(address).content.decode()
        assert "Pipelines" in page and page.count("Another one") == 2
    step = recovery.steps.get(key="values_and_wins")
    assert ada_client.get(step.get_absolute_url()).content.decode().count("Another one") == 3
