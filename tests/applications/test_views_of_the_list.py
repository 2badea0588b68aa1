"""How a person looks at the list: filters, chips, saved views, columns."""

import base64
import json
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict

from applications import operations
from applications.models import ListLook
from tests.applications.conftest import HTMX
from tests.factories import make_application, make_interview, make_outcome


def roles(client, **params) -> set[str]:
    return {application.role for application in client.get("/applications/", params).context["page"]}


@pytest.fixture
def shelf(ada, now):
    make_application(
        ada, now=now, role="A", work_mode="remote", excitement=5, applied_on=date(2026, 11, 2), source="Fair"
    )
    make_application(ada, now=now, role="B", work_mode="hybrid", excitement=2, applied_on=date(2026, 10, 2))
    ended = make_application(ada, now=now - timedelta(days=9), role="C", work_mode="remote", stage="interview")
    make_outcome(ended, now=now, kind="withdrawn")
    return ada


def test_filters_narrow_and_combine(shelf, ada_client):
    assert roles(ada_client, work_mode="remote") == {"A"}
    assert roles(ada_client, work_mode="remote", closed="on") == {"A", "C"}
    assert roles(ada_client, excitement="3") == {"A"}
    assert roles(ada_client, applied_from="2026-10-01", applied_to="2026-10-31") == {"B"}
    assert roles(ada_client, source="fai") == {"A"}
    assert roles(ada_client, source="nowhere") == roles(ada_client, source="%") == set()
    assert roles(ada_client, outcome="withdrawn", work_mode="remote") == {"C"}
    assert roles(ada_client, work_mode="hybrid", source="fair") == set()


def test_the_head_of_a_column_in_which_nothing_stands_takes_no_more_room_than_its_words(shelf, ada_client):
    def narrow(**params) -> set[str]:
        page = ada_client.get("/applications/", params).content.decode()
        return set(re.findall(r"<th scope=\"col\" data-empty[^>]*>(?:<a[^>]*>)?([^<]+)", page))

    assert narrow() == {"Next interview", "Deadline", "Tags"}
    shelf.applications.get(role="B").tags.add(shelf.tags.create(name="Dream", folded="dream"))
    assert narrow() == {"Next interview", "Deadline"}
    assert narrow(work_mode="remote") == {"Next interview", "Deadline", "Tags"}


def test_nonsense_in_the_address_is_left_out(shelf, ada_client):
    for name in (
        "stage",
        "outcome",
        "tag",
        "work_mode",
        "applied_from",
        "applied_to",
        "excitement",
        "sort",
        "archived",
    ):
        for value in ("x", "-1", "9" * 30, "0001-01-01", "\x00", "é"):
            assert ada_client.get("/applications/", {name: value}).status_code == 200, (name, value)


def test_somebody_else_s_tag_narrows_nothing(shelf, ada_client, bob):
    tag = bob.tags.create(name="Bob's", folded="bobs")

    page = ada_client.get("/applications/", {"tag": tag.pk})
    assert len(page.context["page"]) == 2 and "Bob" not in page.content.decode()


def test_each_filter_is_a_chip_that_can_be_taken_away(shelf, ada_client):
    form = ada_client.get("/applications/?q=a&work_mode=remote&sort=company&closed=on&stage=").context["form"]

    assert [(chip.label, chip.without) for chip in form.chips()] == [
        ("a", "work_mode=remote&sort=company&closed=on"),
        ("Work mode: Remote", "q=a&sort=company&closed=on"),
    ]


def test_htmx_writes_a_short_address_into_the_bar(shelf, ada_client):
    answer = ada_client.get("/applications/?q=a&stage=&outcome=&sort=", headers=HTMX)

    assert answer["HX-Replace-Url"] == "/applications/?q=a"


def test_an_empty_result_says_what_to_loosen(shelf, ada_client):
    page = ada_client.get("/applications/?q=c&work_mode=remote").content.decode()

    assert "Nothing found" in page
    assert 'href="?work_mode=remote"' in page
    assert 'href="?q=c&amp;work_mode=remote&amp;closed=on"' in page


def test_a_view_is_saved_opened_replaced_and_forgotten(shelf, ada_client):
    saved = {"name": "Far away", "query": "work_mode=remote&stage=&page=3&after=x"}
    ada_client.post("/applications/views/save/", saved)
    view = shelf.saved_views.get()
    assert (view.query, view.is_default) == ("work_mode=remote", False)
    assert f'href="/applications/?{view.query}"' in ada_client.get("/applications/").content.decode()

    ada_client.post("/applications/views/save/", {"name": "far AWAY", "query": "q=b", "is_default": "on"})
    assert [(one.name, one.query) for one in shelf.saved_views.all()] == [("far AWAY", "q=b")]
    assert ada_client.get("/applications/")["Location"] == "/applications/?q=b"

    ada_client.post("/applications/views/save/", {"name": "Other", "query": "", "is_default": "on"})
    assert [one.name for one in shelf.saved_views.filter(is_default=True)] == ["Other"]
    assert roles(ada_client, sort="activity") == {"A", "B"}

    ada_client.post(f"/applications/views/{shelf.saved_views.get(name='Other').pk}/delete/")
    assert shelf.saved_views.count() == 1


