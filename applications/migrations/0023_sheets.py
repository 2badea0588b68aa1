import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.writing

VERBS = ["move", "end", "tag", "untag", "period", "archive", "unarchive", "trash", "import"]


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("applications", "0022_index_of_activity_by_mode"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobapplication",
            name="imported_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="act",
            name="verb",
            field=models.CharField(choices=[(verb, verb.title()) for verb in VERBS], max_length=20),
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", accounts.writing.EncryptedTextField()),
                ("plan", accounts.writing.EncryptedTextField()),
                ("brought_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("added", models.PositiveIntegerField(default=0)),
                (
                    "act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="applications.act",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheets", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-brought_at", "-pk"],
                "indexes": [models.Index(fields=["brought_at"], name="sheet_by_day")],
            },
        ),
    ]
