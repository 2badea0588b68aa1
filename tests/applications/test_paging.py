"""Pages of the list, in every order: each row once, none moved by what comes in meanwhile."""

from datetime import timedelta

import pytest

from applications import listing, operations
from applications.listing import Wish
from applications.models import JobApplication
from tests.factories import make_application, make_interview

VALUES = {
    "applied_on": "applied_on",
    "deadline": "deadline_on",
    "interview": "next_interview_at",
    "excitement": "excitement",
}
SORTS = ["", "activity", "applied_on", "company", "role", "deadline", "interview", "excitement"]


@pytest.fixture
def shelf(ada, now):
    """Fifteen, with ties and gaps in everything that can be sorted by."""
    for number in range(15):
        day = now.date() - timedelta(days=number // 3)
        application = make_application(
            ada,
            now=now - timedelta(hours=number // 2),
            company=f"Firm {number % 4}",
            role=f"Role {number % 5}",
            excitement=number % 6 or None,
            applied_on=day if number % 3 else None,
            deadline_on=day + timedelta(days=9) if number % 4 else None,
        )
        if number % 4 == 1:
            make_interview(application, now=now, starts_at=now + timedelta(days=number // 8))
    return ada


def keys(page) -> list[int]:
    return [application.pk for application in page]


def walked(user, wish, *, now, size=4) -> list[list[int]]:
    pages = [listing.page_for(user, wish, now=now, size=size)]
    while pages[-1].after:
        pages.append(listing.page_for(user, wish, now=now, size=size, after=str(pages[-1].after)))
    return [keys(page) for page in pages]


def test_walking_on_shows_each_once_and_walking_back_the_same_pages(shelf, now):
    for sort in SORTS:
        for text in ("", "role", "firm 1"):
            walk_through(shelf, Wish(text=text, sort=sort), now=now)


def walk_through(shelf, wish, *, now):
    whole = keys(listing.page_for(shelf, wish, now=now, size=100))
    pages = walked(shelf, wish, now=now)

    assert [key for page in pages for key in page] == whole
    assert len(set(whole)) == len(whole) == listing.found(shelf, wish, now=now).count() > 0
    page = listing.page_for(shelf, wish, now=now, size=100)
    for before in reversed(pages[:-1]):
        start = pages[pages.index(before) + 1][0]
        place = next(place for place in places(shelf, wish, now) if place.values[-1] == start)
        page = listing.page_for(shelf, wish, now=now, size=4, before=str(place))
        assert keys(page) == before
    assert page.before is None


def places(user, wish, now):
    segments = listing.segments_for(user, wish, now=now)
    rows = listing.found(user, wish, now=now)
    if wish.sort == "interview":
        rows = listing.queries.with_next_interview(rows, now=now)
    return listing.stretch(rows, segments, size=100, after=None, before=None).places


def test_what_has_no_such_value_comes_last(shelf, now):
    for sort, name in VALUES.items():
        rows = listing.page_for(shelf, Wish(sort=sort), now=now, size=100).object_list
        values = [getattr(row, name) for row in rows]
        given = [value for value in values if value is not None]

        assert values == given + [None] * (len(values) - len(given)), sort
        assert given == sorted(given, reverse=sort in ("applied_on", "excitement")), sort


def test_what_comes_in_meanwhile_moves_no_later_page(shelf, now):
    first = listing.page_for(shelf, Wish(), now=now, size=4)
    second = listing.page_for(shelf, Wish(), now=now, size=4, after=str(first.after))
    make_application(shelf, now=now + timedelta(hours=1), company="Newest")

    assert keys(listing.page_for(shelf, Wish(), now=now, size=4, after=str(first.after))) == keys(second)


BROKEN = ["", "x", "W10", "WzBd", "bnVsbA", "WzAsIngiLDFd", "Wzk5LDFd", "WzAsbnVsbCxudWxsXQ", "[" * 3000]
BROKEN += ["WzAsIjAwMDEtMDEtMDFUMDA6MDA6MDArMTQ6MDAiLDFd", "WzAsIjIwMjYtMDEtMDFUMDA6MDA6MDArMDA6MDAiLDllOTld"]


def test_a_broken_place_opens_the_first_page(shelf, ada_client):
    first = [row.pk for row in ada_client.get("/applications/").context["page"]]

    for place in BROKEN:
        for name in ("after", "before"):
            answer = ada_client.get("/applications/", {name: place})
            assert answer.status_code == 200, place
            assert [row.pk for row in answer.context["page"]] == first, place


def test_what_is_done_with_some_of_a_page_leads_back_to_that_page(shelf, ada_client):
    operations.change_look(listing.queries.look_of(shelf))
    shelf.list_look.page_size = 4
    shelf.list_look.save()
    first = ada_client.get("/applications/?sort=role").context["page"]
    second = ada_client.get("/applications/", {"sort": "role", "after": str(first.after)})
    ticked = {"pick": keys(second.context["page"])[:1], "tag": "seen", "query": second.context["here"]}

    answer = ada_client.post("/applications/many/tag/", ticked, follow=True)
    assert f'name="query" value="sort=role&amp;after={first.after}"' in second.content.decode()
    assert keys(answer.context["page"]) == keys(second.context["page"])


def test_a_page_of_which_nothing_is_left_opens_the_first(shelf, now):
    *before, last = walked(shelf, Wish(), now=now)
    place = listing.page_for(shelf, Wish(), now=now, size=len(keys_of(before))).after
    operations.trash_many(shelf, last, now=now)

    page = listing.page_for(shelf, Wish(), now=now, size=4, after=str(place))
    assert keys(page) == before[0]


def keys_of(pages) -> list[int]:
    return [key for page in pages for key in page]


def test_a_deep_page_asks_as_much_as_the_first(shelf, ada_client, django_assert_max_num_queries):
    operations.change_look(listing.queries.look_of(shelf))
    shelf.list_look.page_size = 4
    shelf.list_look.save()
    with django_assert_max_num_queries(12) as first:
        page = ada_client.get("/applications/").context["page"]
    asked = len(first)
    page = ada_client.get("/applications/", {"after": str(page.after)}).context["page"]
    with django_assert_max_num_queries(asked):
        ada_client.get("/applications/", {"after": str(page.after)})


def test_company_and_role_come_before_other_texts(ada, now):
    make_application(ada, now=now, role="Baker", notes="They know a smith.")
    make_application(ada, now=now - timedelta(days=9), role="Smith")
    make_application(ada, now=now - timedelta(days=8), company="Smith & Co", role="Cook")

    rows = listing.page_for(ada, Wish(text="smith"), now=now, size=25)
    assert [row.role for row in rows] == ["Smith", "Cook", "Baker"]
    by_activity = listing.page_for(ada, Wish(text="smith", sort="activity"), now=now, size=25)
    assert [row.role for row in by_activity] == ["Baker", "Cook", "Smith"]


def test_so_many_are_not_counted(ada, now, monkeypatch):
    monkeypatch.setattr(listing, "COUNTED", 2)
    for number in range(4):
        make_application(ada, now=now, role=f"R{number}")

    page = listing.page_for(ada, Wish(), now=now, size=1)
    assert (page.count, page.is_counted) == (3, False)
    assert JobApplication.objects.count() == 4
