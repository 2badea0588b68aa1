"""Every form field and query parameter that names a row: somebody else's number opens nothing and changes nothing."""

import ast
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.forms import ModelChoiceField
from django.urls import reverse

from accounts.models import User
from applications import operations
from applications.forms import (
    ApplicationForm,
    ContactForm,
    DeletePeriodForm,
    EventForm,
    InterviewForm,
    OwnLetterForm,
)
from applications.models import Company, OwnLetter
from recovery.models import Answer
from recovery.operations import keep_lesson
from tests.conventions.access import CANARY, Changes, QuietClient
from tests.factories import make_application, make_contact, make_interview, make_outcome
from tests.files import upload

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
HUGE = "9" * 5000  # more digits than Python turns into a number
LARGE = "9" * 30  # a number, but too large for the key of a row


@pytest.fixture(scope="module")
def settled(world):
    return Bob(world)


@pytest.fixture
def bob(settled, db):
    """bob with an application, a contact and a recovery of his own; what he does is put back after the test."""
    with transaction.atomic():
        for row in (settled.open, settled.contact, settled.nudge):
            row.refresh_from_db()
        yield settled
        transaction.set_rollback(True)


class Bob:
    def __init__(self, world):
        self.world, self.person, now = world, world.bob, world.now
        self.client = QuietClient()
        self.client.force_login(self.person)
        self.open = make_application(self.person, stage="applied", now=now)
        self.interview = make_interview(self.open, now=now)
        self.contact = make_contact(self.person)
        self.closed = make_application(self.person, company="Closed", stage="interview", now=now)
        make_outcome(self.closed, now=now)
        self.recovery = self.person.recoveries.get()
        self.nudge = world.planned()
        self.nudge.user, self.nudge.application = self.person, self.open.pk
        self.nudge.save()

    def period(self, name):
        now = self.world.now
        return operations.add_period(self.person, name=name, is_current=False, takes_in=False, now=now)

    def post(self, page, /, *parts, headers=None, **data):
        """(response, what changed in rows of people, as statements)."""
        changes = Changes()
        with changes.heard():
            response = self.client.post(reverse(page, args=parts), data, headers=headers)
        return response, changes.statements

    def get(self, page, /, *parts, **query):
        return self.client.get(reverse(page, args=parts), query)


# --- Forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
@pytest.mark.parametrize("page", ["new", "edit"])
def test_a_contact_is_not_tied_to_an_application_of_another(bob, page, number):
    number = bob.world.open.pk if number == "ada's" else number
    parts = [bob.contact.pk] if page == "edit" else []
    response, changed = bob.post(f"applications:contact-{page}", *parts, name="Grace", applications=[number])

    assert (response.status_code, changed) == (422, [])
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
def test_an_event_is_not_tied_to_a_contact_of_another(bob, number):
    number = bob.world.contact.pk if number == "ada's" else number
    response, changed = bob.post(
        "applications:event-new", bob.open.pk, kind="note", happened_on="2026-11-17", note="x", contact=number
    )

    assert (response.status_code, changed) == (422, [])
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
@pytest.mark.parametrize("page", ["new", "edit"])
def test_an_interview_is_with_no_contact_of_another(bob, page, number):
    number = bob.world.contact.pk if number == "ada's" else number
    parts = [bob.open.pk] if page == "new" else [bob.interview.pk]
    sent = {"kind": "phone", "starts_at": "2026-11-25T10:00", "contacts": [number]}
    response, changed = bob.post(f"applications:interview-{page}", *parts, **sent)

    assert (response.status_code, changed) == (422, [])
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "٣", "²"])
def test_a_lesson_leads_back_to_no_interview_of_another(bob, number):
    number = bob.world.interview.pk if number == "ada's" else number
    lesson = keep_lesson(bob.interview, text="I ask first", now=bob.world.now)
    response, _ = bob.post("recovery:lesson-mark", lesson.pk, mark="tried", interview=number)

    assert (response.status_code, response["Location"]) == (302, "/interviews/")


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
def test_a_letter_is_not_about_an_interview_of_another(bob, number):
    number = bob.world.interview.pk if number == "ada's" else number
    for application in (bob.open.pk, bob.world.open.pk):
        url = reverse("advice:letter-detail", args=["gracious_reply"])
        response = bob.client.get(f"{url}?application={application}&interview={number}")
        assert response.status_code == 404 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
