"""Two that are one: what is pointed out, what moves, what is told apart, and the way back."""

import pytest
from django.core.management import call_command

from applications import alike, operations
from applications.models import Event
from recovery.models import Answer
from tests.factories import make_application, make_contact, make_interview, make_outcome


@pytest.fixture
def twin(ada, application, now):
    """The same company again, under the name on its letterhead."""
    return make_application(ada, now=now, company="INITECH GmbH", role="Archivist", stage="applied").company


@pytest.mark.parametrize(
    ("one", "other", "is_pair"),
    [
        ("Initech", "INITECH GmbH", True),
        ("Initech", "Initehc", True),
        ("Face Book", "Facebook, Inc.", True),
        ("Müller AG", "Mueller", True),
        ("Müller AG", "muller", True),
        ("Company 1", "Company 2", False),
        ("Acme", "Acne", False),
        ("Initech", "Hooli", False),
        ("شركة النور", "شركة النور", False),
    ],
)
def test_companies_of_like_names_are_pointed_out(ada, one, other, is_pair):
    for name in {one, other}:
        ada.companies.create(name=name)

    assert bool(alike.company_pairs(ada)) == is_pair


@pytest.mark.parametrize(
    ("one", "other", "is_pair"),
    [
        ({"name": "Grace Hopper"}, {"name": "Hopper, Grace"}, True),
        ({"name": "Grace Hopper"}, {"name": "Grace Hoper"}, True),
        ({"name": "G", "email": "g@example.org"}, {"name": "Grace", "email": "G@example.org"}, True),
        ({"name": "Grace", "at": "Navy"}, {"name": "Grace Hopper", "at": "Navy"}, True),
        ({"name": "Grace Hopper", "at": "Navy"}, {"name": "Grace Hopper", "at": "Univac"}, False),
        ({"name": "Grace Kelly", "at": "Navy"}, {"name": "Grace Hopper", "at": "Navy"}, False),
        ({"name": "Grace"}, {"name": "Ada"}, False),
    ],
)
def test_contacts_that_may_be_one_are_pointed_out(ada, one, other, is_pair):
    for known in (one, other):
        operations.add_contact(ada, company=known.pop("at", ""), **known)

    assert bool(alike.contact_pairs(ada)) == is_pair


def test_a_preview_changes_nothing_and_says_what_each_brings(ada, ada_client, application, twin):
    page = ada_client.get(f"/companies/{application.company.pk}/merge/?other={twin.pk}").content.decode()

    assert "Initech" in page and "INITECH GmbH" in page and "1 application" in page
    assert ada.companies.count() == 2


def test_the_chosen_one_stays_with_all_of_the_other(ada, ada_client, application, twin, now):
    stays = application.company
    operations.edit_company(stays, name="Initech", notes="Mine", website="https://initech.example", now=now)
    operations.edit_company(
        twin, name="INITECH GmbH", notes="Other", website="https://init.example", apply_again="yes", now=now
    )
    contact = make_contact(ada, company=twin)

    answer = ada_client.post(f"/companies/{twin.pk}/merge/", {"stays": stays.pk, "goes": twin.pk})

    assert answer.url == stays.get_absolute_url()
    stays.refresh_from_db(), contact.refresh_from_db()
    assert [row.role for row in stays.applications.order_by("role")] == ["Archivist", "Engineer"]
    assert (contact.company, stays.website, stays.apply_again) == (stays, "https://initech.example", "yes")
    assert stays.notes == "Mine\n\nOther\n\nWebsite: https://init.example"
    assert "Nothing found" in ada_client.get("/applications/?q=gmbh").content.decode()


def test_it_can_be_taken_back_to_the_letter(ada, ada_client, application, twin, now):
    stays, archivist = application.company, twin.applications.get()
    operations.edit_company(twin, name="INITECH GmbH", notes="Other", now=now)
    operations.merge_companies(ada, stays=stays.pk, goes=twin.pk, now=now)
    later = make_application(ada, now=now, company="Initech", role="Later")

    for _ in range(2):  # twice does nothing
        ada_client.post(f"/removals/{ada.removals.get().pk}/undo/")

    for row in (stays, archivist, later):
        row.refresh_from_db()
    assert (archivist.company, later.company, stays.notes) == (twin, stays, "")
    assert ada.companies.get(pk=twin.pk).notes == "Other"
    assert "Archivist" in ada_client.get("/applications/?q=gmbh").content.decode()


def test_what_was_written_after_merging_is_not_taken_back(ada, application, twin, now):
    stays = application.company
    operations.edit_company(twin, name=twin.name, notes="Other", now=now)
    removal = operations.merge_companies(ada, stays=stays.pk, goes=twin.pk, now=now)
    operations.edit_company(stays, name="Initech", notes="Written since", now=now)

    operations.take_back_removal(removal, now=now)

    stays.refresh_from_db()
    assert stays.notes == "Written since"


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_merging_with_itself_or_what_is_gone_says_so_and_changes_nothing(ada, ada_client, application, contact, kind):
    row, path = (application.company, "companies") if kind == "company" else (contact, "contacts")

    for sent in [
        {"stays": row.pk, "goes": row.pk},
        {"stays": row.pk, "goes": 987_654_321},
        {"stays": 987_654_321, "goes": row.pk},
        {"stays": "9" * 40, "goes": row.pk},
        {},
    ]:
        answer = ada_client.post(f"/{path}/{row.pk}/merge/", sent, follow=True)
        assert "Nothing was changed" in answer.content.decode()
    assert "That is the same one" in ada_client.get(f"/{path}/{row.pk}/merge/?other={row.pk}").content.decode()
    row.refresh_from_db()
    assert not ada.removals.exists()


