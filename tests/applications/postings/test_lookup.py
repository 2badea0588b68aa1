"""A link that is looked up: the row, the worker, and what gets lost on the way."""

from datetime import timedelta

import pytest

from applications import operations, tasks
from applications.models import PostingFetch
from applications.operations import postings
from tests.applications.postings.pages import ld, posting
from tests.applications.postings.site import open_site, page
from tests.factories import make_user

URL = "https://jobs.example.org/posting/77"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def site():
    with open_site() as site:
        site.pages["/posting/77"] = page(ld(posting()).encode())
        yield site


@pytest.fixture
def rung(monkeypatch, django_capture_on_commit_callbacks):
    """The tasks that were rung for, without a worker to hear it."""
    rung = []
    monkeypatch.setattr("accounts.doorbell.ring", lambda task: rung.append(task))
    return rung


def waiting(user, site, now, path="/posting/77", **fields):
    return user.posting_fetches.create(url=site.url(path), asked_at=now, **fields)


def look(site, now):
    """One turn of a worker, at this moment."""
    return operations.fetch_next(clock=lambda: now, rules=site.rules())


def said(row):
    row.refresh_from_db()
    return row.state, row.problem, [one.get("role") for one in row.found]


# --- Asking -----------------------------------------------------------------------------------------------------------


def test_a_question_is_a_row_and_a_bell(ada, now, rung):
    row = operations.ask_for_posting(ada, url=URL, now=now)

    assert (row.state, row.url, row.asked_at) == ("asked", URL, now)
    assert rung == ["applications.tasks.fetch_postings"]


def test_the_same_link_is_not_fetched_again_for_a_while(ada, bob, now, rung):
    row = operations.ask_for_posting(ada, url=URL, now=now)

    assert operations.ask_for_posting(ada, url=URL, now=now + 9 * MINUTE) == row
    assert operations.ask_for_posting(ada, url=URL, now=now + 11 * MINUTE) != row
    assert operations.ask_for_posting(bob, url=URL, now=now) != row


def test_a_link_that_failed_may_be_tried_again_at_once(ada, now, rung):
    row = operations.ask_for_posting(ada, url=URL, now=now)
    postings.settle(row, problem="too_slow", found=[], now=now)

    assert operations.ask_for_posting(ada, url=URL, now=now + MINUTE) != row


@pytest.mark.parametrize("url", ["https://example.org:22/", "https://ada:secret@example.org/", "file:///etc/passwd"])
def test_what_is_no_ordinary_link_fails_at_once(ada, now, rung, url):
    row = operations.ask_for_posting(ada, url=url, now=now)

    assert (row.state, row.problem, rung) == ("failed", "not_a_link", [])


def test_nothing_is_fetched_where_it_is_switched_off(ada, now, rung, settings):
    settings.FETCH_POSTINGS = False

    row = operations.ask_for_posting(ada, url=URL, now=now)
    assert (row.state, row.problem, rung) == ("failed", "switched_off", [])


def test_one_person_asks_for_so_many_links_and_no_more(ada, bob, now, rung):
    for number in range(postings.MOST_AN_HOUR):
        assert operations.ask_for_posting(ada, url=f"{URL}?n={number}", now=now).state == "asked"

    for _ in range(3):
        row = operations.ask_for_posting(ada, url=f"{URL}?one-more", now=now + MINUTE)
        assert (row.state, row.problem) == ("failed", "too_many")
    assert operations.ask_for_posting(bob, url=URL, now=now).state == "asked"
    assert operations.ask_for_posting(ada, url=f"{URL}?later", now=now + 61 * MINUTE).state == "asked"


# --- Looking it up ----------------------------------------------------------------------------------------------------


def test_what_the_page_says_stands_in_the_row(ada, now, site):
    row = waiting(ada, site, now)

    assert look(site, now) and not look(site, now)
    assert said(row) == ("found", "", ["Senior Nurse"])
    assert row.found == [{"role": "Senior Nurse", "company": "Hooli", "url": row.url}]
    assert (row.finished_at, row.leased_until) == (now, None)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (page(b"", status="404 Not Found"), "gone"),
        (page(b"", status="403 Forbidden"), "blocked"),
        (page(b"<p>Soup for two"), "nothing"),
        (page(b"<form><input type=password>"), "login"),
        (page(b"{}", kind="application/json"), "nothing"),
        (page(b"x", kind="image/png"), "not_a_page"),
        (page(b"\xff\xfe\x00" * 500), "nothing"),
    ],
)
def test_a_problem_stands_in_the_row_as_a_word(ada, now, site, answer, problem):
    site.pages["/posting/77"] = answer
    row = waiting(ada, site, now)
    look(site, now)

    assert said(row) == ("failed", problem, [])


