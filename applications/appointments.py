"""What a person's calendar may show: their interviews and deadlines, and what floors above hang in.

A source is a function(user, now) -> entries; `register("nudges", …)` is called from `AppConfig.ready()`. An entry is
known by its key for ever, so a calendar recognises it when it has moved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import localised
from accounts.models import User
from applications.models import Interview, JobApplication

# Of whatever we make names for; any constant would do, as long as it stays.
NAMES = UUID("6f1ad0a5-0d0b-4f5e-9a5c-2b8f3f8a7d41")
SHOWN_BACK = timedelta(days=60)


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar: a time with an end, or a whole day."""

    key: str  # "interview:7", "deadline:7"
    title: str
    starts: datetime | date
    changed_at: datetime
    ends: datetime | None = None
    revision: int = 0
    text: str = ""
    place: str = ""
    path: str = ""
    takes_time: bool = False  # whether one is busy then
    is_cancelled: bool = False


Source = Callable[[User, datetime], Iterable[Entry]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    _sources[name] = source


def entries_of(user: User, now: datetime, *, names: Iterable[str]) -> list[Entry]:
    """What these sources have to show, in the active language and the person's zone."""
    return [entry for name in names if name in _sources for entry in _sources[name](user, now)]


def uid_of(user: User, key: str) -> str:
    """The same for ever, and another one on every installation: when somebody joined is known to the microsecond."""
    person = uuid5(NAMES, f"{user.pk} {user.joined_at.astimezone(UTC).isoformat()}")
    return f"{uuid5(person, key)}@rebound"


def interviews(user: User, now: datetime) -> list[Entry]:
    """Also cancelled ones, which say so; those of applications in the trash are not there."""
    rows = Interview.objects.kept().filter(application__user=user, starts_at__gte=now - SHOWN_BACK)
    rows = rows.select_related("application__company").defer("application__posting_text", "application__notes")
    return [entry_of(interview) for interview in rows.prefetch_related("contacts").order_by("pk")]


def entry_of(interview: Interview) -> Entry:
    application = interview.application
    names = {"kind": interview.get_kind_display(), "company": application.company}
    return Entry(
        key=f"interview:{interview.pk}",
        title=pgettext("in a calendar", "%(kind)s: %(company)s") % names,
        starts=interview.starts_at,
        ends=interview.ends_at,
        changed_at=interview.changed_at,
        revision=interview.revision,
        text=text_of(interview),
        place=interview.location,
        path=interview.get_absolute_url(),
        takes_time=True,
        is_cancelled=interview.is_cancelled,
    )


def text_of(interview: Interview) -> str:
    """The facts, and nothing of what was written in private."""
    people = [*(contact.name for contact in interview.contacts.all()), *filter(None, [interview.people])]
    lines = [
        interview.application.role,
        _("Round %(number)s") % {"number": interview.round},
        _("With %(names)s") % {"names": localised.listed(people)} if people else "",
        interview.topic,
    ]
    return "\n".join(filter(None, lines))


def deadlines(user: User, now: datetime) -> list[Entry]:
    """Of open applications, each on its whole day."""
    rows = user.applications.open().filter(deadline_on__gte=user.local_day(now - SHOWN_BACK))
    rows = rows.select_related("company").defer("posting_text", "notes").order_by("pk")
    return [deadline_of(application, application.deadline_on) for application in rows if application.deadline_on]


def deadline_of(application: JobApplication, day: date) -> Entry:
    return Entry(
        key=f"deadline:{application.pk}",
        title=pgettext("in a calendar", "Deadline: %(company)s") % {"company": application.company},
        starts=day,
        changed_at=application.updated_at,
        revision=revision_between(application.created_at, application.updated_at),
        text=application.role,
        path=application.get_absolute_url(),
    )


def revision_between(made_at: datetime, changed_at: datetime) -> int:
    """A number that grows with every later change, for rows that do not count their changes."""
    return max(0, int((changed_at - made_at).total_seconds()))
