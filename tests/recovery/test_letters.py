"""Letters, the one question, people, and what cannot be read."""

from datetime import date, timedelta

import pytest

from recovery.models import Answer, FeedbackRequest, Recovery
from tests.factories import make_contact, make_interview
from tests.recovery.steps import WORDS, sheet, url


def test_a_no_to_asking_is_enough_to_be_done(opened, ada_client):
    step = opened("ask_for_feedback")

    response = ada_client.post(url(step, "done"), {"want_it": "no"})

    assert response.status_code == 302
    step.refresh_from_db()
    assert step.state == "done"
    assert FeedbackRequest.objects.get().state == "declined_by_me"


def test_a_yes_to_asking_needs_the_question(opened, ada_client):
    step = opened("ask_for_feedback")

    assert ada_client.post(url(step, "done"), {"want_it": "yes"}).status_code == 422


def test_in_two_days_puts_the_question_off(opened, ada_client, ada, clock):
    step = opened("ask_for_feedback")

    ada_client.post(url(step, "save"), {"only": "want_it", "want_it": "remind me in 2 days"})

    request = FeedbackRequest.objects.get()
    step.refresh_from_db()
    assert (request.state, request.later_on) == ("later", ada.local_day(clock.moment) + timedelta(days=2))
    assert step.opens_on == request.later_on


def test_choosing_a_letter_fills_it_with_what_is_known(opened, ada_client, clock):
    step = opened("gracious_reply")

    ada_client.post(url(step, "save"), {"told_by-name": "Grace Hopper", "letter-letter": "gracious_reply"})

    text = sheet(step, clock).get("letter").value["text"]
    assert "Dear Grace Hopper" in text and "Ada Lovelace" in text and "Initech" in text
    assert sheet(step, clock).get("letter").gaps == ["[what you talked about]"]


def test_a_letter_greets_by_the_name_and_leaves_out_the_role_that_was_asked_for_too(opened, ada_client, clock):
    step = opened("gracious_reply")

    ada_client.post(url(step, "save"), {"told_by-name": "Grace Hopper, CTO", "letter-letter": "gracious_reply"})

    assert "Dear Grace Hopper," in sheet(step, clock).get("letter").value["text"]
    assert sheet(step, clock).get("told_by").value["name"] == "Grace Hopper, CTO"


def test_a_letter_that_was_made_ones_own_is_not_written_over(opened, ada_client, clock):
    step = opened("gracious_reply")
    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply", "letter-text": WORDS})

    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply_call", "letter-text": WORDS})

    assert sheet(step, clock).get("letter").value["text"] == WORDS


def test_letting_go_of_a_letter_and_taking_it_again_loses_no_word_of_ones_own(opened, ada_client, clock):
    step = opened("gracious_reply")
    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply", "letter-text": WORDS})
    ada_client.post(url(step, "save"), {"letter-letter": "", "letter-text": WORDS})

    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply"})

    assert sheet(step, clock).get("letter").value["text"] == WORDS


def test_letting_go_of_a_letter_that_nobody_touched_takes_its_words_away(opened, ada_client, clock):
    step = opened("gracious_reply")
    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply"})
    text = sheet(step, clock).get("letter").value["text"]
    ada_client.post(url(step, "save"), {"letter-letter": "", "letter-text": text})
    assert sheet(step, clock).get("letter").value["text"] == ""

    ada_client.post(url(step, "save"), {"letter-letter": "gracious_reply_call"})

    assert sheet(step, clock).get("letter").value["text"] not in ("", text)


def test_a_reply_marked_as_sent_stands_in_the_history(opened, ada_client, recovery):
    step = opened("gracious_reply")
    posted = {"told_by-name": "Grace", "letter-letter": "gracious_reply", "letter-text": WORDS, "sent": "letter"}

    response = ada_client.post(url(step, "sent"), posted)

    assert response["Location"] == url(step)
    event = recovery.entries.get().application.events.get(kind="letter_sent")
    assert event.data["letter"] == "gracious_reply"
    assert not FeedbackRequest.objects.filter(state="asked").exists()


