"""Each kind of prompt in its full form, one thing at a time, in several windows, and what is taken out of a step."""

import pytest
from django.db import connection

from advice.models import Step
from advice.vocabulary import Input
from recovery import leaves, operations
from recovery.models import Achievement, Recovery
from recovery.prompts import Around, kind_of
from recovery.snapshots import prompts_at
from tests.recovery.steps import WORDS, sheet, url

HTMX = {"HX-Request": "true"}


def test_every_step_of_the_pack_is_laid_on_pages_that_show_all_of_it(pack, ada, now):
    around = Around(today=ada.local_day(now))
    for step in Step.objects.all():
        prompts = prompts_at(step, "interview")
        kinds = [kind_of(prompt, Around(today=around.today, prompts=tuple(prompts))) for prompt in prompts]
        pages = leaves.leaves_of(kinds)
        weights = {kind.key: kind.weight for kind in kinds}

        assert {key for page in pages for key in page.keys} == set(weights), step.key
        for page in pages:
            fits = sum(weights[key] for key in page.keys if key != leaves.BELOW_WRITING) <= leaves.ROOM
            assert fits or page.row is not None or len(pages) == 1, (step.key, page)


def test_one_goes_on_and_back_through_a_long_step_by_plain_forms(opened, ada_client):
    step = opened("explanations_map")
    first = {"at": "first_belief", "first_belief": WORDS, "leaning": "chance", "to": "next"}

    response = ada_client.post(url(step, "save"), first)

    assert response["Location"] == f"{url(step)}?at=causes.0"
    page = ada_client.get(response["Location"]).content.decode()
    assert "Part 2 of 12" in page and "a stated requirement I lack" in page
    assert "another candidate" not in page and "first_belief" not in page
    back = ada_client.post(url(step, "save"), {"at": "causes.0", "causes-0": "known", "to": "back"})
    assert WORDS in ada_client.get(back["Location"]).content.decode()


def test_a_cause_at_a_time_adds_up_and_what_nobody_judged_cannot_be_known(opened, ada_client, clock):
    step = opened("explanations_map")
    ada_client.post(url(step, "save"), {"at": "causes.1", "causes-1": "possible", "to": "next"})
    ada_client.post(url(step, "save"), {"at": "causes.4", "causes-4": "known", "to": "next"})

    control = sheet(step, clock).get("causes")
    assert [word for _place, _row, word in control.causes].count("cannot_know") == 8
    near, others = sheet(step, clock).get("in_reach").heaps
    assert near == ["another candidate was closer to the role", "my answers did not show what I can do"]
    assert len(others) == 8


def test_who_comes_back_goes_on_where_they_stopped(opened, ada_client):
    step = opened("self_review")
    ada_client.post(url(step, "save"), {"at": "keep_answer", "shown": ["keep_answer", "hard_question"], "to": "away"})

    page = ada_client.get(url(step)).content.decode()

    assert "Part 2 of" in page and "The answer you would give today" in page


def test_what_is_needed_is_asked_for_only_by_done_and_leads_to_its_page(opened, ada_client):
    step = opened("self_review")
    assert ada_client.post(url(step, "save"), {"at": "keep_answer", "to": "next"}).status_code == 302

    response = ada_client.post(url(step, "done"), {"at": "variant_1", "next_time_line": WORDS})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Which answer would you give the same way" in page and "This one is needed" in page


def test_a_mood_is_never_needed_whatever_curators_tick(recovery, ada, ada_client, clock):
    ada.has_checkins = True
    ada.save()
    Step.objects.get(key="pause_and_name").prompts.filter(input=Input.MOOD).update(is_required=True)
    step = operations.open_step(recovery.steps.get(key="pause_and_name"), now=clock.moment)

    assert ada_client.post(url(step, "done"), {"mood": ""}).status_code == 302


def test_what_could_not_be_read_still_stands_in_its_field(opened, ada_client):
    too_long = "Speak about the index. " * 20

    page = ada_client.post(url(opened("one_change"), "save"), {"learn_goal": too_long, "lever": "the short pitch"})

    assert page.status_code == 422
    assert too_long.strip() in page.content.decode()


def test_how_sure_one_is_has_five_words_and_comes_back_beside_the_first_line(opened, ada_client):
    step = opened("explanations_map")
    ada_client.post(url(step, "save"), {"first_belief": WORDS, "sure_before": "75"})

    page = ada_client.get(url(step), {"at": "in_reach"}).content.decode()

    assert step.answers.get(prompt_key="sure_before").plain == 75
    assert [word in page for word in ("not at all", "a little", "half and half", "fairly", "very")] == [True] * 5
    assert f"<q>{WORDS}</q>" in page and "<q>fairly</q>" in page


