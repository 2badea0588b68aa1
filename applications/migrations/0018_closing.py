from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0017_board_and_today"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            model_name="jobapplication",
            name="closed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "closed_at", "-last_event_at", "-id"], name="application_by_closing"),
        ),
    ]