def test_a_letter_marked_as_sent_twice_or_in_two_windows_is_one_line(opened, ada_client, recovery, clock):
    step = opened("gracious_reply")
    posted = {"told_by-name": "Grace", "letter-letter": "gracious_reply", "letter-text": WORDS, "sent": "letter"}
    lines = recovery.entries.get().application.events.filter(kind="letter_sent")

    for _window in range(2):
        ada_client.post(url(step, "sent"), posted)
    assert lines.count() == 1

    clock.move(days=1)
    ada_client.post(url(step, "sent"), posted)
    assert lines.count() == 2


def test_a_letter_to_ones_own_circle_is_noted_with_the_contact_only(opened, ada_client, ada, recovery, clock):
    grace = make_contact(ada, name="Grace Hopper")
    step = opened("widen_the_circle")
    posted = {"lost_touch-contact": grace.pk, "letter-letter": "reconnect", "sent": "letter"}

    ada_client.post(url(step, "sent"), posted)

    assert not recovery.entries.get().application.events.filter(kind="letter_sent").exists()
    grace.refresh_from_db()
    assert grace.touched_on == grace.last_touch_on == ada.local_day(clock.moment)


@pytest.mark.parametrize("key", ["gracious_reply", "ask_for_feedback"])
def test_a_question_marked_as_sent_counts_as_asked_from_whichever_step(opened, ada_client, recovery, ada, clock, key):
    step = opened(key)
    posted = {"want_it": "yes", "one_question": "What first?", "letter-letter": "feedback_after_interview"}

    ada_client.post(url(step, "sent"), posted | {"letter-text": WORDS, "sent": "letter"})

    request = FeedbackRequest.objects.get()
    assert (request.state, request.asked_on) == ("asked", ada.local_day(clock.moment))
    assert request.follow_up_on == date(2026, 11, 26)
    assert recovery.steps.get(key="ask_for_feedback").state == "done"


@pytest.mark.parametrize(
    ("key", "posted", "words"),
    [
        ("one_change", {"try_on": "99"}, "whole number from 3 to 10"),
        ("one_change", {"review_on": "soon"}, "Please give a date"),
        ("one_change", {"review_on": "2999-01-01"}, "very far away"),
        ("one_change", {"lever": "my hair"}, "choose one of these"),
        ("one_change", {"learn_goal": "x" * 201}, "room for 200 characters"),
        ("values_and_wins", {"values": ["learning", "craft", "family", "health"]}, "at most 3."),
        (
            "values_and_wins",
            {"values": ["learning", "craft", "family"], "values-own": "rest"},
            "at most 3; your own word is one of them.",
        ),
        ("if_then_plan", {"if_then-at": "25:99"}, "Please give a time"),
        ("gracious_reply", {"told_by-contact": "99999"}, "one of your contacts"),
        ("gracious_reply", {"letter-letter": "no_such_letter"}, "one of these letters"),
        ("explanations_map", {"causes-0": "surely"}, "one of the four words"),
    ],
)
def test_what_cannot_be_read_is_said_by_its_prompt(opened, ada_client, key, posted, words):
    response = ada_client.post(url(opened(key), "save"), posted)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_too_many_choices_are_said_beside_the_choices_and_not_beside_ones_own_word(opened, ada_client):
    posted = {"values": ["learning", "craft", "family", "health"]}

    page = ada_client.post(url(opened("values_and_wins"), "save"), posted).content.decode()

    assert page.index("at most 3.</span></li>") < page.index('id="id_values-own"')
    assert page.count('id="saved-values"') == 1
    assert 'aria-describedby="saved-values"' in page


def test_somebody_elses_contact_cannot_be_named(opened, ada_client, bob):
    stranger = make_contact(bob)
    step = opened("gracious_reply")

    response = ada_client.post(url(step, "save"), {"told_by-contact": str(stranger.pk)})

    assert response.status_code == 422
    assert not Answer.objects.filter(prompt_key="told_by").exists()


def test_a_contact_that_was_deleted_leaves_an_empty_place(opened, ada_client, ada, clock):
    contact = make_contact(ada)
    step = opened("gracious_reply")
    ada_client.post(url(step, "save"), {"told_by-contact": str(contact.pk)})

    contact.delete()

    assert sheet(step, clock).get("told_by").value == {"contact": None, "name": ""}
    assert ada_client.get(url(step)).status_code == 200


