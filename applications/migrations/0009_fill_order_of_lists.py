"""Works out what lists are sorted by. Back: it goes with its columns."""

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery

from applications.folding import fold

BATCH = 500


def fill(apps, schema_editor):
    applications, interviews = (apps.get_model("applications", name) for name in ("JobApplication", "Interview"))
    last = 0
    while rows := list(applications.objects.filter(pk__gt=last).order_by("pk").select_related("company")[:BATCH]):
        for row in rows:
            row.folded_company, row.folded_role = fold(row.company.name)[:200], fold(row.role)[:200]
        applications.objects.bulk_update(rows, ["folded_company", "folded_role"])
        last = rows[-1].pk
    standing = interviews.objects.filter(application=OuterRef("pk"), cancelled_at=None).values("application")
    latest = standing.annotate(latest=Max("starts_at")).values("latest")
    applications.objects.update(last_interview_at=Subquery(latest))


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0008_order_of_lists"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
