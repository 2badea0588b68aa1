"""The list: searching, filtering, sorting, pages."""

from datetime import date, timedelta

import pytest

from applications import listing
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_interview, make_outcome


def roles(client, **params) -> list[str]:
    return [application.role for application in client.get("/applications/", params).context["page"]]


def test_closed_ones_are_hidden_until_asked_for(ada_client, application, closed):
    assert roles(ada_client) == ["Engineer"]
    assert roles(ada_client, closed="on") == ["Nurse", "Engineer"]


def test_others_are_never_in_it(bob_client, application, closed):
    assert roles(bob_client, closed="on") == []


@pytest.mark.parametrize(
    "q",
    ["initech", "ENGINEER init", "berl", "friend", "ring twice", "ÖL", "öl", "gmbh & co", "(a.b)*"],
)
def test_every_word_must_be_somewhere(ada, ada_client, now, q):
    found = {
        "company": "Initech Öl GmbH & Co",
        "location": "Berlin (a.b)*",
        "source": "A friend",
        "notes": "Ring\ntwice",
    }
    make_application(ada, now=now, role="Engineer", **found)
    make_application(ada, now=now, role="Other", company="Elsewhere")

    assert roles(ada_client, q=q) == ["Engineer"]


@pytest.mark.parametrize("q", ["initech nurse", "%", "_", "'", "\\", "ł(", "[", "x" * 500, "\x00"])
def test_odd_words_find_nothing_and_break_nothing(ada_client, application, q):
    answer = ada_client.get("/applications/", {"q": q})

    assert answer.status_code == 200
    if q not in ("x" * 500, "\x00"):
        assert not answer.context["page"].object_list


def test_filtering_by_stage_takes_how_far_a_closed_one_got(ada, ada_client, application, now):
    ended = make_application(ada, now=now, role="Ended", stage="applied")
    make_outcome(ended, now=now, last_stage="final_round")

    assert roles(ada_client, stage="applied") == ["Engineer"]
    assert roles(ada_client, stage="final_round", closed="on") == ["Ended"]


def test_asking_for_an_outcome_shows_closed_ones(ada_client, application, closed):
    assert roles(ada_client, outcome="rejected") == ["Nurse"]
    assert roles(ada_client, outcome="ghosted") == []


def test_it_can_be_sorted(ada, ada_client, now):
    facts = {
        "b": {"company": "alpha", "stage": "offer", "applied_on": date(2026, 11, 1), "deadline_on": date(2026, 12, 2)},
        "c": {"company": "Beta", "stage": "saved", "deadline_on": date(2026, 12, 1)},
        "a": {"company": "Gamma", "stage": "interview", "applied_on": date(2026, 11, 5)},
    }
    for role, fields in facts.items():
        make_application(ada, now=now, role=role, **fields)

    assert roles(ada_client, sort="company") == ["b", "c", "a"]
    assert roles(ada_client, sort="role") == ["a", "b", "c"]
    assert roles(ada_client, sort="applied_on") == ["a", "b", "c"]
    assert roles(ada_client, sort="deadline") == ["c", "b", "a"]


def test_an_old_or_mistyped_link_still_opens_it(ada_client, application):
    assert roles(ada_client, stage="hired", outcome="x", sort="y", page="z") == ["Engineer"]


def test_pages_keep_what_was_searched(ada, ada_client, now):
    for number in range(30):
        make_application(ada, now=now, role=f"Role {number}", company="Initech")

    answer = ada_client.get("/applications/", {"q": "initech", "sort": "company"})

    assert len(answer.context["page"]) == 25
    following = answer.context["page"].after
    assert f'href="?q=initech&amp;sort=company&amp;after={following}"' in answer.content.decode()
    assert len(roles(ada_client, q="initech", sort="company", after=str(following))) == 5


@pytest.mark.parametrize("typed", ["Initech", "  INITÉCH "])
def test_what_is_called_just_so_comes_first_then_what_has_the_words_in_its_names(ada, ada_client, now, typed):
    told = [("Cook", "Initech", ""), ("initech", "Hooli", ""), ("Chef", "Initech Sisters", ""), ("Aide", "Acme", typed)]
    for days, (role, company, notes) in enumerate(told):
        make_application(ada, now=now + timedelta(days=days), role=role, company=company, notes=notes)

    def in_order(**params) -> list[str]:
        return [row.role for row in ada_client.get("/applications/", {"q": typed} | params).context["page"]]

    assert in_order() == ["initech", "Cook", "Chef", "Aide"]
    assert in_order(sort="activity") == ["Aide", "Chef", "initech", "Cook"]


def test_pages_of_a_search_go_on_from_what_is_called_just_so(ada, now):
    names = [f"Initech {number}" for number in range(4)] + ["Initech"] * 3
    for days, company in enumerate(names):
        make_application(ada, now=now - timedelta(days=days), role=str(days), company=company)
    wish, found, after = listing.Wish(text="initech"), [], ""
    for _page in range(4):
        page = listing.page_for(ada, wish, now=now, size=2, after=after)
        found += [row.role for row in page]
        after = str(page.after or "")
        assert page.count == 7
    assert found == ["4", "5", "6", "0", "1", "2", "3"]
    assert not listing.page_for(ada, listing.Wish(text="&"), now=now, size=2).count


def test_empty_lists_say_what_helps(ada_client, closed):
    assert "Nothing found" in ada_client.get("/applications/", {"q": "zzz"}).content.decode()
    assert "No open applications" in ada_client.get("/applications/").content.decode()


def test_a_first_visit_offers_one_act(bob_client):
    page = bob_client.get("/applications/").content.decode()

    assert "No applications yet" in page and 'href="/applications/new/"' in page


def test_htmx_gets_the_rows_alone(ada_client, application):
    page = ada_client.get("/applications/", {"q": "eng"}, headers=HTMX).content.decode()

    assert page.lstrip().startswith('<section class="stack" id="application-list"')
    assert "<html" not in page and "Engineer" in page


def test_ten_more_rows_need_no_more_queries(ada, ada_client, now, django_assert_max_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            application = make_application(ada, now=now, company=f"C{ada.applications.count()}", role=f"R{number}")
            make_interview(application, now=now)
            if number % 2:
                make_outcome(application, now=now)

    add(2)
    with django_assert_max_num_queries(100) as few:
        ada_client.get("/applications/?closed=on")
    add(10)
    with django_assert_max_num_queries(len(few)):
        ada_client.get("/applications/?closed=on")