def test_only_letters_for_this_stage_are_offered_and_the_only_one_stands_there(opened, say_no, ada_client, clock):
    Recovery.objects.all().delete()
    say_no("screening", company="Globex")
    step = opened("ask_for_feedback", Recovery.objects.get())

    page = ada_client.get(url(step)).content.decode()

    assert 'value="feedback_after_screen" selected' in page
    assert 'value="feedback_after_final"' not in page
    assert "Ada Lovelace" in sheet(step, clock).get("letter").value["text"]
    assert not Answer.objects.filter(step=step).exists()


def test_a_letter_of_another_stage_that_was_chosen_stays(opened, ada_client, clock):
    step = opened("ask_for_feedback")
    ada_client.post(url(step, "save"), {"letter-letter": "feedback_after_screen", "letter-text": WORDS})

    page = ada_client.get(url(step)).content.decode()

    assert 'value="feedback_after_screen" selected' in page
    assert sheet(step, clock).get("letter").value["text"] == WORDS


def test_all_letters_are_offered_where_none_is_for_this_stage(opened, clock):
    step = opened("ask_for_feedback")
    for letter in step.snapshot["letters"]:
        letter["stages"] = ["offer"]
    step.save()

    letter = sheet(step, clock).get("letter")

    assert len(letter.letter_choices) == 6
    assert letter.value["letter"] is None


def test_the_persons_own_question_stands_in_the_letter_as_long_as_nobody_touched_it(opened, ada_client, clock):
    step = opened("ask_for_feedback")
    ada_client.post(url(step, "save"), {"letter-letter": "feedback_after_interview"})
    letter = sheet(step, clock).get("letter").value
    assert "liked to hear more of?" in letter["text"]
    there = {"letter-letter": "feedback_after_interview", "letter-subject": letter["subject"]}

    asking = {"only": "one_question", "one_question": "What first?", "letter-text": letter["text"]} | there
    page = ada_client.post(url(step, "save"), asking, headers={"HX-Request": "true"}).content.decode()

    text = sheet(step, clock).get("letter").value["text"]
    assert "for whenever it suits you: What first? I would use it" in text and "What first? I would" in page
    own = text.replace("Two lines are plenty.", "One line.")
    ada_client.post(url(step, "save"), {"letter-text": own, "one_question": "What next?"} | there)
    assert sheet(step, clock).get("letter").value["text"] == own.strip()


def test_each_of_several_people_gets_a_letter_with_their_own_question(opened, ada_client, ada, clock):
    grace = make_contact(ada, name="Grace Hopper", shared_context="the compiler days")
    step = opened("widen_the_circle")
    named = {"lost_touch-contact": grace.pk, "acquaintance-name": "Alan Turing"}
    asked = {"true_question-lost_touch": "What do you read?", "true_question-acquaintance": "Is it worth it?"}
    ada_client.post(url(step, "save"), named | asked | {"letter-letter": "reconnect"})
    letter = sheet(step, clock).get("letter").value
    assert "Hello Grace Hopper" in letter["text"] and "since the compiler days" in letter["text"]
    there = {"letter-letter": "reconnect", "letter-subject": letter["subject"], "letter-text": "Dear Grace, my own."}

    ada_client.post(url(step, "sent"), there | {"letter-to": "lost_touch", "sent": "letter"})
    ada_client.post(url(step, "save"), there | {"letter-to": "acquaintance"})

    text = sheet(step, clock).get("letter").value["text"]
    assert "Hello Alan Turing" in text and "one thing: Is it worth it?" in text
    grace.refresh_from_db()
    assert grace.last_touch_on == ada.local_day(clock.moment)


@pytest.mark.parametrize(
    ("people", "is_named"),
    [("Grace Hopper", True), ("Grace Hopper, Alan Turing", False), ("Grace and Alan", False), ("the team", False)],
)
def test_the_one_person_of_the_interview_is_addressed(opened, recovery, clock, people, is_named):
    application = recovery.entries.get().application
    make_interview(application, now=clock.moment, people=people)

    text = sheet(opened("ask_for_feedback"), clock).letter_text("feedback_after_interview")["text"]

    assert (people in text) is is_named
