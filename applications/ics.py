"""Entries as a calendar file (RFC 5545), so that Apple, Google and Outlook read them alike.

Moments are written in UTC and need no time-zone table; whole days have no time at all.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from icalendar import Calendar, Event

from accounts.models import User
from applications.appointments import Entry, uid_of

REFRESH = timedelta(hours=4)
# No reader has a use for them, and some stop at them.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar(user: User, entries: Iterable[Entry], *, is_busy_only: bool = False) -> bytes:
    """The whole file, always the same for the same entries. `is_busy_only` leaves out all that tells what it is."""
    made = Calendar()
    made.add("prodid", "-//Rebound//Rebound//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", "Rebound")
    made.add("x-wr-calname", "Rebound")
    made.add("x-wr-timezone", user.time_zone)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", f"PT{REFRESH // timedelta(hours=1)}H")
    for entry in entries:
        made.add_component(event_of(user, entry, is_busy_only=is_busy_only))
    return bytes(made.to_ical())


def event_of(user: User, entry: Entry, *, is_busy_only: bool) -> Event:
    event = Event()
    event.add("uid", uid_of(user, entry.key))
    event.add("sequence", entry.revision)
    event.add("dtstamp", in_utc(entry.changed_at))
    event.add("last-modified", in_utc(entry.changed_at))
    event.add("dtstart", in_utc(entry.starts))
    event.add("dtend", in_utc(end_of(entry)))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    is_busy = entry.takes_time and not entry.is_cancelled
    event.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "BUSY" if is_busy else "FREE")
    event.add("class", "PRIVATE")
    if is_busy_only:
        event.add("summary", pgettext("in a calendar", "Busy") if entry.takes_time else _("Reminder"))
        return event
    event.add("summary", in_one_line(entry.title))
    link = settings.SITE_URL + entry.path if entry.path else ""
    event.add("description", plain("\n".join(filter(None, [entry.text, link]))))
    if entry.place:
        event.add("location", in_one_line(entry.place))
    if link:
        event.add("url", link)
    return event


def end_of(entry: Entry) -> datetime | date:
    """A whole day ends with the next one."""
    return entry.ends or entry.starts + timedelta(days=1)


def in_utc(when: datetime | date) -> datetime | date:
    return when.astimezone(UTC) if isinstance(when, datetime) else when


def in_one_line(text: str) -> str:
    """Some readers leave out an event whose title has two."""
    return " ".join(plain(text).split())


def plain(text: str) -> str:
    return CONTROL.sub(" ", text.replace("\r\n", "\n"))
