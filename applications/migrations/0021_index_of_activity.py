from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0020_indexes_for_the_open_ones"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="jobapplication", name="application_by_last_event"),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(
                fields=["user", "-last_event_at", "-id", "archived_at", "trashed_at"],
                name="application_by_last_event",
            ),
        ),
    ]
