"""Silence after a talk, given an end: ask once, wait until a day, close it oneself.

The waits are those of the content's evidence: two working days after the day they named, else seven after the talk;
then ten after the question. See also its twins among the nudges, `silence_check` and `closing_day`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects

from applications.days import add_business_days
from applications.models import Event, Interview, JobApplication

AFTER_NAMED_DAY, AFTER_TALK, AFTER_ASKING = 2, 7, 10
CHECK_IN, CLOSING = "ghost_check_in", "ghost_close"  # the content's letters
HEARD = {Event.Kind.ADDED, Event.Kind.MOVED, Event.Kind.HEARD, Event.Kind.INTERVIEW_MOVED, Event.Kind.REOPENED}
TELLING = {*HEARD, Event.Kind.LETTER_SENT}
TALKED = {
    JobApplication.Stage.SCREENING,
    JobApplication.Stage.ASSESSMENT,
    JobApplication.Stage.INTERVIEW,
    JobApplication.Stage.FINAL_ROUND,
}


@dataclass(frozen=True)
class Silence:
    since_on: date  # the last day on which something came from them
    ask_on: date  # from when one may ask
    asked_on: date | None
    close_on: date | None  # until when the person waits, once they have asked

    def is_on(self, today: date) -> bool:
        """Whether there is anything to say about it yet."""
        return self.asked_on is not None or self.ask_on <= today


def silence(
    *, heard_on: Iterable[date], asked_on: Iterable[date], named_day: date | None, chosen_day: date | None
) -> Silence | None:
    """From the days on which they were heard of, and those on which the person wrote; None if they never were.

    `named_day` is the day by which they said they would answer, `chosen_day` the person's own end of waiting.
    """
    since_on = max(heard_on, default=None)
    if since_on is None:
        return None
    is_promised = named_day is not None and named_day >= since_on
    ask_on = add_business_days(named_day, AFTER_NAMED_DAY) if named_day and is_promised else None
    asked = max((day for day in asked_on if day >= since_on), default=None)
    close_on = add_business_days(asked, AFTER_ASKING) if asked else None
    if asked and chosen_day and chosen_day > asked:
        close_on = chosen_day
    return Silence(since_on, ask_on or add_business_days(since_on, AFTER_TALK), asked, close_on)


def silence_of(
    application: JobApplication,
    *,
    now: datetime,
    interviews: list[Interview] | None = None,
    is_young_told: bool = False,
) -> Silence | None:
    """How long they have been silent, and whether the person has asked. `interviews`: those that stand, where known.

    None before a first talk, while one is ahead, and while the silence is too young to speak of (`is_young_told`: not).
    """
    if not application.is_open or application.stage not in TALKED:
        return None
    talks = list(application.interviews.standing()) if interviews is None else interviews
    if any(talk.ends_at > now for talk in talks):
        return None
    events = list(application.events.current().filter(kind__in=TELLING))
    found = silence_told_by(application, talks=talks, events=events)
    return found if found and (is_young_told or found.is_on(application.user.local_day(now))) else None


def with_chosen_days(applications: list[JobApplication], *, now: datetime) -> list[tuple[JobApplication, Silence]]:
    """Those for whose silence the person has named a day of their own, after they asked. A few queries for any number
    of them, none for none."""
    rows = [row for row in applications if row.is_open and row.stage in TALKED and row.follow_up_on]
    if not rows:
        return []
    talks = Prefetch("interviews", queryset=Interview.objects.standing(), to_attr="talks")
    told = Prefetch("events", queryset=Event.objects.current().filter(kind__in=TELLING), to_attr="told")
    prefetch_related_objects(rows, talks, told)
    found = []
    for row in rows:
        held: list[Interview] = row.talks  # type: ignore[attr-defined]
        known = silence_told_by(row, talks=held, events=row.told)  # type: ignore[attr-defined]
        is_ahead = any(talk.ends_at > now for talk in held)
        if known and known.asked_on and known.close_on == row.follow_up_on and not is_ahead:
            found.append((row, known))
    return found


def silence_told_by(
    application: JobApplication, *, talks: Sequence[Interview], events: Sequence[Event]
) -> Silence | None:
    """From the talks that stand, and the events that tell of it."""
    user, last = application.user, max(talks, key=lambda talk: talk.starts_at, default=None)
    letters = [event for event in events if event.kind == Event.Kind.LETTER_SENT]
    return silence(
        heard_on=[event.happened_on for event in events if event.kind in HEARD]
        + [user.local_day(talk.ends_at) for talk in talks],
        asked_on=[event.happened_on for event in letters if "thank" not in event.data.get("letter", "")],
        named_day=last.hear_back_by if last else None,
        chosen_day=application.follow_up_on,
    )
