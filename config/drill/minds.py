"""People who change their minds while mail goes out: one process that acts for them through Rebound's own operations.

    python -m config.drill.minds        in the environment of the stage

It says "ready", and answers each line with one: "decide" with the moment at which each *no* was in the database (on the
clock that cannot be set, which is the same for all processes of a machine), "forget" once all of it is undone.
"""

from __future__ import annotations

import json
import sys
import time

import django

NAME = "mind"  # how their addresses begin
KINDS = ["stop", "drop", "cancel"]  # a list · this one note · the interview that it is about


def decide() -> dict[str, float]:
    """Without those whose *no* was not taken down: they saw an error page, and know it."""
    from django.db import DatabaseError, connections

    from accounts.models import User

    said = {}
    for n, email in enumerate(_emails()):
        try:
            _say_no(User.objects.get(email=email), KINDS[n % len(KINDS)])
            said[email] = time.monotonic()
        except DatabaseError:
            connections.close_all()
    return said


def _emails() -> list[str]:
    from django.db import DatabaseError

    from accounts.models import User

    try:
        return list(User.objects.filter(email__startswith=NAME).order_by("pk").values_list("email", flat=True))
    except DatabaseError:
        return []


def _say_no(user, kind: str) -> None:  # type: ignore[no-untyped-def]
    from django.utils import timezone

    from applications.models import Interview
    from applications.operations import interviews
    from nudges import operations
    from nudges.models import Consent

    now = timezone.now()
    if kind == "stop":
        operations.set_lists(user, [], said_on=Consent.Place.SETTINGS, now=now)
    elif kind == "drop":
        operations.drop(user.nudges.get(rule="interview_tomorrow"), now=now)
    else:
        interviews.cancel_interview(Interview.objects.get(application__user=user), now=now)


def forget() -> str:
    """As on the morning before."""
    from django.db import connections

    from applications.models import Interview
    from nudges.models import NudgeChoice, NudgePreference

    connections.close_all()  # the database may have been started anew
    NudgePreference.objects.filter(user__email__startswith=NAME).update(lists=["appointments"])
    NudgeChoice.objects.filter(user__email__startswith=NAME).delete()
    Interview.objects.filter(application__user__email__startswith=NAME).update(cancelled_at=None)
    return "forgotten"


def main() -> None:
    django.setup()
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(decide() if line.strip() == "decide" else forget()), flush=True)


if __name__ == "__main__":
    main()
