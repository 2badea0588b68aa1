"""Rows for tests: valid by default, made as the app makes them, changed by keyword."""

import io
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from applications import operations
from applications.models import Contact, Document, Interview, JobApplication, Outcome
from recovery import operations as recovery
from recovery.models import Achievement, Experiment


def make_user(*, email: str = "ada@example.org", password: str = "a-long-enough-secret", **fields: Any) -> User:
    return User.objects.create_user(email, password, **fields)


def make_application(
    user: User, *, company: str = "Initech", role: str = "Engineer", now: datetime, **fields: Any
) -> JobApplication:
    return operations.add_application(user, company=company, role=role, now=now, **fields)


def make_interview(application: JobApplication, *, now: datetime, **fields: Any) -> Interview:
    """Tomorrow at the same time, unless said otherwise."""
    fields.setdefault("starts_at", now + timedelta(days=1))
    return operations.schedule_interview(application, now=now, **fields)


def make_outcome(application: JobApplication, *, now: datetime, kind: str = "rejected", **fields: Any) -> Outcome:
    """Today, unless said otherwise."""
    fields.setdefault("decided_on", application.user.local_day(now))
    return operations.record_outcome(application, kind=kind, now=now, **fields)


def make_contact(user: User, *, name: str = "Grace Hopper", **fields: Any) -> Contact:
    return user.contacts.create(name=name, **fields)


def make_document(
    user: User, *, now: datetime, title: str = "My CV", content: bytes = b"I can do many things.", **fields: Any
) -> Document:
    """A short text in one version."""
    file = operations.keep_file(user, io.BytesIO(content), size=len(content), now=now)
    fields = {"kind": "cv", "filename": "cv.txt", "type": "txt"} | fields
    return operations.add_document(user, file, title=title, now=now, **fields)


def make_achievement(
    user: User, *, now: datetime, action: str = "I cut the build to a minute", **fields: Any
) -> Achievement:
    return recovery.keep_achievement(user, action=action, now=now, **fields)


def make_experiment(user: User, *, now: datetime, change: str = "the short pitch", **fields: Any) -> Experiment:
    """From today, looked at in a month, unless said otherwise."""
    return recovery.start_experiment(user, change=change, now=now, **fields)
