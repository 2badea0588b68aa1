"""The same page in two windows: the second one to save loses nothing and overwrites nothing."""

import re

import pytest
from django.urls import reverse

from recovery import operations
from recovery.models import FeedbackRequest
from tests.factories import make_experiment


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


def seen(client, address):
    """What the form of this page says that its fields held."""
    page = client.get(address).content.decode()
    return re.search(r'name="seen" value="([^"]+)"', page)[1].replace("&quot;", '"')


@pytest.fixture
def asked(recovery):
    application = recovery.entries.get().application
    return [reverse(f"recovery:feedback-{verb}", args=[application.pk]) for verb in ("detail", "received")]


def test_an_answer_pasted_in_two_windows_shows_both_and_loses_neither(asked, ada_client):
    page, save = asked
    here = {"seen": seen(ada_client, page)}
    long = "More depth, please. " * 40
    ada_client.post(save, {"answer": long} | here)

    answer = ada_client.post(save, {"answer": "From the second window", "next_time": "I will draw it."} | here)

    shown = answer.content.decode()
    assert answer.status_code == 422 and "Changed elsewhere meanwhile" in shown
    assert "From the second window" in shown and shown.count(long.strip()) == 1
    assert FeedbackRequest.objects.get().answer == long.strip()

    here = {"seen": re.search(r'name="seen" value="([^"]+)"', shown)[1].replace("&quot;", '"')}
    ada_client.post(save, {"answer": "From the second window", "take-answer": "theirs"} | here)
    assert FeedbackRequest.objects.get().answer == long.strip()
    ada_client.post(save, {"answer": "From the second window", "take-answer": "mine"} | here)
    assert FeedbackRequest.objects.get().answer == "From the second window"


def test_what_only_the_other_window_said_about_an_answer_stays(asked, ada_client):
    page, save = asked
    here = {"seen": seen(ada_client, page)}
    ada_client.post(save, {"answer": "More depth.", "codes": ["depth_in_topic"], "is_worrying": "on"} | here)

    ada_client.post(save, {"answer": "More depth.", "next_time": "I will draw it."} | here)

    request = FeedbackRequest.objects.get()
    assert (request.codes, request.is_worrying, request.next_time) == (["depth_in_topic"], True, "I will draw it.")


def test_the_note_about_a_further_no_in_two_windows(recovery, say_no, ada_client):
    further = say_no("interview", company="Globex")
    page = reverse("recovery:recovery-for", args=[further.pk])
    save = reverse("recovery:note-save", args=[recovery.pk, further.pk])
    here = {"seen": seen(ada_client, page)}
    ada_client.post(save, {"note": "A form letter"} | here)

    answer = ada_client.post(save, {"note": "They called"} | here)

    shown = answer.content.decode()
    assert answer.status_code == 422 and "A form letter" in shown and "They called" in shown
    assert recovery.entries.get(application=further).note == "A form letter"


def test_a_note_that_is_too_long_stays_as_it_was_typed(recovery, say_no, ada_client):
    further = say_no("interview", company="Globex")

    answer = ada_client.post(reverse("recovery:note-save", args=[recovery.pk, further.pk]), {"note": "long " * 200})

    assert answer.status_code == 422 and "long " * 199 in answer.content.decode()


def test_an_experiment_in_two_windows(ada, ada_client, now):
    experiment = make_experiment(ada, now=now)
    edit = reverse("recovery:experiment-edit", args=[experiment.pk])
    days = {"wanted": "5", "started_on": experiment.started_on, "look_on": experiment.look_on}
    here = {"seen": seen(ada_client, edit)} | days
    ada_client.post(edit, {"change": "a shorter pitch", "goal": "brevity"} | here)

    answer = ada_client.post(edit, {"change": "no pitch at all", "goal": ""} | here)

    shown = answer.content.decode()
    assert answer.status_code == 422 and "a shorter pitch" in shown and "no pitch at all" in shown
    experiment.refresh_from_db()
    assert (experiment.change, experiment.goal) == ("a shorter pitch", "brevity")


def test_a_look_at_an_experiment_keeps_the_words_of_another_window(ada, ada_client, now):
    experiment = make_experiment(ada, now=now)
    operations.change_experiment(ada.experiments.get(), now=now, change="a shorter pitch")

    operations.end_experiment(experiment, ended_as="kept", now=now)

    experiment.refresh_from_db()
    assert (experiment.change, experiment.ended_as) == ("a shorter pitch", "kept")


@pytest.mark.parametrize("verb", ["end", "go-on"])
def test_what_was_learnt_from_an_experiment_in_two_windows_shows_both_and_loses_neither(ada, ada_client, now, verb):
    experiment = make_experiment(ada, now=now)
    page = experiment.get_absolute_url()
    here = {"seen": seen(ada_client, page)}
    ada_client.post(f"{page}end/", {"finding": "Shorter is better", "ended_as": "kept"} | here)
    posted = {"finding": "No difference", "ended_as": "dropped", "look_on": "2027-03-01"}

    answer = ada_client.post(f"{page}{verb}/", posted | here)

    shown = answer.content.decode()
    assert answer.status_code == 422 and "Changed elsewhere meanwhile" in shown
    assert "Shorter is better" in shown and "No difference" in shown
    experiment.refresh_from_db()
    assert (experiment.finding, experiment.ended_as) == ("Shorter is better", "kept")

    here = {"seen": re.search(r'name="seen" value="([^"]+)"', shown)[1].replace("&quot;", '"')}
    ada_client.post(f"{page}{verb}/", posted | here | {"take-finding": "theirs"})
    experiment.refresh_from_db()
    assert (experiment.finding, experiment.ended_as) == ("Shorter is better", "dropped" if verb == "end" else "")


def test_a_look_that_adds_no_words_keeps_those_of_another_window_and_the_day_that_was_read(ada, ada_client, clock, now):
    experiment = make_experiment(ada, now=now)
    page = experiment.get_absolute_url()
    here = {"seen": seen(ada_client, page)}
    ada_client.post(f"{page}go-on/", {"finding": "Too early", "look_on": "2026-12-24"} | here)
    clock.move(days=1)

    ada_client.post(f"{page}go-on/", {"finding": "", "look_on": "2026-12-02"} | here)

    experiment.refresh_from_db()
    assert (experiment.finding, str(experiment.look_on)) == ("Too early", "2026-12-02")
