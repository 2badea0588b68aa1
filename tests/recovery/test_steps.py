"""Opening, answering and settling a step, through its door."""

from datetime import timedelta

import pytest

from advice.models import Step
from advice.vocabulary import Input
from recovery import operations, prompts
from recovery.models import CheckIn, Recovery
from tests.recovery.steps import WORDS, given, sheet, url

STAGE_OF_STEP = {"get_the_facts": "offer"}
ALL_STEPS = [
    "get_the_facts",
    "pause_and_name",
    "gracious_reply",
    "write_it_out",
    "values_and_wins",
    "ask_for_feedback",
    "explanations_map",
    "self_review",
    "one_change",
    "if_then_plan",
    "widen_the_circle",
    "close_and_keep_door_open",
]


@pytest.mark.parametrize("key", ALL_STEPS)
def test_every_prompt_of_every_step_can_be_answered_and_is_there_again(say_no, ada, ada_client, clock, key):
    ada.has_checkins = True
    ada.save()
    say_no(STAGE_OF_STEP.get(key, "interview"))
    step = Recovery.objects.get().steps.get(key=key)
    assert ada_client.post(url(step, "open"))["Location"] == url(step)
    assert ada_client.get(url(step)).status_code == 200
    step.refresh_from_db()
    controls = sheet(step, clock).controls
    posted = {name: value for control in controls for name, value in given(control).items()}

    response = ada_client.post(url(step, "done"), posted)

    assert response.status_code == 302
    step.refresh_from_db()
    assert step.state == "done"
    again = sheet(step, clock)
    assert not [control.key for control in again.controls if control.kind.is_empty(control.value)]
    assert ada_client.get(url(step)).status_code == 200


def test_all_steps_of_the_pack_are_tried_above(pack):
    assert set(Step.objects.values_list("key", flat=True)) == set(ALL_STEPS)


def test_every_kind_of_control_that_curators_may_choose_has_its_class():
    assert set(prompts.KINDS) == set(Input.values)


def test_opening_a_step_freezes_its_words(opened, ada_client):
    step = opened("self_review")
    Step.objects.filter(key="self_review").update(title="Another title", why="Another reason")
    Step.objects.get(key="self_review").prompts.all().delete()

    page = ada_client.get(url(step), {"at": "all"})

    assert "Your own debrief" in page.content.decode()
    assert "Next time I will" in page.content.decode()
    assert "Another" not in page.content.decode()


def test_looking_at_a_step_changes_nothing(recovery, ada_client):
    step = recovery.steps.get(key="self_review")

    assert "Your own debrief" in ada_client.get(url(step)).content.decode()

    step.refresh_from_db()
    assert (step.state, step.snapshot, step.opened_at) == ("waiting", {}, None)


def test_the_first_answer_opens_the_step(recovery, ada_client):
    step = recovery.steps.get(key="self_review")

    ada_client.post(url(step, "save"), {"keep_answer": WORDS})

    step.refresh_from_db()
    assert step.state == "opened" and step.snapshot


def test_a_step_that_curators_withdrew_before_it_was_opened_is_passed_over_kindly(recovery, ada_client, now):
    Step.objects.filter(key="self_review").update(retired_at=now)

    response = ada_client.get(url(recovery.steps.get(key="self_review")), follow=True)

    assert "no longer offered" in response.content.decode()


def test_saving_one_prompt_keeps_that_one_and_says_so(opened, ada_client):
    step = opened("self_review")

    response = ada_client.post(
        url(step, "save"),
        {"only": "keep_answer", "keep_answer": WORDS, "hard_question": "x"},
        headers={"HX-Request": "true"},
    )

    assert response.content.decode().startswith("Saved\n")
    assert [answer.prompt_key for answer in step.answers.all()] == ["keep_answer"]
    assert step.answers.get().secret == WORDS


def test_saving_the_form_without_javascript_leads_back_to_the_step(opened, ada_client):
    step = opened("self_review")

    response = ada_client.post(url(step, "save"), {"keep_answer": WORDS, "at": "keep_answer"})

    assert response["Location"] == f"{url(step)}?at=keep_answer"
    assert step.answers.get(prompt_key="keep_answer").secret == WORDS


def test_what_a_form_did_not_hold_is_left_as_it_was(opened, ada_client, clock):
    step = opened("pause_and_name")
    ada_client.post(url(step, "save"), {"friend_line": WORDS, "hold_reply": "on"})

    ada_client.post(url(step, "save"), {"absorb": "sleep"})

    assert sheet(step, clock).get("friend_line").value == WORDS
    assert sheet(step, clock).get("hold_reply").value is True


def test_a_box_that_was_shown_and_not_ticked_is_an_answer(opened, ada_client, recovery, clock):
    step = opened("pause_and_name")
    operations.hold_reply(recovery, now=clock.moment)

    ada_client.post(url(step, "save"), {"shown": ["hold_reply"]})

    assert sheet(step, clock).get("hold_reply").value is False
    assert recovery.steps.get(key="gracious_reply").opens_at is None


def test_nothing_is_required_to_be_saved(opened, ada_client):
    step = opened("self_review")

    assert ada_client.post(url(step, "save"), {}).status_code == 302
    step.refresh_from_db()
    assert step.state == "opened"


def test_done_asks_kindly_for_what_is_needed_and_keeps_the_rest(opened, ada_client):
    step = opened("self_review")

    response = ada_client.post(url(step, "done"), {"keep_answer": WORDS})

    assert response.status_code == 422
    assert response.content.decode().count("This one is needed") == 1
    step.refresh_from_db()
    assert step.state == "opened"
    assert step.answers.get(prompt_key="keep_answer").secret == WORDS


