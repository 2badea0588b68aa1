"""What recoveries leave behind: achievements, lessons and experiments."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import operations as accounts
from accounts.exports import parts
from recovery import operations
from recovery.models import Achievement, Experiment, Lesson
from tests.factories import make_achievement, make_application, make_experiment, make_interview, make_outcome


def test_a_card_of_one_prompt_is_kept_once_and_its_new_words_take_the_place_of_the_old(ada, recovery, now):
    of = {"recovery": recovery, "prompt_key": "win_1"}
    first = make_achievement(ada, now=now, title="The build", tags=["CI"], **of)
    again = make_achievement(ada, now=now, action="I cut it to ten seconds", **of)

    assert again == first and Achievement.objects.count() == 1
    assert (again.action, again.title, again.tags) == ("I cut it to ten seconds", "The build", ["CI"])


def test_a_deleted_card_comes_back_even_beside_one_that_was_kept_anew(ada, recovery, now):
    of = {"recovery": recovery, "prompt_key": "win_1"}
    gone = make_achievement(ada, now=now, **of)
    operations.remove_achievement(gone, now=now)
    make_achievement(ada, now=now, **of)

    operations.restore_achievement(gone)

    assert ada.achievements.kept().count() == 2


def test_a_deleted_card_is_swept_after_thirty_days(ada, now):
    operations.remove_achievement(make_achievement(ada, now=now), now=now)
    make_achievement(ada, now=now)

    assert operations.sweep_achievements(now=now + timedelta(days=29)) == 0
    assert operations.sweep_achievements(now=now + timedelta(days=30)) == 1
    assert Achievement.objects.count() == 1


def test_tags_are_each_there_once(ada, now):
    assert make_achievement(ada, now=now, tags=["CI ", "ci", " ", "Über  uns"]).tags == ["CI", "Über uns"]


def test_a_card_without_a_word_is_none(ada, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_achievement(ada, now=now, action="")


def test_an_experiment_counts_from_tomorrow_where_something_went_out_today(ada, now):
    assert make_experiment(ada, now=now).started_on == ada.local_day(now)
    make_application(ada, stage="applied", now=now)
    assert make_experiment(ada, now=now).started_on == ada.local_day(now) + timedelta(days=1)


def test_an_experiment_ends_is_taken_up_again_and_goes_on(ada, now):
    experiment = make_experiment(ada, now=now)
    operations.end_experiment(experiment, ended_as="kept", finding="Shorter is better", now=now)
    assert not Experiment.objects.running().exists()
    operations.resume_experiment(experiment, now=now)
    operations.go_on_with(experiment, look_on=experiment.look_on + timedelta(days=9), now=now)
    assert experiment.is_running and not experiment.is_due(ada.local_day(now))
    with pytest.raises(ValueError, match="forgotten"):
        operations.end_experiment(experiment, ended_as="forgotten", now=now)


def test_lessons_of_a_recovery_and_of_an_answer_bear_the_kind_of_the_last_talk(ada, now):
    before = now - timedelta(days=9)
    application = make_application(ada, stage="applied", now=before)
    make_interview(application, starts_at=now - timedelta(days=3), kind="panel", now=before)
    make_outcome(application, now=now)
    recovery = ada.recoveries.get()

    ours = operations.keep_lesson_of_recovery(recovery, text="I  pause first", now=now)
    theirs = operations.keep_lesson_of_answer(application, text="I bring numbers", now=now)
    operations.keep_lesson_of_answer(application, text="I bring two numbers", now=now)

    assert [(lesson.text, lesson.interview_kind, lesson.application) for lesson in (ours, theirs)] == [
        ("I pause first", "panel", application),
        ("I bring numbers", "panel", application),
    ]
    assert set(Lesson.objects.values_list("text", flat=True)) == {"I pause first", "I bring two numbers"}


def test_all_of_it_is_in_the_persons_copy_and_goes_with_them(ada, recovery, now):
    make_achievement(ada, now=now, situation="A slow build", recovery=recovery)
    make_experiment(ada, now=now, goal="asking early", recovery=recovery)
    operations.keep_lesson_of_recovery(recovery, text="I pause first", now=now)

    copy = json.dumps(parts()["recovery"](ada))
    assert all(words in copy for words in ("A slow build", "asking early", "I pause first"))
    accounts.delete_account(ada)
    assert not any(model.objects.exists() for model in (Achievement, Experiment, Lesson))
