"""Works out from histories on which day they first answered, and on which the first talk was. Back: it goes with its
columns.
"""

import zoneinfo
from collections import defaultdict

from django.db import migrations

BATCH = 500
FURTHER = {"screening", "assessment", "interview", "final_round", "offer"}


def fill(apps, schema_editor):
    applications = apps.get_model("applications", "JobApplication")
    rows = applications.objects.order_by("pk").only("pk", "stage", "closed_at", "user__time_zone")
    last = 0
    while some := list(rows.filter(pk__gt=last).select_related("user")[:BATCH]):
        fill_some(apps, some)
        told = [row for row in some if row.heard_on or row.talked_on]
        applications.objects.bulk_update(told, ["heard_on", "talked_on"])
        last = some[-1].pk


def fill_some(apps, rows):
    keys = [row.pk for row in rows]
    outcomes = apps.get_model("applications", "Outcome").objects.filter(application__in=keys)
    reached = {row.pk: row.stage for row in rows} | dict(outcomes.values_list("application_id", "last_stage"))
    days, talks = defaultdict(list), defaultdict(list)
    for event in current_events(apps, keys):
        if event.kind == "heard" or (reached[event.application_id] in FURTHER and has_gone_on(event)):
            days[event.application_id].append(event.happened_on)
    standing = apps.get_model("applications", "Interview").objects.filter(application__in=keys, cancelled_at=None)
    for interview in standing.exclude(kind="task"):
        talks[interview.application_id].append(interview.starts_at)
    for row in rows:
        row.heard_on = min(days[row.pk], default=None)
        row.talked_on = min(talks[row.pk]).astimezone(zone_of(row.user)).date() if talks[row.pk] else None


def current_events(apps, keys):
    events = apps.get_model("applications", "Event").objects.filter(
        application__in=keys,
        kind__in=["heard", "moved", "interview_scheduled"],
        correction=None,
        removed_at=None,
    )
    return [event for event in events if "taken_back" not in event.data]


def has_gone_on(event):
    return event.kind == "interview_scheduled" or (event.kind == "moved" and event.data.get("to") in FURTHER)


def zone_of(user):
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class Migration(migrations.Migration):
    dependencies = [("applications", "0024_days_of_answers")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
