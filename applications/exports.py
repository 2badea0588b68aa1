"""This floor's part of the file with a person's own data."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, Prefetch

from accounts.models import User
from applications.documents.shelf import path_in_copy
from applications.models import (
    Act,
    CalendarFeed,
    Company,
    Contact,
    Debrief,
    Document,
    DocumentVersion,
    Event,
    Interview,
    JobApplication,
    KnownApart,
    ListLook,
    Outcome,
    OwnLetter,
    PostingFetch,
    Preparation,
    Removal,
    SavedView,
    SearchPeriod,
    Sheet,
)

# What only ties rows together inside this database; the file says it by nesting and by names.
TIES = {"user", "application", "document", "interview"}
# What belongs to an application.
PARTS = [
    "events",
    "tags",
    "interviews__contacts",
    "interviews__preparation",
    "interviews__debrief",
]
# What is worked out from other columns.
DERIVED = {
    *("form_key", "folded_name", "folded_company", "folded_role"),
    *("last_interview_at", "heard_on", "talked_on"),
}


def part(user: User) -> dict[str, Any]:
    applications = user.applications(manager="with_trash").select_related("company", "outcome", "period")
    contacts = user.contacts.select_related("company").prefetch_related(
        Prefetch("applications", JobApplication.with_trash.all())
    )
    letters = user.own_letters.select_related("application__company", "contact")
    return {
        "companies": [plain(company, Company) for company in user.companies.all()],
        "applications": [application_part(one) for one in applications.prefetch_related(*PARTS)],
        "periods": plain_rows(user.periods.all(), SearchPeriod),
        "saved_views": plain_rows(user.saved_views.all(), SavedView),
        "list_look": plain_rows(ListLook.objects.filter(user=user), ListLook),
        "acts_on_many": plain_rows(user.acts.all(), Act),
        "looked_up_postings": plain_rows(PostingFetch.objects.filter(user=user), PostingFetch),
        "spreadsheets": [sheet_part(sheet) for sheet in user.sheets.all()],
        "letters": [letter_part(letter) for letter in letters],
        "deleted_or_merged": plain_rows(user.removals.all(), Removal),
        "known_apart": plain_rows(user.known_apart.all(), KnownApart),
        "documents": [document_part(document) for document in user.documents.order_by("pk")],
        "contacts": [contact_part(contact) for contact in contacts],
        "calendar": [calendar_part(feed) for feed in CalendarFeed.objects.filter(user=user)],
    }


def application_part(application: JobApplication) -> dict[str, Any]:
    return plain(application, JobApplication) | {
        "company": application.company.name,
        "period": application.period.name if application.period else None,
        "tags": [tag.name for tag in application.tags.all()],
        "outcome": None if application.is_open else plain(application.outcome, Outcome),
        "interviews": [interview_part(interview) for interview in application.interviews.all()],
        "events": plain_rows(application.events.all(), Event),
    }


def document_part(document: Document) -> dict[str, Any]:
    """`file` is where it lies in the download."""
    versions = document.versions.select_related("file").prefetch_related(
        Prefetch("applications", JobApplication.with_trash.all())
    )
    return plain(document, Document) | {
        "versions": [
            plain(version, DocumentVersion)
            | {
                "file": path_in_copy(version),
                "size": version.file.size,
                "sent_with": [application.pk for application in version.applications.all()],
            }
            for version in versions
        ]
    }


def interview_part(interview: Interview) -> dict[str, Any]:
    """With what was written about it, readable."""
    written = {"preparation": Preparation, "debrief": Debrief}
    return plain(interview, Interview) | {
        "contacts": [contact.pk for contact in interview.contacts.all()],
        **{name: writing_part(getattr(interview, name, None), model) for name, model in written.items()},
    }


def writing_part(row: Model | None, model: type[Model]) -> dict[str, Any] | None:
    return plain(row, model) if row else None


def contact_part(contact: Contact) -> dict[str, Any]:
    return plain(contact, Contact) | {
        "company": contact.company.name if contact.company else None,
        "applications": [application.pk for application in contact.applications.all()],
    }


def letter_part(letter: OwnLetter) -> dict[str, Any]:
    """Its words too: they are the person's own."""
    return plain(letter, OwnLetter) | {
        "application": letter.application_id,
        "contact": letter.contact.name if letter.contact else None,
    }


def sheet_part(sheet: Sheet) -> dict[str, Any]:
    """With its lines and what was said about them, readable."""
    return plain(sheet, Sheet) | {"content": json.loads(sheet.content), "plan": json.loads(sheet.plan)}


def calendar_part(feed: CalendarFeed) -> dict[str, Any]:
    """What it shows and since when, without the address: a file that is lost must open no door."""
    return {name: value for name, value in plain(feed, CalendarFeed).items() if not name.startswith("token")}


def plain_rows(rows: Iterable[Model], model: type[Model]) -> list[dict[str, Any]]:
    return [plain(row, model) for row in rows]


def plain(row: Model, model: type[Model]) -> dict[str, Any]:
    """Every column of a row as JSON can say it; also columns that are added later."""
    values = {field.name: getattr(row, field.attname) for field in model._meta.concrete_fields}
    return {name: readable(value) for name, value in values.items() if name not in TIES | DERIVED}


def readable(value: Any) -> Any:
    """Days and moments as ISO 8601; the rest is JSON already."""
    return value.isoformat() if hasattr(value, "isoformat") else value
