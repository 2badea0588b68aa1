"""One change tried on the next few applications: what counts by itself, and how it ends."""

from datetime import timedelta

import pytest

from accounts.undo import undo_of
from applications import operations as applications
from recovery import trying
from recovery.trying import Comparison, Count
from tests.factories import make_application, make_experiment, make_outcome

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _still(clock):
    """All pages here are read at the moment of `now`."""


def send(user, *, at, **fields):
    return make_application(user, stage=fields.pop("stage", "applied"), now=at, **fields)


def test_the_next_few_that_are_sent_count_by_themselves(ada, now):
    before = [send(ada, company=f"Before {n}", at=now - n * DAY) for n in (3, 2)]
    make_outcome(before[0], now=now)
    experiment = make_experiment(ada, wanted=2, now=now)
    since = [send(ada, company=f"Since {n}", at=now + n * DAY) for n in range(3)]
    applications.move_to(since[0], "screening", now=now)
    make_application(ada, company="Only saved", now=now)

    tried = trying.tried_on(experiment)
    assert tried == since[:2] and trying.with_numbers([experiment]) == [(experiment, 2)]
    assert trying.compare(experiment, tried) == Comparison(Count(2, 0, 1), Count(2, 1, 1))


def test_its_recovery_is_linked_unless_it_lies_in_the_trash(ada, ada_client, recovery, now):
    experiment = make_experiment(ada, now=now, recovery=recovery)
    there = recovery.get_absolute_url()
    assert there in ada_client.get(experiment.get_absolute_url()).content.decode()

    applications.trash_many(ada, [recovery.entries.get().application_id], now=now)
    assert there not in ada_client.get(experiment.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("before", "since", "hint"),
    [
        (Count(30, 5), Count(9, 9), ""),
        (Count(30, 5, 21), Count(12, 9), ""),
        (Count(30, 5), Count(10, 5), "more"),
        (Count(30, 25), Count(10, 5), "fewer"),
        (Count(30, 15), Count(10, 5), "same"),
    ],
)
def test_nothing_is_claimed_under_ten_answers_on_either_side(before, since, hint):
    assert Comparison(before, since).hint == hint


def test_it_begins_on_a_page_and_is_looked_at_there(ada_client, ada, now):
    today = ada.local_day(now)
    posted = {"change": "the pitch", "wanted": "3", "started_on": today, "look_on": today + 9 * DAY, "goal": "brevity"}
    page = ada_client.post("/recovery/experiments/new/", posted, follow=True)
    experiment = ada.experiments.get()
    assert "0 of 3 sent" in page.content.decode() and "these numbers say nothing" in page.content.decode()

    url = experiment.get_absolute_url()
    ada_client.post(f"{url}go-on/", {"finding": "Too early", "look_on": today + 20 * DAY})
    experiment.refresh_from_db()
    assert (experiment.look_on, experiment.finding) == (today + 20 * DAY, "Too early")

    answer = ada_client.post(f"{url}end/", {"finding": "Shorter is better", "ended_as": "won", "look_on": "nonsense"})
    assert answer.status_code == 422 and "Shorter is better" in answer.content.decode()
    assert not answer.context["form"].fields["look_on"].disabled
    page = ada_client.post(f"{url}end/", {"finding": "Shorter is better", "ended_as": "kept"}, follow=True)
    experiment.refresh_from_db()
    assert experiment.ended_as == "kept" and "Shorter is better" in page.content.decode()
    ada_client.post(undo_of(list(page.context["messages"])[0]).url)
    experiment.refresh_from_db()
    assert experiment.is_running and experiment.finding == "Shorter is better"


def test_a_look_back_before_its_start_or_on_no_day_is_refused(ada_client, ada, now):
    today = ada.local_day(now)
    posted = {"change": "the pitch", "wanted": "99", "started_on": today, "look_on": today - DAY}
    assert ada_client.post("/recovery/experiments/new/", posted).status_code == 422
    url = make_experiment(ada, now=now).get_absolute_url()
    assert ada_client.post(f"{url}go-on/", {"look_on": ""}).status_code == 422
    assert ada.experiments.count() == 1
