"""Many new applications in one act: a few queries for all of them, one piece of news, and a way back.

Nothing begins because of what is imported (docs/architecture.md): no recovery, and no note until something happens.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from applications.models import Act, Event, JobApplication, Outcome
from applications.operations.events import moment_of
from applications.operations.many import Rows, done
from applications.operations.named import companies_named, tags_named
from applications.operations.outcomes import values_of
from applications.operations.searching import sort_by_names, write_first_search_texts
from applications.operations.tags import folded_tag
from applications.periods import current_period
from applications.signals import applications_imported

Facts = dict[str, Any]
BATCH = 500
OWN = {"company", "tags", "outcome", "reason", "ended_on", "added_on", "archived"}  # facts that are no plain columns


@transaction.atomic
def add_many(user: User, found: list[Facts], *, now: datetime) -> Act | None:
    """Takes these into the person's search as they stood elsewhere, quietly, and tells of it once.

    Each has a company and a role, and may have any other fact of `applications.sheets.fields`. Where it is not said
    on which day one ended, that is the last day known of it.
    """
    if not found:
        return None
    companies = companies_named(user, [facts["company"] for facts in found])
    period, today = current_period(user), user.local_day(now)
    about = {"user": user, "period": period, "imported_at": now}
    rows = [row_of(facts, today, now, company=companies[facts["company"].casefold()], **about) for facts in found]
    rows = JobApplication.objects.bulk_create(rows, batch_size=BATCH)
    write_histories(rows, found, today=today, now=now)
    bear_tags(user, rows, found)
    keys = [row.pk for row in rows]
    write_first_search_texts(keys)
    JobApplication.objects.filter(pk__in=keys).update(updated_at=now)
    applications_imported.send(sender=JobApplication, user=user, now=now)
    before = {row.pk: {"tags": tags, "period": row.period_id} for row, tags in with_tags(rows)}
    return done(user, Act.Verb.IMPORT, before, now=now)


def row_of(facts: Facts, today: date, now: datetime, **about: Any) -> JobApplication:
    row = JobApplication(**about, **{name: value for name, value in facts.items() if name not in OWN})
    row.archived_at = now if facts.get("archived") else None
    row.closed_at = now if facts.get("outcome") else None
    row.created_at = moment_of_day(row, first_day(facts, today), now)
    row.last_event_at = moment_of_day(row, last_day(facts, today), now)
    return sort_by_names(row)


def with_tags(rows: Rows) -> Iterator[tuple[JobApplication, list[int]]]:
    """Each with the keys of its tags, in order. One query."""
    borne: dict[int, list[int]] = defaultdict(list)
    bearings = JobApplication.tags.through.objects.filter(jobapplication__in=[row.pk for row in rows])
    for application, tag in bearings.order_by("tag").values_list("jobapplication", "tag"):
        borne[application].append(tag)
    return ((row, borne[row.pk]) for row in rows)


def first_day(facts: Facts, today: date) -> date:
    """When it came into the search: said, or the first day on which something happened."""
    days = [facts[name] for name in ("added_on", "applied_on", "ended_on") if facts.get(name)]
    return min(days, default=today)


def last_day(facts: Facts, today: date) -> date:
    days = [facts[name] for name in ("applied_on", "ended_on") if facts.get(name)]
    return max(days, default=first_day(facts, today))


def moment_of_day(row: JobApplication, day: date, now: datetime) -> datetime:
    return min(moment_of(row, day, now), now)


def write_histories(rows: Rows, found: list[Facts], *, today: date, now: datetime) -> None:
    """For each that it was added, when it was sent, and how it ended."""
    kinds, events, outcomes = Event.Kind, [], []
    for row, facts in zip(rows, found, strict=True):
        said: list[tuple[str, date, dict[str, Any]]] = [
            (kinds.ADDED, first_day(facts, today), {"stage": str(row.stage), "imported": True})
        ]
        if row.applied_on:
            said.append((kinds.APPLIED, row.applied_on, {}))
        if facts.get("outcome"):
            outcome = outcome_of(row, facts, last_day(facts, today), now=now)
            outcomes.append(outcome)
            said.append((kinds.OUTCOME_RECORDED, outcome.decided_on, values_of(outcome)))
        events += [
            Event(application=row, kind=kind, happened_on=day, recorded_at=now, data=data) for kind, day, data in said
        ]
    Outcome.objects.bulk_create(outcomes, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)


def outcome_of(row: JobApplication, facts: Facts, day: date, *, now: datetime) -> Outcome:
    return Outcome(
        application=row,
        kind=facts["outcome"],
        decided_on=facts.get("ended_on") or day,
        last_stage=row.stage,
        reason=facts.get("reason", ""),
        is_bulk=True,
        recorded_at=now,
    )


def bear_tags(user: User, rows: Rows, found: list[Facts]) -> None:
    tags = tags_named(user, [name for facts in found for name in facts.get("tags", ())])
    Bearing = JobApplication.tags.through
    Bearing.objects.bulk_create(
        (
            Bearing(jobapplication_id=row.pk, tag_id=key)
            for row, facts in zip(rows, found, strict=True)
            for key in {tags[folded_tag(name)].pk for name in facts.get("tags", ())}
        ),
        batch_size=BATCH,
    )
