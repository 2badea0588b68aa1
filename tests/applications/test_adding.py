"""The form of a new application: a link, a text or another page fill it in; only its button adds."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from applications import operations
from applications.views.bookmarklet import bookmarklet
from tests.applications.conftest import HTMX
from tests.applications.postings.pages import ld, posting
from tests.factories import make_application

NEW, READ = "/applications/new/", "/applications/postings/"
URL = "https://jobs.example.org/posting/77"
FOUND = {"company": "Hooli", "role": "Senior Nurse", "location": "Bremen", "url": URL}


@pytest.fixture
def fetch(ada, now):
    return ada.posting_fetches.create(url=URL, asked_at=now)


def finish(fetch, *found, problem=""):
    fetch.state, fetch.found, fetch.problem = "found" if found else "failed", list(found), problem
    fetch.save()
    return fetch


def values(answer):
    """What stands in the fields of the form."""
    form = answer.context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, "", "saved")}


def data_found(answer):
    found = re.search(r'data-found="([^"]*)"', answer.content.decode())
    return json.loads(html.unescape(found[1])) if found else None


# --- A link -----------------------------------------------------------------------------------------------------------


def test_a_pasted_link_is_asked_for_and_what_was_typed_stays(ada, ada_client):
    answer = ada_client.post(READ, {"paste": f" {URL}\n", "role": "Nurse", "notes": "Keep me", "read": "1"})

    row = ada.posting_fetches.get()
    page = answer.content.decode()
    assert (row.url, row.state) == (URL, "asked")
    assert values(answer) == {"role": "Nurse", "notes": "Keep me", "url": URL}
    assert "is being looked up" in page and f'name="fetch" value="{row.pk}"' in page
    assert not ada.applications.exists()


def test_without_a_script_a_button_asks_again_and_fills_what_is_empty(ada_client, fetch):
    typed = {"role": "Nurse", "work_mode": "hybrid", "fetch": fetch.pk, "look": "1"}
    assert values(ada_client.post(READ, typed)) == {"role": "Nurse", "work_mode": "hybrid", "url": URL}

    finish(fetch, FOUND)
    answer = ada_client.post(READ, typed)
    # The place belongs together with the mode, which was typed.
    assert values(answer) == {"role": "Nurse", "company": "Hooli", "work_mode": "hybrid", "url": URL}
    assert "Senior Nurse" in answer.content.decode()


def test_with_a_script_the_piece_asks_again_by_itself_more_and_more_seldom(ada_client, fetch, now, monkeypatch):
    waits = []
    for seconds in (0, 2, 4, 9, 20, 39, 41):
        monkeypatch.setattr("django.utils.timezone.now", lambda seconds=seconds: now + timedelta(seconds=seconds))
        piece = ada_client.get(f"{READ}{fetch.pk}/", headers=HTMX).content.decode()
        assert "<html" not in piece
        waits += re.findall(r"load delay:(\d+)s", piece) or ["no more"]
    assert waits == ["1", "1", "2", "2", "5", "5", "no more"]
    assert "takes longer than usual" in piece


def test_what_was_found_comes_as_data_for_the_script_and_as_words(ada_client, fetch):
    found = FOUND | {"salary_min": 40000, "salary_max": 50000, "salary_currency": "EUR", "deadline_on": "2026-12-24"}
    finish(fetch, found | {"role": '"><script>alert(1)</script>', "posting_text": "Nights. " * 500})

    answer = ada_client.get(f"{READ}{fetch.pk}/", headers=HTMX)
    assert data_found(answer)["salary_max"] == 50000
    page = answer.content.decode()
    assert "load delay" not in page and "<script>alert" not in page
    for words in ("Hooli", "Bremen", "€40,000", "24 December 2026", "Nights."):
        assert words in page


def test_the_address_of_a_question_is_a_page_as_well(ada_client, fetch):
    finish(fetch, FOUND)
    answer = ada_client.get(f"{READ}{fetch.pk}/")

    assert answer.status_code == 200 and values(answer) == FOUND


@pytest.mark.parametrize(
    ("problem", "words", "leads_on"),
    [
        ("private", "private network", False),
        ("gone", "no page at that link any more", False),
        ("too_big", "too big", False),
        ("too_slow", "too long", True),
        ("blocked", "only people", True),
        ("login", "signed in there", True),
        ("nothing", "which job it is about", True),
        ("something new", "went wrong", False),
    ],
)
def test_a_problem_is_said_in_plain_words_with_a_way_on(ada_client, fetch, problem, words, leads_on):
    finish(fetch, problem=problem)
    page = html.unescape(ada_client.get(f"{READ}{fetch.pk}/", headers=HTMX).content.decode())

    assert words in page and "The link itself is kept" in page
    assert (reverse("applications:posting-anywhere") in page) == leads_on


def test_a_stranger_finds_no_question_of_mine(bob_client, fetch):
    finish(fetch, FOUND)
    for answer in (
        bob_client.get(f"{READ}{fetch.pk}/"),
        bob_client.post(READ, {"fetch": fetch.pk}),
        bob_client.post(READ, {"fetch": "9" * 5000}),
        bob_client.post(READ, {"fetch": "-1"}),
        bob_client.post(READ, {"fetch": "x\x00"}),
    ):
        assert answer.status_code == 404 and "Hooli" not in answer.content.decode()


def test_of_several_postings_one_is_chosen(ada_client, fetch):
    finish(fetch, FOUND, FOUND | {"role": "Cook"})

    answer = ada_client.get(f"{READ}{fetch.pk}/", headers=HTMX)
    assert "Which one is it?" in answer.content.decode() and data_found(answer) is None
    assert values(ada_client.post(READ, {"fetch": fetch.pk, "choice": "1"}))["role"] == "Cook"
    for wrong in ("2", "-1", "x", "١"):
        assert "role" not in values(ada_client.post(READ, {"fetch": fetch.pk, "choice": wrong}))


# --- A text -----------------------------------------------------------------------------------------------------------


def test_a_pasted_text_is_the_posting_s_text_and_says_what_is_sure(ada, ada_client):
    answer = ada_client.post(READ, {"paste": "Company: Hooli\n\nWe work at night.", "role": "Nurse"})

    assert values(answer) == {
        "role": "Nurse",
        "company": "Hooli",
        "posting_text": "Company: Hooli\n\nWe work at night.",
    }
    assert answer.context["paste_form"]["paste"].value() in (None, "")
    assert not ada.posting_fetches.exists()


def test_several_postings_in_a_pasted_source_are_chosen_from_too(ada_client):
    source = ld("[" + posting() + "," + posting(title='"Cook"') + "]")

    answer = ada_client.post(READ, {"paste": source})
    assert "Which one is it?" in answer.content.decode()
    assert answer.context["paste_form"]["paste"].value() == source
    assert values(ada_client.post(READ, {"paste": source, "choice": "1"}))["role"] == "Cook"


@pytest.mark.parametrize("paste", ["", "  \n", "\x00"])
def test_nothing_pasted_is_nothing_found(ada_client, paste):
    answer = ada_client.post(READ, {"paste": paste}, headers=HTMX)

    assert answer.status_code == 200 and data_found(answer) is None


def test_an_empty_box_is_asked_for_a_posting(ada_client):
    page = ada_client.post(READ, {"paste": " "}).content.decode()

    assert "Please paste a link or the text of a posting first." in page
    assert "The page does not say" not in page


@pytest.mark.parametrize(("text", "is_said"), [("We work at night.", True), ("Company: Hooli\nRole: Cook", False)])
def test_names_that_a_text_does_not_tell_are_asked_for(ada_client, text, is_said):
    page = ada_client.post(READ, {"paste": text}).content.decode()

    assert ("Company or role could not be told for certain" in page) is is_said


def test_too_much_to_paste_is_said_and_not_lost(ada, ada_client):
    long = "word " * 70_000
    answer = ada_client.post(NEW, {"company": "Hooli", "role": "Nurse", "paste": long})

    assert answer.status_code == 422 and long.strip() in answer.content.decode()
    assert not ada.applications.exists()


# --- Adding -----------------------------------------------------------------------------------------------------------


def test_enter_looks_into_what_was_pasted_where_company_and_role_are_missing(ada, ada_client):
    answer = ada_client.post(NEW, {"paste": "Company: Hooli\nNights.", "company": "", "role": ""})

    assert answer.status_code == 200 and values(answer)["company"] == "Hooli"
    assert not ada.applications.exists()


@pytest.mark.parametrize(("paste", "name"), [(URL, "url"), ("We work at night.", "posting_text")])
def test_what_was_pasted_is_kept_also_where_nobody_looked_into_it(ada, ada_client, paste, name):
    ada_client.post(NEW, {"company": "Hooli", "role": "Nurse", "paste": paste})

    assert getattr(ada.applications.get(), name) == paste


def test_what_stands_in_the_fields_wins_over_what_was_pasted(ada, ada_client):
    ada_client.post(NEW, {"company": "Hooli", "role": "Nurse", "url": "https://example.org/", "paste": URL})

    assert ada.applications.get().url == "https://example.org/"


def test_a_link_of_10_000_characters_is_no_link_and_no_loss(ada_client):
    long = "https://example.org/" + "x" * 10_000
    answer = ada_client.post(NEW, {"company": "Hooli", "role": "Nurse", "paste": long})

    assert answer.status_code == 302  # it is a text like any other


# --- What another page brings -----------------------------------------------------------------------------------------


def brought(**page):
    return {"brought": json.dumps({"url": URL, "title": "", "blocks": [], "html": "", "selection": ""} | page)}


def test_what_the_bookmarklet_brings_is_read_like_a_page(ada, ada_client):
    answer = ada_client.post(READ, brought(blocks=[posting()], selection="Nights."), headers=HTMX)

    said = {"company": "Hooli", "role": "Senior Nurse", "posting_text": "Nights.", "url": URL}
    assert data_found(answer) == said
    assert values(ada_client.post(READ, brought(blocks=[posting()], selection="Nights."))) == said
    assert not ada.posting_fetches.exists() and not ada.applications.exists()


@pytest.mark.parametrize(
    "page",
    [
        *("", "{", "[]", "7", "null", "[" * 10_000, "x" * 300_000),
        json.dumps({"url": "javascript:alert(1)", "blocks": 7, "html": None, "title": [], "selection": {}}),
        json.dumps({"url": {}, "blocks": [None, 7, "{"], "html": "<b", "title": "\x00", "selection": "\ud800"}),
    ],
)
def test_nonsense_that_is_brought_is_nothing_found(ada_client, page):
    for headers in (None, HTMX):
        answer = ada_client.post(READ, {"brought": page}, headers=headers)
        assert answer.status_code == 200
        assert "javascript:" not in answer.content.decode()


def test_a_link_that_is_brought_is_kept_though_the_page_says_nothing(ada_client):
    assert data_found(ada_client.post(READ, brought(), headers=HTMX)) == {"url": URL}


def test_the_page_of_the_bookmarklet_has_it_as_a_link_and_as_a_text(ada_client):
    page = html.unescape(ada_client.get("/applications/new/from-any-page/").content.decode())
    mark = bookmarklet("http://testserver/applications/new/")

    assert page.count(mark) == 2
    assert mark.startswith("javascript:(function") and len(mark) < 2000
    assert not re.search(r"[\s<>\"\\]", mark)


# --- What a phone shares ----------------------------------------------------------------------------------------------


def test_what_is_shared_opens_the_form_with_it(ada, ada_client):
    answer = ada_client.get(NEW, {"title": "Job Application for Nurse at Hooli", "text": f"Look: {URL}"})

    assert values(answer) == {"company": "Hooli", "role": "Nurse", "url": URL}
    assert answer.context["paste_form"]["paste"].value() == URL
    assert not ada.posting_fetches.exists()


def test_a_shared_text_waits_in_the_box(ada_client):
    answer = ada_client.get(NEW, {"text": "We work at night."})

    assert answer.context["paste_form"]["paste"].value() == "We work at night."


@pytest.mark.parametrize(
    ("site", "by_itself"), [("none", True), ("same-origin", True), ("cross-site", False), ("", False)]
)
def test_only_the_person_makes_us_look_something_up(ada_client, site, by_itself):
    page = ada_client.get(NEW, {"url": URL}, headers={"Sec-Fetch-Site": site} if site else {}).content.decode()

    assert ("data-reads-now" in page) == by_itself


def test_the_home_screen_knows_where_to_share_to(client):
    target = client.get("/manifest.webmanifest").json()["share_target"]

    assert target == {"action": NEW, "method": "GET", "params": {"title": "title", "text": "text", "url": "url"}}


# --- Once more --------------------------------------------------------------------------------------------------------


@pytest.fixture
def nurse(ada, now):
    return make_application(ada, now=now, company="Hooli GmbH", role="Senior Nurse (m/w/d)", url=f"{URL}?utm_source=a")


@pytest.mark.parametrize(
    "typed",
    [
        {"company": "Initech", "role": "Cook", "url": "http://www.jobs.example.org/posting/77/?ref=b#apply"},
        {"company": "HOOLI", "role": "nurse"},
        {"company": "Hóoli", "role": "Sr. Nurse"},
        {"company": "Hooli GmbH", "role": "Senior Nurse"},
    ],
)
def test_what_may_be_the_same_again_is_shown_with_a_choice(ada, ada_client, nurse, typed):
    answer = ada_client.post(NEW, typed | {"notes": "Keep me"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{nurse.get_absolute_url()}"' in page and "add_anyway" in page and "Keep me" in page
    assert ada.applications.count() == 1

    ada_client.post(NEW, typed | {"add_anyway": "1"})
    assert ada.applications.count() == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"company": "Hooli", "role": "Junior Nurse"},
        {"company": "Hooli", "role": "Nurse Manager"},
        {"company": "Hooli Care", "role": "Senior Nurse"},
        {"company": "Initech", "role": "Senior Nurse"},
        {"company": "Initech", "role": "Nurse", "url": "https://jobs.example.org/posting/78"},
        {"company": "Initech", "role": "Nurse", "url": "https://jobs.example.org/posting/77?job=2"},
        {"company": "Initech", "role": "Nurse", "url": "https://jobs.example.com/posting/77"},
    ],
)
def test_what_is_another_one_is_added(ada, ada_client, nurse, typed):
    assert ada_client.post(NEW, typed).status_code == 302
    assert ada.applications.count() == 2


def test_what_others_have_and_what_is_deleted_is_not_there(ada, bob, bob_client, ada_client, nurse, now):
    assert bob_client.post(NEW, {"company": "Hooli", "role": "Senior Nurse", "url": URL}).status_code == 302
    operations.delete_application(nurse, now=now)
    assert ada_client.post(NEW, {"company": "Hooli", "role": "Senior Nurse", "url": URL}).status_code == 302


def test_it_is_shown_already_when_the_link_is_pasted(ada_client, nurse):
    page = ada_client.post(READ, {"paste": URL}, headers=HTMX).content.decode()

    assert "You may have this one already" in page and nurse.get_absolute_url() in page


@pytest.mark.parametrize("page", [NEW, "edit"])
def test_the_fields_of_the_pay_stand_together(ada, ada_client, now, page):
    address = NEW if page == NEW else reverse("applications:application-edit", args=[make_application(ada, now=now).pk])

    (group,) = re.findall(r'<div class="fields-four".*?<textarea', ada_client.get(address).content.decode(), re.DOTALL)

    names = ["salary_min", "salary_max", "salary_currency", "salary_period"]
    assert [name for name in re.findall(r' name="(\w+)"', group) if name != "notes"] == names


# --- A link for a name ------------------------------------------------------------------------------------------------


def test_a_link_for_a_company_is_the_link_to_the_posting_and_its_name_is_proposed(ada, ada_client):
    link = f"https://jobs.lever.co/acme/{'0a1b' * 60}"  # longer than a name can be
    answer = ada_client.post(NEW, {"company": f" {link}", "role": "Nurse", "notes": "Keep me"})

    page = answer.content.decode()
    assert answer.status_code == 422 and not ada.applications.exists()
    assert values(answer) == {"company": "Acme", "role": "Nurse", "url": link, "notes": "Keep me"}
    assert "Is this what the company is called?" in page and "200" not in str(answer.context["form"].errors)

    ada_client.post(NEW, values(answer))
    application = ada.applications.get()
    assert (application.company.name, application.url) == ("Acme", link)


def test_where_the_link_says_nothing_of_the_company_its_name_is_asked_for(ada, ada_client):
    answer = ada_client.post(NEW, {"company": "www.linkedin.com/jobs/view/77", "role": "Nurse"})

    assert values(answer) == {"role": "Nurse", "url": "https://www.linkedin.com/jobs/view/77"}
    assert "What is the company called?" in answer.content.decode()


def test_a_link_in_the_place_of_a_name_beside_another_one_stays(ada, ada_client):
    typed = {"company": "acme.com/jobs", "role": "Nurse", "url": URL}
    answer = ada_client.post(NEW, typed)

    assert answer.status_code == 422 and values(answer) == typed
    assert "That is a link. What is the company called?" in answer.content.decode()


def test_a_company_that_was_called_by_a_link_before_hinders_no_other_change(ada, ada_client, now):
    application = make_application(ada, company="https://acme.com/jobs", now=now)
    told = {"company": "https://acme.com/jobs", "role": "Nurse"}
    assert ada_client.post(f"/applications/{application.pk}/edit/", told).status_code == 302

    answer = ada_client.post(f"/applications/{application.pk}/edit/", told | {"company": "https://hooli.com/jobs"})
    assert answer.status_code == 422
    assert (values(answer)["company"], values(answer)["url"]) == ("Hooli", "https://hooli.com/jobs")
