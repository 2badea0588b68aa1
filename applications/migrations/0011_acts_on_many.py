import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0010_lists_as_one_likes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("move", "Move"),
                            ("end", "End"),
                            ("tag", "Tag"),
                            ("untag", "Untag"),
                            ("archive", "Archive"),
                            ("unarchive", "Unarchive"),
                            ("trash", "Trash"),
                        ],
                        max_length=20,
                    ),
                ),
                ("done_at", models.DateTimeField(editable=False)),
                ("before", models.JSONField(default=dict)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acts", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["done_at"], name="act_by_day")],
            },
        ),
    ]