def test_a_document_is_not_tied_to_an_application_of_another(bob, number):
    number = bob.world.open.pk if number == "ada's" else number
    told = {"file": upload(), "kind": "cv", "application": number}
    response, changed = bob.post("applications:document-new", **told)

    assert (response.status_code, changed) == (422, [])
    assert CANARY not in response.content.decode()
    assert CANARY not in bob.get("applications:document-new", application=number).content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
def test_a_document_of_another_is_not_sent_with_one_s_own_application(bob, number):
    number = bob.world.version.pk if number == "ada's" else number
    response, changed = bob.post("applications:document-choose", bob.open.pk, documents=[number])

    assert (response.status_code, changed) == (302, [])
    assert not bob.open.documents.exists()


def test_a_company_is_found_among_one_s_own_only(bob):
    """The name of another person's company makes a row of one's own, and says nothing of theirs."""
    theirs = bob.world.open.company
    response, _ = bob.post("applications:application-new", company=theirs.name, role="Tester")

    mine = Company.objects.get(user=bob.person, name=theirs.name)
    assert response.status_code == 302 and mine.pk != theirs.pk
    assert theirs.applications.count() == 1
    page = bob.get("applications:application-detail", mine.applications.get().pk).content.decode()
    assert bob.world.open.get_absolute_url() not in page


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
def test_no_application_goes_into_a_period_of_another(bob, number):
    number = bob.world.period.pk if number == "ada's" else number
    mine = bob.period("Mine")
    for page, parts, data in [
        ("application-edit", [bob.open.pk], {"company": "Initech", "role": "X", "period": number}),
        ("period-delete", [mine.pk], {"to": number}),
    ]:
        response, changed = bob.post(f"applications:{page}", *parts, **data)
        assert (response.status_code, changed) == (422, []), page
        assert CANARY not in response.content.decode()
    _, changed = bob.post("applications:period-change-many", pick=[bob.open.pk], period=number)
    assert changed == []
    answer = bob.get("applications:application-list", period=number)
    assert answer.status_code == 200 and CANARY not in answer.content.decode()


def test_fields_that_are_not_asked_for_are_not_taken(bob):
    """No form hands a row to somebody else, or takes one over."""
    ada = bob.world.ada
    bob.post("applications:application-edit", bob.open.pk, company="Initech", role="X", user=ada.pk, user_id=ada.pk)
    bob.post("applications:contact-edit", bob.contact.pk, name="Grace", user=ada.pk, company_id=bob.world.open.pk)
    bob.post("applications:interview-new", bob.open.pk, kind="phone", starts_at="2026-11-25T10:00", application=1)
    bob.post("accounts:settings-edit", name="Bob", time_zone="UTC", rejection_word="rejected", is_staff="on", pk=ada.pk)

    for row in (bob.open, bob.contact):
        row.refresh_from_db()
        assert row.user == bob.person
    assert bob.open.interviews.count() == 2
    assert not User.objects.get(pk=bob.person.pk).is_staff
    assert User.objects.get(pk=ada.pk).name == ada.name


# --- Recovery ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["recovery-choose", "note-save"])
def test_an_application_of_another_has_no_place_in_one_s_recovery(bob, verb):
    theirs = bob.world.closed
    for recovery, application in [
        (bob.recovery, theirs),
        (bob.world.recovery, bob.closed),
        (bob.world.recovery, theirs),
    ]:
        response, changed = bob.post(f"recovery:{verb}", recovery.pk, application.pk, note="x")
        assert (response.status_code, changed) == (404, [])


