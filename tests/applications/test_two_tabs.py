"""One application in two tabs: the second save says what was changed meanwhile, and loses neither."""

import json
import re

import pytest

from applications import operations
from applications.meanwhile import mark
from applications.models import JobApplication
from tests.applications.conftest import HTMX
from tests.factories import make_document


class Tab:
    """The edit page as a browser has it open."""

    def __init__(self, client, row):
        self.client, self.address = client, f"{row.get_absolute_url()}edit/"
        self.answer = client.get(self.address)
        self.read()

    def read(self):
        form = self.answer.context["form"]
        self.fields = {field.name: field.value() for field in form}
        self.fields = {name: "" if value is None else value for name, value in self.fields.items()}
        page = self.answer.content.decode()
        self.fields["seen"] = re.search(r'name="seen" value="([^"]*)"', page)[1].replace("&quot;", '"')
        for choice in re.findall(r'name="(take-\w+)" value="mine" checked', page):
            self.fields[choice] = "mine"

    def save(self, headers=None, **typed):
        self.answer = self.client.post(self.address, self.fields | typed, headers=headers)
        if self.answer.status_code == 422:
            self.read()
        return self.answer


@pytest.fixture
def tabs(ada_client, application):
    return Tab(ada_client, application), Tab(ada_client, application)


def test_saving_twice_from_one_page_after_the_other_is_nothing_special(ada_client, application):
    for role in ("Senior engineer", "Engineer"):
        assert Tab(ada_client, application).save(role=role).status_code == 302
    application.refresh_from_db()
    assert application.role == "Engineer"


def test_different_fields_are_both_kept_and_the_second_save_says_so(ada_client, application, tabs):
    one, other = tabs
    one.save(location="Berlin", deadline_on="2026-12-01")
    answer = other.save(role="Senior engineer")

    application.refresh_from_db()
    assert (application.role, application.location) == ("Senior engineer", "Berlin")
    assert str(application.deadline_on) == "2026-12-01"
    (said,) = [str(message) for message in ada_client.get(answer.url).context["messages"]][-1:]
    assert "changed in another tab" in said and "place and deadline" in said.casefold()


def test_the_same_field_is_a_question_and_nothing_typed_is_lost(application, tabs):
    one, other = tabs
    one.save(notes="They are *kind*.", location="Berlin")
    answer = other.save(notes="They seem rushed.", source="A friend")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Changed elsewhere meanwhile" in page
    assert "What you typed here:" in page and "They are *kind*." in page and page.count("They seem rushed.") >= 2
    application.refresh_from_db()
    assert (application.notes, application.source) == ("They are *kind*.", "")
    assert other.fields["source"] == "A friend" and other.fields["location"] == "Berlin"


@pytest.mark.parametrize(("choice", "kept"), [("mine", "They seem rushed."), ("theirs", "They are kind.")])
def test_the_person_chooses_and_that_is_saved(application, tabs, choice, kept):
    one, other = tabs
    one.save(notes="They are kind.")
    other.save(notes="They seem rushed.", source="A friend")

    assert other.save(**{"take-notes": choice}).status_code == 302
    application.refresh_from_db()
    assert (application.notes, application.source) == (kept, "A friend")


def test_what_was_typed_can_still_be_changed_before_choosing_it(application, tabs):
    one, other = tabs
    one.save(role="Developer")
    other.save(role="Architect")
    other.save(role="Architect and developer")

    application.refresh_from_db()
    assert application.role == "Architect and developer"


def test_a_third_save_in_between_asks_again(ada_client, application, tabs):
    one, other = tabs
    one.save(role="Developer")
    other.save(role="Architect")
    Tab(ada_client, application).save(role="Tester")

    answer = other.save(**{"take-role": "theirs"})
    assert answer.status_code == 422 and "Tester" in answer.content.decode()


def test_the_same_words_in_both_tabs_are_no_question(application, tabs):
    one, other = tabs
    one.save(role="Developer", notes="a\r\nb ")
    assert other.save(role="Developer", notes="a\nb").status_code == 302


def test_a_move_in_another_tab_is_not_taken_back_by_saving_something_else(ada_client, application, tabs, now):
    operations.move_to(application, "interview", now=now)
    tabs[1].save(location="Berlin")

    application.refresh_from_db()
    assert (application.stage, application.location) == ("interview", "Berlin")


def test_the_company_and_choices_are_compared_as_they_read(application, tabs):
    one, other = tabs
    one.save(company="Globex", work_mode="remote")
    answer = other.save(company="Umbrella", work_mode="hybrid")

    page = answer.content.decode()
    for words in ("Globex", "Umbrella", "Remote", "Hybrid"):
        assert words in page
    other.save(**{"take-company": "theirs", "take-work_mode": "mine"})
    application.refresh_from_db()
    assert (application.company.name, application.work_mode) == ("Globex", "hybrid")