@pytest.mark.parametrize(("choice", "left"), [("nothing", 0), ("only my last sentence", 1), ("everything, private", 2)])
def test_writing_that_is_thrown_away_is_gone_from_the_database_and_stays_gone(opened, ada_client, choice, left):
    step = opened("write_it_out")
    for number in (1, 2):
        ada_client.post(url(step, "save"), {f"round_{number}": f"Round {number} was long. It ended well."})
    ada_client.post(url(step, "done"), {"at": "after", "keep": choice, "after": "lighter"})

    late = ada_client.post(
        url(step, "save"), {"only": "round_1", "round_1": "A late word from a window."}, headers=HTMX
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM recovery_answer WHERE prompt_key LIKE 'round%%'")
        assert len(cursor.fetchall()) == left
    assert late.status_code == 422 and "finished in another window" in late.content.decode()


def test_a_card_is_kept_as_an_achievement_on_purpose_and_brought_up_to_date(opened, ada, ada_client):
    step = opened("values_and_wins")
    card = {"win_1-situation": "A slow index.", "win_1-action": "I made it quick.", "win_1-result": "Nobody waits."}
    ada_client.post(url(step, "save"), card)
    assert not Achievement.objects.exists()

    ada_client.post(url(step, "keep-card"), card | {"card": "win_1"})
    ada_client.post(url(step, "keep-card"), card | {"card": "win_1", "win_1-result": "All are glad."})
    ada_client.post(url(step, "keep-card"), {"card": "win_2"})

    kept = ada.achievements.get()
    assert (kept.situation, kept.result, kept.application.company.name) == ("A slow index.", "All are glad.", "Initech")
    page = ada_client.get(url(step), {"at": "win_1"}).content.decode()
    card = step.recovery.achievements.get(prompt_key="win_1")
    assert f'<a href="/recovery/achievements/{card.pk}/edit/">among your achievements</a>' in page


def test_a_name_becomes_a_contact_only_when_the_person_says_so(opened, ada, ada_client, clock):
    step = opened("gracious_reply")
    ada_client.post(url(step, "save"), {"told_by-name": "Grace Hopper"})
    assert not ada.contacts.exists()

    ada_client.post(url(step, "keep-person"), {"told_by-name": "Grace Hopper", "person": "told_by"})

    contact = ada.contacts.get()
    assert (contact.name, contact.company.name, contact.applications.count()) == ("Grace Hopper", "Initech", 1)
    assert sheet(step, clock).get("told_by").value == {"contact": contact.pk, "name": ""}


@pytest.mark.parametrize("typed", ["Grace Hopper, Rear Admiral", "Grace Hopper (Rear Admiral)"])
def test_the_role_behind_a_name_becomes_what_the_contact_does(opened, ada, ada_client, typed):
    step = opened("gracious_reply")

    ada_client.post(url(step, "keep-person"), {"told_by-name": typed, "person": "told_by"})

    contact = ada.contacts.get()
    assert (contact.name, contact.job_title) == ("Grace Hopper", "Rear Admiral")


def test_two_windows_lose_nothing(opened, ada_client, clock):
    step = opened("self_review")
    ada_client.post(url(step, "save"), {"keep_answer": "At first.", "hard_question": "Why?"})
    old = {f"seen-{control.key}": control.kept for control in sheet(step, clock).controls}
    ada_client.post(url(step, "save"), {"keep_answer": "From the other window.", "hard_question": "Why now?"})

    page = ada_client.post(url(step, "save"), old | {"keep_answer": "From this one.", "hard_question": "Why?"})

    assert page.status_code == 422
    assert "From this one." in page.content.decode() and "From the other window." in page.content.decode()
    kept = {answer.prompt_key: answer.secret for answer in step.answers.all()}
    assert kept == {"keep_answer": "From the other window.", "hard_question": "Why now?"}
    fresh = {f"seen-{control.key}": control.kept for control in sheet(step, clock).controls}
    ada_client.post(url(step, "save"), fresh | {"keep_answer": "From both."})
    assert step.answers.get(prompt_key="keep_answer").secret == "From both."


def test_what_had_not_arrived_is_saved_together_when_the_page_is_left(opened, ada_client):
    step = opened("self_review")
    posted = {"several": ["keep_answer"], "keep_answer": WORDS, "hard_question": "not yet", "at": "keep_answer"}

    response = ada_client.post(url(step, "save"), posted, headers=HTMX)

    assert response.status_code == 200 and 'name="seen-keep_answer"' in response.content.decode()
    assert [answer.prompt_key for answer in step.answers.all()] == ["keep_answer"]


def test_a_form_that_came_after_the_sign_in_ran_out_gives_back_what_was_typed(opened, client):
    response = client.post(
        url(opened("self_review"), "done"), {"keep_answer": WORDS}, headers={"Origin": "http://testserver"}
    )

    page = response.content.decode()
    assert response.status_code == 403
    assert WORDS in page and "You are signed out" in page
    assert 'href="/accounts/login/" target="_blank"' in page


def test_a_recovery_of_somebody_else_has_no_such_verbs(opened, bob_client):
    step = opened("values_and_wins")
    for verb in ("keep-card", "keep-person"):
        assert bob_client.post(url(step, verb), {"card": "win_1", "person": "told_by"}).status_code == 404
    assert Recovery.objects.count() == 1


def test_a_moment_that_has_gone_by_is_pointed_out_and_kept(opened, ada_client, clock):
    step = opened("if_then_plan")
    gone = {"if_then-sentence": "If it is ten, then I start", "if_then-on": "2026-11-17", "if_then-at": "10:00"}
    ada_client.post(url(step, "save"), gone)
    page = ada_client.get(url(step), {"at": "if_then"}).content.decode()
    assert "gone by already" in page and step.answers.filter(prompt_key="if_then").exists()

    piece = ada_client.post(url(step, "save"), gone | {"only": "if_then"}, headers={"HX-Request": "true"})
    assert piece.status_code == 200 and "gone by already" in piece.content.decode()

    ada_client.post(url(step, "save"), gone | {"if_then-on": "2026-11-20"})
    assert "gone by" not in ada_client.get(url(step), {"at": "if_then"}).content.decode()
