from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Contact, JobApplication
from applications.operations.applications import find_or_make_company, forget_if_unused


@transaction.atomic
def add_contact(
    user: User, *, name: str, company: str = "", applications: Iterable[JobApplication] = (), **fields: Any
) -> Contact:
    """Keeps somebody in mind. `company` is a name, found whatever its capitals or made."""
    employer = find_or_make_company(user, company) if company else None
    contact = user.contacts.create(name=name, company=employer, **fields)
    contact.applications.set(applications)
    return contact


@transaction.atomic
def edit_contact(contact: Contact, *, company: str, applications: Iterable[JobApplication], **changes: Any) -> Contact:
    """Changes all that is known of a contact."""
    contact.refresh_from_db()
    before = contact.company
    contact.company = find_or_make_company(contact.user, company) if company else None
    for name, value in changes.items():
        setattr(contact, name, value)
    contact.save()
    contact.applications.set(applications)
    if before and before != contact.company:
        forget_if_unused(before)
    return contact


@transaction.atomic
def delete_contact(contact: Contact) -> None:
    """Forgets somebody, and the company if nothing else names it. Applications and their history stay."""
    """Forgets somebody; what was noted in the histories of applications stays there."""
    company = contact.company
    contact.delete()
    if company:
        forget_if_unused(company)