def test_an_error_elsewhere_is_shown_with_the_question(application, tabs):
    one, other = tabs
    one.save(role="Developer")
    answer = other.save(role="Architect", salary_min="-1")

    page = answer.content.decode()
    assert answer.status_code == 422 and "Changed elsewhere meanwhile" in page
    assert "at the least" in page


def test_what_does_not_fit_is_still_a_question_once_it_fits(application, tabs):
    one, other = tabs
    one.save(salary_min="50000", location="Berlin")
    other.save(salary_min="-1", source="A friend")
    answer = other.save(salary_min="60000")

    assert answer.status_code == 422 and "50000" in answer.content.decode()
    application.refresh_from_db()
    assert (application.salary_min, application.location) == (50_000, "Berlin")


def test_what_was_chosen_stays_chosen_when_something_else_does_not_fit(application, tabs):
    one, other = tabs
    one.save(role="Developer")
    other.save(role="Architect")
    other.save(**{"take-role": "theirs"}, salary_min="-1")
    other.save(salary_min="1")

    application.refresh_from_db()
    assert (application.role, application.salary_min) == ("Developer", 1)


def test_htmx_gets_the_form_with_the_question(tabs):
    one, other = tabs
    one.save(role="Developer")
    page = other.save(headers=HTMX, role="Architect").content.decode()

    assert page.lstrip().startswith("<form") and "Changed elsewhere meanwhile" in page


def test_documents_chosen_in_another_tab_stay(ada_client, application, document, tabs, now):
    one, other = tabs
    version = document.versions.get()
    one, other = Tab(ada_client, application), Tab(ada_client, application)
    one.save(documents=[version.pk], documents_shown="1")
    other.save(location="Berlin", documents=[], documents_shown="1")

    assert application.documents.get() == version


def test_documents_chosen_differently_are_a_question_by_their_names(ada, ada_client, application, document, now):
    other_one = make_document(ada, title="Another CV", now=now)
    first, second = document.versions.get(), other_one.versions.get()
    one, other = Tab(ada_client, application), Tab(ada_client, application)
    one.save(documents=[first.pk], documents_shown="1")
    page = other.save(documents=[second.pk], documents_shown="1").content.decode()
    assert "Changed elsewhere meanwhile" in page and page.count("My CV, version 1") >= 2

    other.save(**{"take-documents": "theirs", "documents": [second.pk], "documents_shown": "1"})
    assert application.documents.get() == first


@pytest.mark.parametrize(
    "seen", ["", "x", "[]", "{}", "null", '{"role": 7}', '{"nowhere": "x", "__class__": "x"}', "{" * 9000]
)
def test_a_form_that_does_not_say_what_it_saw_is_saved_as_it_is(application, tabs, seen):
    assert tabs[0].save(seen=seen, role="Developer").status_code == 302
    application.refresh_from_db()
    assert application.role == "Developer"


def test_one_that_was_deleted_meanwhile_gives_back_what_was_typed(ada_client, application, tabs, now):
    operations.trash_many(application.user, [application.pk], now=now)
    notes = "A long thought about this employer that nobody wants to write twice."
    answer = tabs[0].client.post(tabs[0].address, tabs[0].fields | {"notes": notes}, HTTP_ORIGIN="http://testserver")

    assert answer.status_code == 404
    assert notes in answer.content.decode() and "What you typed" in answer.content.decode()
    assert JobApplication.with_trash.get().notes == ""


@pytest.mark.parametrize(
    ("kind", "kept", "chosen"), [("companies", "website", "notes"), ("contacts", "phone", "notes")]
)
def test_a_company_and_a_contact_lose_nothing_either(ada, ada_client, kind, kept, chosen):
    row = getattr(ada, kind).create(name="Grace")
    value = {"website": "https://initech.example", "phone": "123"}[kept]
    one, other = Tab(ada_client, row), Tab(ada_client, row)
    one.save(notes="From the first tab", **{kept: value})

    page = other.save(notes="From the second tab").content.decode()
    assert "Changed elsewhere meanwhile" in page and "From the first tab" in page and "From the second tab" in page

    assert other.save().status_code == 302
    row.refresh_from_db()
    assert (getattr(row, kept), row.notes) == (value, "From the second tab")


def test_a_foreign_page_gets_none_of_its_words_onto_ours(ada_client):
    answer = ada_client.post("/applications/999/edit/", {"notes": "x" * 50}, HTTP_ORIGIN="https://evil.example")

    assert answer.status_code == 404 and "xxxxx" not in answer.content.decode()


def test_marks_are_short_and_tell_nothing(tabs):
    seen = json.loads(tabs[0].fields["seen"])

    assert set(seen) >= {"company", "role", "notes", "stage"}
    assert len(tabs[0].fields["seen"]) < 700
    assert mark(None) == mark("") == mark("  \n")
