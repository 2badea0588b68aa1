from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Contact, JobApplication, Removal
from applications.operations.applications import find_or_make_company, forget_if_unused
from applications.operations.removing import remove_contact
from applications.operations.searching import keep_search_text
from applications.operations.touches import keep_last_touch
from applications.signals import contact_changed


@transaction.atomic
def add_contact(
    user: User, *, name: str, company: str = "", applications: Iterable[JobApplication] = (), **fields: Any
) -> Contact:
    """Keeps somebody in mind. `company` is a name, found whatever its capitals or made."""
    employer = find_or_make_company(user, company) if company else None
    contact = user.contacts.create(name=name, company=employer, **fields)
    contact.applications.set(applications)
    keep_search_text(*contact.applications.all())
    keep_last_touch(contact)
    return contact


@transaction.atomic
def edit_contact(contact: Contact, *, company: str, applications: Iterable[JobApplication], **changes: Any) -> Contact:
    """Changes all that is known of a contact."""
    contact.refresh_from_db()
    before, was_warm = contact.company, contact.keep_warm_on
    contact.company = find_or_make_company(contact.user, company) if company else None
    for name, value in changes.items():
        setattr(contact, name, value)
    contact.save()
    named = all_that_name(contact)
    contact.applications.set(applications)
    keep_search_text(*named, *contact.applications.all())
    keep_last_touch(contact)
    if was_warm and not contact.keep_warm_on:
        contact_changed.send(sender=Contact, user=contact.user)
    if before and before != contact.company:
        forget_if_unused(before)
    return contact


@transaction.atomic
def write_again(contact: Contact, *, on: date) -> None:
    """Notes the day on which a few lines would be good."""
    contact.keep_warm_on = on
    contact.save(update_fields=["keep_warm_on"])
    contact_changed.send(sender=Contact, user=contact.user)


@transaction.atomic
def note_touch(contact: Contact, *, on: date) -> None:
    """The person was in touch with them on that day; a later one that they have said stays."""
    contact.refresh_from_db(from_queryset=Contact.objects.select_for_update(no_key=True))
    contact.touched_on = max(on, contact.touched_on or on)
    contact.save(update_fields=["touched_on"])
    keep_last_touch(contact)


def all_that_name(contact: Contact) -> list[JobApplication]:
    """What lies in the trash too: restored, it is found by what its contacts are called then."""
    return list(JobApplication.with_trash.filter(contacts=contact))


@transaction.atomic
def delete_contact(contact: Contact, *, now: datetime) -> Removal:
    """Forgets somebody, and the company if nothing else names it; applications, histories and letters stay.

    Can be taken back as long as acts on many can.
    """
    user, company, named = contact.user, contact.company, all_that_name(contact)
    is_warm = contact.keep_warm_on is not None
    removal = remove_contact(contact, now=now)
    keep_search_text(*named)
    if is_warm:
        contact_changed.send(sender=Contact, user=user)
    if company:
        forget_if_unused(company)
    return removal
