from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0005_fill_search_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobapplication",
            name="archived_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="trashed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(
                condition=models.Q(("trashed_at__isnull", False)), fields=["trashed_at"], name="application_in_trash"
            ),
        ),
    ]
