"""Takes over from outcomes since when applications are closed. Back: it goes with its column."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 5_000


def fill(apps, schema_editor):
    applications, outcomes = (apps.get_model("applications", name) for name in ("JobApplication", "Outcome"))
    recorded_at = outcomes.objects.filter(application=OuterRef("pk")).values("recorded_at")
    closed = list(outcomes.objects.values_list("application_id", flat=True).order_by("application_id"))
    for start in range(0, len(closed), BATCH):
        some = applications.objects.filter(pk__in=closed[start : start + BATCH])
        some.update(closed_at=Subquery(recorded_at))


class Migration(migrations.Migration):
    dependencies = [("applications", "0018_closing")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