def test_a_step_is_left_out_without_a_reason_and_does_not_come_back_by_itself(recovery, ada_client):
    step = recovery.steps.get(key="pause_and_name")

    ada_client.post(url(step, "skip"))

    step.refresh_from_db()
    assert step.state == "skipped"
    page = ada_client.get(recovery.get_absolute_url()).content.decode()
    assert "left out" in page


def test_only_the_person_opens_a_settled_step_again_and_the_words_are_still_there(opened, ada_client):
    step = opened("self_review")
    ada_client.post(url(step, "save"), {"keep_answer": WORDS})
    ada_client.post(url(step, "skip"))

    ada_client.post(url(step, "return"))

    step.refresh_from_db()
    assert step.state == "opened"
    assert WORDS in ada_client.get(url(step)).content.decode()


def test_holding_the_reply_opens_it_at_nine_tomorrow_where_the_person_is(opened, recovery, ada_client, ada, clock):
    step = opened("pause_and_name")

    ada_client.post(url(step, "done"), {"hold_reply": "on"})

    reply = recovery.steps.get(key="gracious_reply")
    local = reply.opens_at.astimezone(ada.zone)
    assert (local.date(), local.hour, local.minute) == (ada.local_day(clock.moment) + timedelta(days=1), 9, 0)
    assert not reply.is_ready(ada.local_day(clock.moment), clock.moment)
    assert reply.is_ready(local.date(), reply.opens_at)


def test_holding_what_is_held_does_not_move_it(recovery, clock):
    operations.hold_reply(recovery, now=clock.moment)
    held = recovery.steps.get(key="gracious_reply").opens_at

    operations.hold_reply(recovery, now=clock.move(days=1))

    assert recovery.steps.get(key="gracious_reply").opens_at == held


def test_mood_is_asked_only_of_those_who_switched_it_on(opened, ada, ada_client, clock):
    step = opened("pause_and_name")
    assert "mood" not in [control.key for control in sheet(step, clock).controls]

    ada.has_checkins = True
    ada.save()
    ada_client.post(url(step, "done"), {"mood": "low"})

    ada_client.post(url(step, "done"), {"mood": "low"})  # a second click
    assert CheckIn.objects.get(user=ada).mood == "low"


def test_other_ways_to_look_at_it_come_before_or_after_as_the_answer_calls_for(opened, clock, ada_client):
    step = opened("explanations_map")

    def around(answer):
        ada_client.post(url(step, "save"), {"only": "leaning", "leaning": answer})
        control = sheet(step, clock).get("in_reach")
        return len(control.reframes_before), len(control.reframes_after)

    assert around("me") == (3, 0)
    assert around("them") == (0, 3)
    assert around("unknown") == (0, 0)


def test_an_answer_that_changes_what_is_asked_brings_the_whole_form(opened, ada_client):
    step, posted = opened("explanations_map"), {"only": "leaning", "leaning": "me", "at": "all"}

    response = ada_client.post(url(step, "save"), posted, headers={"HX-Request": "true"})

    assert response["HX-Retarget"] == "#step-form"
    assert 'id="step-form"' in response.content.decode()


def test_what_stands_in_other_fields_is_kept_when_the_form_is_replaced(opened, ada_client):
    step = opened("gracious_reply")
    posted = {"only": "letter", "letter-letter": "gracious_reply", "true_thing": WORDS, "told_by-name": "Grace"}

    page = ada_client.post(url(step, "save"), posted, headers={"HX-Request": "true"}).content.decode()

    assert WORDS in page and "Dear " in page
    assert step.answers.get(prompt_key="true_thing").secret == WORDS


def test_one_no_is_thin_ground_for_a_new_strategy(opened, clock):
    assert "thin ground" in sheet(opened("one_change"), clock).guards[0]


def test_the_stage_brings_its_own_questions_and_the_short_form_few(say_no, clock, ada):
    say_no("screening")
    step = operations.open_step(Recovery.objects.get().steps.get(key="self_review"), now=clock.moment)

    assert [control.key for control in sheet(step, clock).controls] == [
        "keep_answer",
        "hard_question",
        "variant_1",
        "variant_2",
        "next_time_line",
    ]


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ("nothing", {}),
        ("only my last sentence", {"round_2": "I was kind."}),
        ("everything, private", {"round_1": "It was long. It hurt.", "round_2": "Ada went home. I was kind."}),
    ],
)
def test_what_is_kept_of_private_writing_is_what_the_person_chose(opened, ada_client, kept, left):
    step = opened("write_it_out")
    posted = {"round_1": "It was long. It hurt.", "round_2": "Ada went home. I was kind.", "keep": kept}

    ada_client.post(url(step, "done"), posted)

    rounds = step.answers.filter(prompt_key__startswith="round")
    assert {answer.prompt_key: answer.secret for answer in rounds if answer.secret} == left


def test_what_only_looks_empty_is_empty(opened, ada_client):
    step = opened("write_it_out")

    answer = ada_client.post(url(step, "done"), {"round_1": "\x01 \x01", "keep": "only my last sentence"})

    assert answer.status_code == 302 and not step.answers.get(prompt_key="round_1").secret


def test_closing_the_file_closes_the_recovery(opened, ada_client, recovery):
    ada_client.post(url(opened("close_and_keep_door_open"), "done"), {"again": "yes"})

    recovery.refresh_from_db()
    assert recovery.closed_as == "finished"