CONTACT_PROMPTS = [("gracious_reply", "told_by"), ("widen_the_circle", "lost_touch"), ("widen_the_circle", "next_door")]


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1"])
@pytest.mark.parametrize(("step", "prompt"), CONTACT_PROMPTS)
def test_a_prompt_takes_no_contact_of_another(bob, step, prompt, number):
    number = bob.world.contact.pk if number == "ada's" else number
    parts = [bob.recovery.pk, step]
    bob.post("recovery:step-open", *parts)
    chosen = {f"{prompt}-contact": number, "only": prompt}
    response, changed = bob.post("recovery:step-save", *parts, **chosen, headers={"HX-Request": "true"})

    assert (response.status_code, changed) == (422, [])
    # A browser without scripts sends the whole form: what could be read is kept, the stranger's contact is not.
    response, changed = bob.post("recovery:step-save", *parts, **chosen)
    assert response.status_code == 422
    assert not Answer.objects.filter(step__recovery=bob.recovery, prompt_key=prompt).exists()
    assert CANARY not in response.content.decode()


def test_a_step_names_its_prompts_only(bob):
    """`only` and `sent` name a prompt of this step; any other word saves nothing."""
    parts = [bob.recovery.pk, "gracious_reply"]
    bob.post("recovery:step-open", *parts)
    for name in ("causes", "__class__", HUGE):
        named = {name: "x", "only": name}
        response, changed = bob.post("recovery:step-save", *parts, **named, headers={"HX-Request": "true"})
        assert response.status_code < 500 and changed == []
        response, changed = bob.post("recovery:step-sent", *parts, sent=name)
        assert response.status_code in {404, 422}


# --- Nudges and letters -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "²"])
@pytest.mark.parametrize("verb", ["first-no-say-yes", "first-no-say-no"])
def test_the_way_back_leads_to_no_application_of_another(bob, verb, number):
    number = bob.world.closed.pk if number == "ada's" else number
    response, _ = bob.post(f"nudges:{verb}", application=number)

    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize("place", ["today", "application", "settings", "https://evil.example", "//evil.example", HUGE])
@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}], ids=["browser", "htmx"])
def test_a_place_names_a_piece_of_ours_or_the_plan(bob, place, headers):
    """Also with ada's nudge: its number is not there for bob, wherever he says he stands."""
    url = reverse("nudges:nudge-snooze", args=[bob.nudge.pk])
    response = bob.client.post(url, {"span": "1d", "place": place}, headers=headers)
    assert response.status_code in {200, 302}
    assert response.get("Location", "/").startswith("/") and not response.get("Location", "/").startswith("//")
    assert CANARY not in response.content.decode()

    url = reverse("nudges:nudge-snooze", args=[bob.world.nudge.pk])
    assert bob.client.post(url, {"span": "1d", "place": place}, headers=headers).status_code == 404


def test_a_nudge_about_an_application_of_another_shows_nothing_of_it(bob):
    """Should a number ever be wrong: what a nudge is about is looked for among one's own rows."""
    bob.nudge.application, bob.nudge.subject = bob.world.open.pk, f"application:{bob.world.open.pk}"
    bob.nudge.save()
    for name in ("nudges:plan-show", "nudges:today-show"):
        page = bob.get(name).content.decode()
        assert CANARY not in page and bob.world.open.get_absolute_url() not in page


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
def test_a_letter_is_not_filled_from_an_application_of_another(bob, number):
    number = bob.world.open.pk if number == "ada's" else number
    for method in ("get", "post"):
        url = reverse("advice:letter-detail", args=["gracious_reply"]) + f"?application={number}"
        response = getattr(bob.client, method)(url)
        assert response.status_code == 404 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
def test_a_new_contact_starts_with_no_application_of_another(bob, number):
    number = bob.world.open.pk if number == "ada's" else number
    response = bob.get("applications:contact-new", application=number)

    assert response.status_code == 200 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