@pytest.mark.parametrize("name", ["", "x" * 61, "a\x00b"])
def test_a_view_needs_a_fitting_name(shelf, ada_client, name):
    answer = ada_client.post("/applications/views/save/", {"name": name, "query": "q=b"})

    assert answer.status_code == 422 and not shelf.saved_views.exists()
    assert answer.context["form"].errors["name"] and 'name="query" value="q=b"' in answer.content.decode()


def test_keeping_a_view_and_choosing_columns_are_questions_that_lead_back_to_the_same_list(shelf, ada_client):
    view = operations.save_view(shelf, name="Far", query="work_mode=remote", is_default=False)
    for address in ("/applications/views/save/", "/applications/look/"):
        page = ada_client.get(f"{address}?work_mode=remote&page=3").content.decode()
        assert "data-question" in page
        assert 'href="/applications/?work_mode=remote' in page
        assert (f"/applications/views/{view.pk}/delete/" in page) == ("save" in address)


def test_columns_and_page_size_are_kept(shelf, ada_client):
    ada_client.post("/applications/look/", {"columns": ["salary", "stage", "work_mode"], "page_size": "50"})

    assert (shelf.list_look.columns, shelf.list_look.page_size) == (["stage", "work_mode", "salary"], 50)
    page = ada_client.get("/applications/").content.decode()
    assert "Hybrid" in page and "data-label" not in page


@pytest.mark.parametrize("data", [{"columns": ["secret"], "page_size": "25"}, {"page_size": "1000"}, {}])
def test_a_look_that_is_not_known_changes_nothing(shelf, ada_client, data):
    assert ada_client.post("/applications/look/", data).status_code == 422

    assert ada_client.get("/applications/").context["look"].page_size == 25


def test_a_full_page_of_the_list_is_light(ada, ada_client, now):
    """Fifty rows with the usual columns and names on the long side, as they travel before they are compressed."""
    operations.change_look(ListLook.usual(user=ada, page_size=50))
    for number in range(60):
        facts = {"stage": "interview", "applied_on": date(2026, 9, 20), "tags": ["Favourites"] if number % 3 else []}
        company = f"Northern Public Broadcasting {number}"
        row = make_application(ada, now=now, company=company, role="Senior product designer, platform", **facts)
        if number % 4 == 0:
            make_interview(row, now=now)

    page = ada_client.get("/applications/")
    assert (len(page.context["page"]), len(page.content) <= 40_000) == (50, True), len(page.content)


def test_a_search_too_long_for_a_view_is_told_so(ada, ada_client):
    query = QueryDict(mutable=True)
    query["q"] = "ж" * 400
    answer = ada_client.post("/applications/views/save/", {"name": "Long", "query": query.urlencode()})
    assert "more words than a view can keep" in answer.content.decode()
    assert not ada.saved_views.exists()


@pytest.mark.parametrize("values", [[0, "\ud800", "x", 1], [0, "x", "x", float("inf")], [1e400]])
def test_a_place_that_nobody_can_stand_on_is_the_beginning(ada_client, application, values):
    after = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    answer = ada_client.get(f"/applications/?sort=company&after={after}")
    assert answer.status_code == 200 and "Initech" in answer.content.decode()


def test_a_tag_whose_signs_fold_into_many_is_kept(ada, application, now):
    operations.tag_many(ada, [application.pk], name="\ufdfa" * 50, now=now)
    operations.tag_many(ada, [application.pk], name="\ufdfa" * 50, now=now)
    assert ada.tags.count() == 1


def test_the_list_is_narrowed_to_what_got_at_least_so_far(shelf, ada, ada_client, now):
    make_application(ada, now=now, role="D", stage="offer")
    never_sent = make_application(ada, now=now, role="E", stage="saved")
    everything = {"closed": "on"}

    assert roles(ada_client, reached="interview", **everything) == {"C", "D"}
    assert roles(ada_client, reached="offer", **everything) == {"D"}
    assert "E" not in roles(ada_client, reached="applied", **everything)
    make_outcome(never_sent, now=now, kind="rejected")
    assert "E" in roles(ada_client, reached="applied", **everything)
    page = ada_client.get("/applications/", {"reached": "interview"}).content.decode()
    assert "Got at least as far as: Interview" in page
