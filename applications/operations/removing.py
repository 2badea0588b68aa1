"""How a company or contact goes in such a way that it can come back: what it said, and what pointed at it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from applications.models import Company, Contact, JobApplication, Removal
from applications.models.removal import Kind

Before = dict[str, Any]


def plain(row: Model) -> Before:
    """Every column as JSON can say it, but whose it is."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: said(value) for name, value in values.items() if name not in ("id", "user_id")}


def said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def heard(model: type[Model], values: Before) -> Before:
    """The other way round, for as many columns as there still are."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items() if name in fields}


def keys(rows: Iterable[Model]) -> list[Any]:
    return [row.pk for row in rows]


def ties_of_company(company: Company) -> Before:
    return {
        "applications": keys(JobApplication.with_trash.filter(company=company)),
        "contacts": keys(company.contacts.all()),
    }


def ties_of_contact(contact: Contact) -> Before:
    return {
        "applications": keys(JobApplication.with_trash.filter(contacts=contact)),
        "events": keys(contact.events.all()),
        "letters": keys(contact.letters.all()),
        "interviews": keys(contact.interviews.all()),
    }


def remove_company(company: Company, *, now: datetime, **more: Any) -> Removal:
    before = {"pk": company.pk, "row": plain(company), "ties": ties_of_company(company)} | more
    user = company.user
    company.delete()
    return Removal.objects.create(user=user, kind=Kind.COMPANY, done_at=now, before=before)


def remove_contact(contact: Contact, *, now: datetime, **more: Any) -> Removal:
    employer = contact.company.name if contact.company else ""
    before = {"pk": contact.pk, "row": plain(contact), "ties": ties_of_contact(contact), "company": employer} | more
    user = contact.user
    contact.delete()
    return Removal.objects.create(user=user, kind=Kind.CONTACT, done_at=now, before=before)