def test_json_by_itself_is_read(ada, now, site):
    site.pages["/posting/77"] = page(posting().encode(), kind="application/ld+json")
    row = waiting(ada, site, now)
    look(site, now)

    assert said(row) == ("found", "", ["Senior Nurse"])


def test_a_link_into_a_private_network_is_a_problem(ada, now):
    row = ada.posting_fetches.create(url="http://localhost/", asked_at=now)

    assert operations.fetch_next(clock=lambda: now)
    assert said(row) == ("failed", "private", [])


def test_a_page_that_breaks_us_is_a_problem_like_any_other(ada, now, site, monkeypatch, caplog):
    monkeypatch.setattr("applications.postings.read.of_page", lambda *_, **__: 1 / 0)
    row = waiting(ada, site, now)
    look(site, now)

    assert said(row) == ("failed", "lost", [])
    assert "could not be looked up" in caplog.text and "posting/77" not in caplog.text


def test_the_page_is_asked_for_in_the_person_s_language(ada, now, site):
    ada.language = "en"
    ada.save()
    waiting(ada, site, now)
    look(site, now)

    assert site.asked[0].headers["accept-language"] == "en,*;q=0.5"


# --- Workers that die, and many at once -------------------------------------------------------------------------------


def test_a_row_is_taken_once_and_again_when_its_worker_has_died(ada, now, site):
    row = waiting(ada, site, now)

    taken = postings.claim(now)
    assert taken == row and postings.claim(now) is None
    assert postings.claim(now + postings.LEASE).attempts == 2


def test_who_comes_back_too_late_writes_nothing(ada, now, site):
    row = waiting(ada, site, now)
    late = postings.claim(now)
    later = now + postings.LEASE
    look(site, later)

    postings.settle(late, problem="too_slow", found=[], now=later)
    assert said(row) == ("found", "", ["Senior Nurse"])


def test_a_link_that_kills_its_workers_is_given_up(ada, now, site):
    row = waiting(ada, site, now, attempts=postings.MOST_ATTEMPTS)
    look(site, now)

    assert said(row) == ("failed", "lost", [])
    assert site.asked == []


def test_few_are_looked_up_at_once_and_one_of_each_person(ada, bob, now, site):
    carol = make_user(email="carol@example.org")
    first, second = waiting(ada, site, now), waiting(ada, site, now)
    third, fourth = waiting(bob, site, now + MINUTE), waiting(carol, site, now + MINUTE)

    assert postings.claim(now + MINUTE) == first
    assert postings.claim(now + MINUTE) == third
    assert postings.claim(now + MINUTE) is None
    postings.settle(first_again(first), problem="gone", found=[], now=now)
    assert postings.claim(now + MINUTE) == second
    assert fourth.is_waiting


def first_again(row):
    row.refresh_from_db()
    return row


def test_one_ring_looks_up_all_that_waits(ada, now, site, monkeypatch):
    rows = [waiting(ada, site, now), waiting(ada, site, now)]
    monkeypatch.setattr("applications.postings.fetch.Rules", site.rules)
    tasks.fetch_postings()

    assert [said(row)[0] for row in rows] == ["found", "found"]


# --- What is forgotten ------------------------------------------------------------------------------------------------


def test_a_bell_that_was_lost_rings_again_when_the_page_asks(ada, now, site, rung):
    row = waiting(ada, site, now)

    operations.ring_if_forgotten(row, now=now + timedelta(seconds=2))
    assert rung == []
    operations.ring_if_forgotten(row, now=now + timedelta(seconds=5))
    assert rung == ["applications.tasks.fetch_postings"]
    row = postings.claim(now)
    operations.ring_if_forgotten(row, now=now + timedelta(seconds=5))
    assert len(rung) == 1


def test_the_sweep_finds_what_a_lost_bell_left_behind(ada, now, site, monkeypatch):
    row = waiting(ada, site, now)
    monkeypatch.setattr("applications.postings.fetch.Rules", site.rules)
    tasks.sweep_fetches()

    assert said(row)[0] == "found"


def test_after_a_day_nothing_is_left_and_after_a_while_nobody_waits(ada, now, site):
    old = waiting(ada, site, now - timedelta(days=1), state="found", found=[{"role": "x"}])
    stale, fresh = waiting(ada, site, now - 31 * MINUTE), waiting(ada, site, now - MINUTE)

    assert operations.sweep_fetches(now=now)
    assert not PostingFetch.objects.filter(pk=old.pk).exists()
    assert (said(stale), said(fresh)[0]) == (("failed", "lost", []), "asked")


def test_the_sweep_is_on_the_schedule(settings):
    assert "applications.tasks.sweep_fetches" in [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]


def test_leaving_takes_them_along(ada, now, site):
    waiting(ada, site, now)
    ada.delete()

    assert not PostingFetch.objects.exists()
