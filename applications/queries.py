"""What pages and floors above ask of applications. Every question starts at the person."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from applications.models import Company, Event, Interview, JobApplication


def interviews_of(user: User) -> QuerySet[Interview]:
    return Interview.objects.filter(application__user=user).select_related("application__company")


def company_named(user: User, name: str) -> Company | None:
    """The person's company of that name, whatever its capitals, in any alphabet."""
    exact = user.companies.filter(name__iexact=name).first()
    if exact or name.isascii():
        return exact
    # SQLite folds the case of ASCII letters only.
    wanted = name.casefold()
    return next((company for company in user.companies.all() if company.name.casefold() == wanted), None)


def last_outcome_values(application: JobApplication) -> dict[str, Any]:
    """What the outcome said that was last taken back; empty when none was."""
    event = application.events.filter(kind=Event.Kind.REOPENED).order_by("-recorded_at", "-pk").first()
    return event.data if event else {}
