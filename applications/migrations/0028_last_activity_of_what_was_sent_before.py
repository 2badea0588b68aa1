"""What was sent before it was added was last active on that day, not when it was added. Back: as it was then nobody
needs to know, and the next line of its history would say so again.
"""

import zoneinfo
from collections import defaultdict
from datetime import datetime, time

from django.db import migrations
from django.db.models import F

BATCH = 500
FURTHER = {"screening", "assessment", "interview", "final_round", "offer"}


def fill(apps, schema_editor):
    applications = apps.get_model("applications", "JobApplication")
    events = apps.get_model("applications", "Event").objects
    late = events.filter(kind="added", happened_on__gt=F("application__applied_on"))
    keys = sorted(set(late.values_list("application_id", flat=True)))
    for start in range(0, len(keys), BATCH):
        rows = applications.objects.filter(pk__in=keys[start : start + BATCH]).only("last_event_at", "user__time_zone")
        some = list(rows.select_related("user"))
        told = moments(events, some)
        for row in some:
            row.last_event_at = min(row.last_event_at, told.get(row.pk, row.last_event_at))
        applications.objects.bulk_update(some, ["last_event_at"])


def moments(events, rows):
    """When something last happened to each, the adding left out; see `operations.events.keep_last_event`."""
    zones, found = {row.pk: zone_of(row.user) for row in rows}, defaultdict(list)
    for event in events.filter(application__in=zones, correction=None, removed_at=None):
        is_adding = event.kind == "added" and event.data.get("stage") not in FURTHER
        if not is_adding and "taken_back" not in event.data:
            found[event.application_id].append((event.happened_on, moment_of(event, zones[event.application_id])))
    return {
        pk: max(moment for day, moment in lines if day == max(day for day, _moment in lines))
        for pk, lines in found.items()
    }


def moment_of(event, zone):
    is_same_day = event.recorded_at.astimezone(zone).date() == event.happened_on
    return event.recorded_at if is_same_day else datetime.combine(event.happened_on, time(12), tzinfo=zone)


def zone_of(user):
    try:
        return zoneinfo.ZoneInfo(user.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


class Migration(migrations.Migration):
    dependencies = [("applications", "0027_brought_copies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
