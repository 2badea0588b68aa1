"""Which steps follow which ending, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advice import queries as advice
from advice import vocabulary
from advice.vocabulary import BUDGET_MINUTES, TRACK_BY_STAGE
from recovery import tracks
from recovery.tracks import Candidate, Condition, Situation, Track

TODAY = date(2026, 11, 18)
ALWAYS_ON = {
    "screening": ["gracious_reply", "ask_for_feedback", "self_review", "if_then_plan", "close_and_keep_door_open"],
    "assessment": [
        "pause_and_name",
        "gracious_reply",
        "values_and_wins",
        "ask_for_feedback",
        "self_review",
        "one_change",
        "if_then_plan",
        "close_and_keep_door_open",
    ],
    "interview": [
        "pause_and_name",
        "gracious_reply",
        "values_and_wins",
        "ask_for_feedback",
        "explanations_map",
        "self_review",
        "one_change",
        "if_then_plan",
        "close_and_keep_door_open",
    ],
    "offer": ["get_the_facts", "values_and_wins", "if_then_plan", "close_and_keep_door_open"],
    "ghosted": ["if_then_plan", "close_and_keep_door_open"],
}
ALWAYS_ON["final_round"] = ALWAYS_ON["interview"]


def plan(stage, *, late=0, languages=("en",), **about):
    situation = Situation(stage=stage, days_late=late, no_kind=about.pop("no_kind", "personal_mail"), **about)
    return tracks.plan_steps(
        tracks.candidates(advice.steps_for(languages), stage),
        situation=situation,
        no_on=TODAY - timedelta(days=late),
        today=TODAY,
    )


def keys(steps, mode="on"):
    return [step.key for step in steps if step.mode == mode]


def test_every_track_is_the_one_the_curators_list_says():
    words = {"light": Track.LIGHT, "light_plus": Track.SHORT, "full": Track.FULL}
    for stage, track in TRACK_BY_STAGE.items():
        if stage != "ghosted":
            assert tracks.track_for("rejected", stage) == words[track]


def test_a_silence_from_screening_on_is_only_offered():
    assert tracks.track_for("ghosted", "applied") == Track.LIGHT
    for stage in ("screening", "assessment", "interview", "final_round", "offer"):
        assert tracks.track_for("ghosted", stage) == Track.OFFERED
        assert tracks.content_stage("ghosted", stage) == "ghosted"


@pytest.mark.parametrize("kind", ["accepted", "declined", "withdrawn", "role_closed"])
def test_an_ending_that_is_no_bad_news_starts_nothing(kind):
    assert tracks.track_for(kind, "final_round") is None


@pytest.mark.parametrize("stage", ALWAYS_ON)
def test_the_steps_that_are_on_are_those_of_the_matrix(pack, stage):
    assert keys(plan(stage).steps) == ALWAYS_ON[stage]


@pytest.mark.parametrize("stage", ALWAYS_ON)
def test_the_steps_that_are_on_fit_into_the_minutes_of_their_stage(pack, stage):
    minutes = sum(step.minutes for step in plan(stage).steps if step.mode == "on")

    assert 0 < minutes <= BUDGET_MINUTES[stage]


def test_a_weekly_look_at_early_noes_fits_into_its_minutes(pack):
    steps = tracks.plan_early_noes(
        tracks.candidates(advice.steps_for(["en"]), "applied"),
        situation=Situation(stage="applied"),
        here=[TODAY] * 10,
        since_last_look=[TODAY] * 10,
    ).steps

    assert keys(steps) == ["explanations_map", "one_change"]
    assert sum(step.minutes for step in steps if step.mode == "on") <= BUDGET_MINUTES["applied"]


def test_days_count_from_the_day_the_no_came(pack):
    days = {step.key: (step.opens_on - TODAY).days for step in plan("interview").steps}

    assert days["pause_and_name"] == 0
    assert days["gracious_reply"] == 1
    assert days["close_and_keep_door_open"] == 14


def test_more_than_two_days_late_leaves_the_first_evening_out(pack):
    assert "pause_and_name" in keys(plan("interview", late=2).steps)
    assert "pause_and_name" not in keys(plan("interview", late=3).steps)


def test_up_to_seven_days_late_keeps_the_days_as_they_were(pack):
    late = plan("interview", late=7)

    assert late.counts_from_on == TODAY - timedelta(days=7)
    assert "ask_for_feedback" in keys(late.steps)


def test_more_than_seven_days_late_begins_today_and_does_not_show_a_reply_as_due(pack):
    late = plan("interview", late=30)
    on = [step for step in late.steps if step.mode == "on"]

    assert min(step.opens_on for step in on) == TODAY
    assert {"gracious_reply", "ask_for_feedback"} <= set(keys(late.steps, "offered"))
    assert [step.key for step in on] == [
        key for key in ALWAYS_ON["interview"] if key not in ("pause_and_name", "gracious_reply", "ask_for_feedback")
    ]


def test_an_automatic_mail_calls_for_a_reply_only_where_a_person_is_known(pack):
    assert "gracious_reply" not in keys(plan("interview", no_kind="auto_mail").steps)
    assert "gracious_reply" in keys(plan("interview", no_kind="auto_mail", has_contact=True).steps)
    assert "gracious_reply" not in keys(plan("interview", no_kind="silence", has_contact=True).steps)


def test_a_question_that_was_sent_is_not_asked_again(pack):
    assert "ask_for_feedback" not in keys(plan("interview", is_question_sent=True).steps)


def early(count, **about):
    return tracks.plan_early_noes(
        tracks.candidates(advice.steps_for(["en"]), "applied"),
        situation=Situation(stage="applied", **about),
        here=[TODAY] * count,
        since_last_look=[TODAY] * count,
    ).steps


def test_early_noes_are_looked_at_after_a_week_and_the_strategy_after_ten(pack):
    assert "one_change" not in keys(early(9))
    assert next(step for step in early(9) if step.key == "explanations_map").opens_on == TODAY + timedelta(days=7)
    assert next(step for step in early(10) if step.key == "one_change").opens_on == TODAY


def test_a_question_about_an_early_no_is_offered_only_where_a_person_wrote(pack):
    assert "ask_for_feedback" not in keys(early(3), "offered")
    assert "ask_for_feedback" in keys(early(3, no_kind="personal_mail"), "offered")


def test_every_test_on_the_curators_menu_can_be_answered():
    assert set(tracks.TESTS) == set(vocabulary.Test.values)


@pytest.mark.parametrize(
    ("condition", "situation", "answer"),
    [
        (Condition("hide", "reported_late", parameters={"days": 2}), Situation(days_late=3), True),
        (Condition("hide", "reported_late", parameters={"days": 2}), Situation(days_late=2), False),
        (Condition("hide", "no_kind_is", parameters={"value": "call"}), Situation(no_kind="call"), True),
        (Condition("hide", "always", unless="has_contact"), Situation(has_contact=True), False),
        (Condition("hide", "always", unless="has_contact"), Situation(), True),
        (Condition("hide", "always", at_stage="offer"), Situation(stage="interview"), False),
        (Condition("offer", "has_contact"), Situation(has_contact=True), True),
        (Condition("hide", "question_already_sent"), Situation(is_question_sent=True), True),
        (Condition("hide", "question_already_sent"), Situation(), False),
        (Condition("guard", "fewer_than_n_comparable", parameters={"n": 5}), Situation(comparable=4), True),
        (Condition("guard", "fewer_than_n_comparable", parameters={"n": 5}), Situation(comparable=5), False),
        (Condition("guard", "repeated_code"), Situation(codes=("a", "b", "a")), True),
        (Condition("guard", "repeated_code"), Situation(codes=("a", "b")), False),
        (
            Condition("branch", "answer_is", parameters={"prompt": "p", "values": ["me"]}),
            Situation(answers={"p": "me"}),
            True,
        ),
        (Condition("branch", "answer_is", parameters={"prompt": "p", "values": ["me"]}), Situation(), False),
        (
            Condition("branch", "answer_starts_with", parameters={"prompt": "p", "value": "yes"}),
            Situation(answers={"p": "yes, in writing"}),
            True,
        ),
        (Condition("branch", "answer_starts_with", parameters={"prompt": "p", "value": "yes"}), Situation(), False),
    ],
)
def test_a_condition_asks_its_named_test(condition, situation, answer):
    assert tracks.holds(condition, situation) is answer


candidates = st.lists(
    st.builds(
        Candidate,
        key=st.sampled_from(["gracious_reply", "ask_for_feedback", "pause_and_name", "self_review", "one_change"]),
        title=st.just("A step"),
        order=st.integers(0, 20),
        mode=st.sampled_from(["on", "offered"]),
        minutes=st.integers(1, 40),
        day_offset=st.integers(0, 30),
    ),
    unique_by=lambda candidate: candidate.key,
)


@given(candidates, st.integers(0, 400))
def test_however_late_it_is_recorded_the_order_of_the_days_is_kept(offered, late):
    plan = tracks.plan_steps(
        offered, situation=Situation(days_late=late), no_on=TODAY - timedelta(days=late), today=TODAY
    )
    offsets = {candidate.key: candidate.day_offset for candidate in offered}

    assert {step.key for step in plan.steps} == set(offsets)
    assert all(step.opens_on - plan.counts_from_on == timedelta(days=offsets[step.key]) for step in plan.steps)


@given(candidates, st.integers(8, 400))
def test_very_late_never_shows_anything_planned_as_open_before_today(offered, late):
    plan = tracks.plan_steps(
        offered, situation=Situation(days_late=late), no_on=TODAY - timedelta(days=late), today=TODAY
    )
    on = [step for step in plan.steps if step.mode == "on"]

    assert all(step.opens_on >= TODAY for step in on)
    assert not on or min(step.opens_on for step in on) == TODAY