def test_the_same_form_sent_twice_merges_once(ada, ada_client, application, twin):
    sent = {"stays": application.company.pk, "goes": twin.pk}

    ada_client.post(f"/companies/{twin.pk}/merge/", sent)
    assert ada_client.post(f"/companies/{twin.pk}/merge/", sent).status_code == 404
    assert ada.removals.count() == 1 and ada.companies.count() == 1


@pytest.mark.parametrize("kind", ["company", "contact"])
def test_of_two_mergings_in_a_row_the_later_is_taken_back_first(ada, ada_client, now, kind):
    def named(name):
        if kind == "contact":
            at = make_application(ada, now=now, company="Navy", role=name)
            return operations.add_contact(ada, name=name, applications=[at])
        return make_application(ada, now=now, company=name).company

    acme, brill, cove = named("Acme"), named("Brill"), named("Cove")
    merge = operations.merge_companies if kind == "company" else operations.merge_contacts
    first = merge(ada, stays=brill.pk, goes=acme.pk, now=now)
    second = merge(ada, stays=cove.pk, goes=brill.pk, now=now)
    rows = ada.companies if kind == "company" else ada.contacts

    page = ada_client.post(f"/removals/{first.pk}/undo/", follow=True).content.decode()
    assert "Something was done later with “Brill”" in page and f"/removals/{second.pk}/undo/" in page
    assert not rows.filter(name__in=["Acme", "Brill"]).exists()

    for removal in (second, first):
        ada_client.post(f"/removals/{removal.pk}/undo/")
    assert [rows.get(name=name).applications.count() for name in ("Acme", "Brill", "Cove")] == [1, 1, 1]


def test_two_that_are_two_are_not_pointed_out_again(ada, ada_client, application, twin):
    assert "Two of these may be the same" in ada_client.get("/companies/").content.decode()

    ada_client.post(f"/companies/{twin.pk}/apart/", {"other": application.company.pk})

    assert "may be the same" not in ada_client.get("/companies/").content.decode()
    assert "Nothing looks alike" in ada_client.get("/companies/doubles/").content.decode()


def test_a_contact_brings_history_letters_and_applications_along_and_takes_them_back(ada, application, twin, now):
    stays = make_contact(ada, email="grace@example.org", phone="1")
    goes = operations.add_contact(
        ada, name="G. Hopper", phone="2", company="Navy", applications=twin.applications.all()
    )
    event = operations.add_event(
        twin.applications.get(), kind=Event.Kind.HEARD, happened_on=now.date(), now=now, contact=goes
    )

    removal = operations.merge_contacts(ada, stays=stays.pk, goes=goes.pk, now=now)

    stays.refresh_from_db(), event.refresh_from_db()
    assert (event.contact, stays.last_touch_on, stays.company.name) == (stays, now.date(), "Navy")
    assert (stays.phone, stays.notes) == ("1", "Phone: 2")
    assert list(stays.applications.all()) == [twin.applications.get()]

    back = operations.take_back_removal(removal, now=now)
    stays.refresh_from_db(), event.refresh_from_db()
    assert (event.contact, back.pk, back.last_touch_on) == (back, goes.pk, now.date())
    assert (stays.last_touch_on, stays.company, stays.notes) == (None, None, "")
    assert not stays.applications.exists() and back.applications.exists()


def test_answers_of_a_recovery_follow_a_merged_contact_and_come_back(ada, now):
    call_command("content", "load", verbosity=0)
    over = make_application(ada, company="Hooli", stage="interview", now=now)
    make_outcome(over, now=now)
    step = over.recovery_entries.get().recovery.steps.get(key="gracious_reply")
    step.snapshot = {"prompts": [{"key": "told_by", "input": "contact", "label": "Who"}]}
    step.save()
    stays, goes = make_contact(ada), make_contact(ada, name="G. Hopper")
    answer = Answer.objects.create(step=step, prompt_key="told_by", plain=goes.pk, updated_at=now)
    number = Answer.objects.create(step=step, prompt_key="how_many", plain=goes.pk, updated_at=now)

    removal = operations.merge_contacts(ada, stays=stays.pk, goes=goes.pk, now=now)
    answer.refresh_from_db(), number.refresh_from_db()
    assert (answer.plain, number.plain) == (stays.pk, goes.pk)

    operations.take_back_removal(removal, now=now)
    answer.refresh_from_db()
    assert answer.plain == goes.pk


def test_a_deleted_contact_comes_back_with_all_that_named_them(ada, ada_client, application, now):
    contact = operations.add_contact(ada, name="Grace", company="Navy", applications=[application], notes="Ships")
    event = operations.add_event(application, kind=Event.Kind.HEARD, happened_on=now.date(), now=now, contact=contact)
    make_interview(application, now=now, people="Grace")

    ada_client.post(f"/contacts/{contact.pk}/delete/")
    event.refresh_from_db()
    assert event.contact is None and not ada.companies.filter(name="Navy").exists()
    assert "Grace" in ada_client.get(application.get_absolute_url()).content.decode()  # in the history

    ada_client.post(f"/removals/{ada.removals.get().pk}/undo/")
    back = ada.contacts.get()
    assert (back.pk, back.notes, back.company.name, back.last_touch_on) == (contact.pk, "Ships", "Navy", now.date())
    assert list(back.applications.all()) == [application] and back.events.get() == event


def test_a_stranger_takes_nothing_back(ada, bob_client, contact, now):
    removal = operations.delete_contact(contact, now=now)

    assert bob_client.post(f"/removals/{removal.pk}/undo/").status_code == 404
    assert not ada.contacts.exists()