def test_a_new_contact_starts_with_no_company_of_another(bob, number):
    number = bob.world.open.company.pk if number == "ada's" else number
    response = bob.get("applications:contact-new", company=number)

    assert response.status_code == 200 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
@pytest.mark.parametrize("what", ["application", "interview", "contact"])
def test_a_letter_of_one_s_own_is_about_nothing_of_another(bob, what, number):
    rows = {"application": bob.world.open, "interview": bob.world.interview, "contact": bob.world.contact}
    number = rows[what].pk if number == "ada's" else number
    for query in (f"?{what}={number}", f"?{what}={number}&letter=reconnect"):
        response = bob.client.get(reverse("applications:letter-new") + query)
        assert response.status_code == 404 and CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "' OR 1=1"])
def test_a_letter_goes_to_no_contact_of_another(bob, number):
    number = bob.world.contact.pk if number == "ada's" else number
    sent = {"text": "Hello", "form_key": "5c7b3f3e-5a5e-4cb5-a6f4-3a1c0d0c0f0e", "contact": number}
    response = bob.client.post(reverse("applications:letter-new") + "?letter=", sent)

    assert response.status_code == 422 and not bob.person.own_letters.exists()
    assert CANARY not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", 987_654_321, HUGE, LARGE, "-1", "٣", "x"])
@pytest.mark.parametrize("kind", ["company", "contact"])
def test_nothing_is_merged_with_or_told_apart_from_what_is_another_s(bob, kind, number):
    mine = bob.open.company if kind == "company" else bob.contact
    theirs = bob.world.open.company if kind == "company" else bob.world.contact
    number = theirs.pk if number == "ada's" else number
    page = bob.client.get(reverse(f"applications:{kind}-merge", args=[mine.pk]), {"other": number})
    assert page.status_code == 200 and CANARY not in page.content.decode()
    for stays, goes in [(mine.pk, number), (number, mine.pk)]:
        response, changed = bob.post(f"applications:{kind}-merge", mine.pk, stays=stays, goes=goes)
        assert (response.status_code, changed) == (302, [])
    response, changed = bob.post(f"applications:{kind}-apart", mine.pk, other=number)
    assert (response.status_code, changed) == (302, [])


@pytest.mark.parametrize("page", ["application-list", "company-list", "contact-list", "interview-list"])
def test_search_sort_and_pages_stay_among_one_s_own_rows(bob, page):
    for query in [
        {"q": CANARY},
        {"q": "%"},
        {"q": "' OR 1=1 --"},
        {"stage": "applied' OR '1'='1", "sort": "user__password", "closed": "on"},
        {"page": HUGE},
        {"page": "-1"},
        {"page": "last"},
    ]:
        response = bob.get(f"applications:{page}", **query)
        assert response.status_code == 200
        assert bob.world.open.get_absolute_url() not in response.content.decode()


@pytest.mark.parametrize("number", ["ada's", "987654321", HUGE, LARGE, "-1", "٣", "x"])
@pytest.mark.parametrize("headers", [None, {"HX-Request": "true"}], ids=["browser", "htmx"])
def test_what_was_found_at_a_link_of_another_is_not_shown(bob, number, headers):
    number = bob.world.fetch.pk if number == "ada's" else number
    response = bob.client.post(reverse("applications:posting-read"), {"fetch": number, "choice": "0"}, headers=headers)

    assert response.status_code == 404 and CANARY not in response.content.decode()


# --- Nothing is missing here ------------------------------------------------------------------------------------------


