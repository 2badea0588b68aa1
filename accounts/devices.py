"""The devices that are signed in: when each was last here, and what it calls itself.

A row of `allauth.usersessions` for each sign-in, written by ourselves: it holds the names of a browser and a system,
and neither the whole of what a browser says of itself nor an address on the internet. It goes when the sign-in ends.
"""

import re
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from accounts.models import User

NOTED_EVERY = timedelta(minutes=10)
MOST_REMEMBERED = 20_000
NO_ADDRESS = "0.0.0.0"  # noqa: S104  the column wants one; ours is not kept

# The first that fits: most browsers name some of the others too.
BROWSERS = [
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/")),
    ("Opera", re.compile(r"\bOPR/|\bOpera\b")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/")),
    ("Vivaldi", re.compile(r"\bVivaldi/")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"\b(?:Chrome|CriOS|Chromium|HeadlessChrome)/")),
    ("Safari", re.compile(r"\bSafari/")),
]
SYSTEMS = [
    ("iPhone", re.compile(r"\biPhone\b")),
    ("iPad", re.compile(r"\biPad\b")),
    ("Android", re.compile(r"\bAndroid\b")),
    ("Windows", re.compile(r"\bWindows\b")),
    ("ChromeOS", re.compile(r"\bCrOS\b")),
    ("macOS", re.compile(r"\bMacintosh\b")),
    ("Linux", re.compile(r"\bLinux\b")),
]

# When this process last noted each sign-in, so that most requests ask the database nothing.
_noted: dict[str, datetime] = {}


def note(person: User, *, session_key: str, agent: str, now: datetime) -> None:
    """Writes down that this sign-in is in use, at most once in ten minutes for each process; a new one gets its row.

    `agent`: what the browser says of itself.
    """
    before = _noted.get(session_key)
    if before and timedelta(0) <= now - before < NOTED_EVERY:
        return
    if len(_noted) >= MOST_REMEMBERED:
        _noted.clear()
    _noted[session_key] = now
    row = UserSession(
        user=person,
        session_key=session_key,
        ip=NO_ADDRESS,
        user_agent="/".join(names_in(agent)),
        created_at=now,
        last_seen_at=now,
    )
    UserSession.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["session_key"], update_fields=["last_seen_at"]
    )


def forget(session_key: str) -> None:
    """When somebody signs out."""
    _noted.pop(session_key, None)
    UserSession.objects.filter(session_key=session_key).delete()


def names_in(agent: str) -> tuple[str, str]:
    """Browser and system by their names; either is empty when nobody here knows it."""
    return first_fitting(BROWSERS, agent), first_fitting(SYSTEMS, agent)


def first_fitting(names: list[tuple[str, re.Pattern[str]]], agent: str) -> str:
    return next((name for name, pattern in names if pattern.search(agent)), "")


def called(device: UserSession) -> str:
    """What a person would call it: “Firefox on Linux”."""
    browser, _separator, system = device.user_agent.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser that is not known here")
