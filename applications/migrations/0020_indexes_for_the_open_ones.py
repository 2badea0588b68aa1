from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0019_fill_closing"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RemoveIndex(model_name="jobapplication", name="application_by_stage"),
        migrations.RemoveIndex(model_name="jobapplication", name="application_by_closing"),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(
                fields=["user", "closed_at", "-last_event_at", "-id", "archived_at", "trashed_at"],
                name="application_by_closing",
            ),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(
                fields=["user", "stage", "-last_event_at", "-id"],
                name="application_on_board",
                condition=models.Q(closed_at=None, archived_at=None, trashed_at=None),
            ),
        ),
    ]