def test_every_field_that_chooses_a_row_chooses_among_one_s_own(bob):
    """Each form with such a field is named above; a new one fails here until it is."""
    chosen = {}
    for form in forms_of_ours():
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, ModelChoiceField):
                chosen[f"{form.__name__}.{name}"] = field
    assert chosen.keys() == {
        "ApplicationForm.period",
        "ChooseForm.documents",
        "ContactForm.applications",
        "DeletePeriodForm.to",
        "DocumentForm.application",
        "EventForm.contact",
        "InterviewForm.contacts",
        "OwnLetterForm.contact",
    }

    today = bob.person.local_day(bob.world.now)
    offered = ContactForm(user=bob.person, today=today).fields["applications"].queryset
    assert set(offered) == {bob.open, bob.closed}
    draft = OwnLetterForm(instance=OwnLetter(user=bob.person), today=today)
    assert list(draft.fields["contact"].queryset) == [bob.contact]
    assert list(EventForm(application=bob.open, today=today).fields["contact"].queryset) == [bob.contact]
    assert list(InterviewForm(application=bob.open).fields["contacts"].queryset) == [bob.contact]
    mine, other = (bob.period(name) for name in ("Mine", "Other"))
    form = ApplicationForm(instance=bob.open, user=bob.person, today=today)
    assert set(form.fields["period"].queryset) == {mine, other}
    assert list(DeletePeriodForm(period=mine).fields["to"].queryset) == [other]


def forms_of_ours():
    from django.forms import BaseForm

    def below(kind):
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    apps = ("accounts.forms", "applications.forms", "recovery.forms", "nudges.forms", "advice.forms")
    return {form for form in below(BaseForm) if form.__module__.startswith(apps)}


# Where a view reads a word of a request by itself, past any form. Each of them is tried above, or names no row.
READ_BY_HAND = {
    "add_anyway": "whether a button was pressed",
    "act": "compared with the name of a button",
    "after": "a place in a list of one's own (applications/paging.py)",
    "all": "whether a box was ticked",
    "application": "tried above",
    "as": "one of two kinds of file (tests/applications/sheets/test_taking_along.py)",
    "company": "tried above",
    "letter": "one of the curators' letters, for every member",
    "other": "tried above",
    "at": "one of the parts of a step, by its name",
    "back": "one of two pages of ours",
    "brought": "whether a script sent something, which a form reads",
    "card": "one of the prompts of one's own step",
    "choice": "one of the postings on a page, by its place",
    "decision": "one of three words (tests/recovery/test_feedback.py)",
    "ended_as": "one of two words (tests/recovery/test_experiments.py)",
    "fetch": "tried above",
    "interview": "tried above",
    "kind": "compared with what stands there",
    "language": "one of those there are (accounts/views/offline.py)",
    "later": "whether a button was pressed",
    "moved": "looked for among the cards on one's own board",
    "mark": "one of four words (tests/recovery/test_lessons.py)",
    "only": "tried above",
    "page": "tried above",
    "part": "one of four sorts of things in a history",
    "period": "compared with one's own (applications/periods.py)",
    "person": "one of the prompts of one's own step",
    "pick": "looked for among one's own only (tests/applications/test_many.py)",
    "place": "tried above",
    "query": "what stood in the list's own address, read by its form",
    "seen": "compared with what stands there",
    "sent": "tried above",
    "several": "prompts of one's own step",
    "shown": "how many lines of one's own page",
    "stage": "one of a list, for letters that anybody may read",
    "answer": "one of a few words (advice/models)",
    "support": "whether a button was pressed",
    "to": "one of the parts of a step, or a way to turn",
    "undo": "whether a button was pressed",
    "what": "one of four words",
}


def test_no_view_reads_another_word_by_hand():
    read = set()
    for path in [*ROOT.glob("*/views/*.py"), *ROOT.glob("*/views.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            text = ast.unparse(node)
            if isinstance(node, ast.Call | ast.Subscript | ast.Compare) and re.search(r"\b(POST|GET)\b", text):
                read |= set(re.findall(r"\b(?:POST|GET)(?:\.get(?:list)?\(|\[)'(\w+)'", text))
                read |= set(re.findall(r"'(\w+)' in \w+\.(?:POST|GET)", text))

    assert read <= READ_BY_HAND.keys()
