"""This floor's part of the file with a person's own data."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from accounts.models import User
from applications.models import Company, Contact, Event, Interview, JobApplication, Outcome

# What only ties rows together inside this database; the file says it by nesting and by names.
TIES = {"user", "application"}


def part(user: User) -> dict[str, Any]:
    applications = user.applications.select_related("company", "outcome").prefetch_related("interviews", "events")
    contacts = user.contacts.select_related("company").prefetch_related("applications")
    return {
        "companies": [plain(company, Company) for company in user.companies.all()],
        "applications": [application_part(application) for application in applications],
        "contacts": [contact_part(contact) for contact in contacts],
    }


def application_part(application: JobApplication) -> dict[str, Any]:
    return plain(application, JobApplication) | {
        "company": application.company.name,
        "outcome": None if application.is_open else plain(application.outcome, Outcome),
        "interviews": plain_rows(application.interviews.all(), Interview),
        "events": plain_rows(application.events.all(), Event),
    }


def contact_part(contact: Contact) -> dict[str, Any]:
    return plain(contact, Contact) | {
        "company": contact.company.name if contact.company else None,
        "applications": [application.pk for application in contact.applications.all()],
    }


def plain_rows(rows: Iterable[Model], model: type[Model]) -> list[dict[str, Any]]:
    return [plain(row, model) for row in rows]


def plain(row: Model, model: type[Model]) -> dict[str, Any]:
    """Every column of a row as JSON can say it; also columns that are added later."""
    values = {field.name: getattr(row, field.attname) for field in model._meta.concrete_fields}
    return {name: readable(value) for name, value in values.items() if name not in TIES}


def readable(value: Any) -> Any:
    """Days and moments as ISO 8601; the rest is JSON already."""
    return value.isoformat() if hasattr(value, "isoformat") else value
