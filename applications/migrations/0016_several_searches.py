import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.validators


class Migration(migrations.Migration):
    dependencies = [("applications", "0015_documents"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="SearchPeriod",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=60, validators=[accounts.validators.no_control_characters], verbose_name="name"
                    ),
                ),
                ("is_current", models.BooleanField(default=False, verbose_name="current")),
                ("created_at", models.DateTimeField(editable=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="periods",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "period of the search",
                "verbose_name_plural": "periods of the search",
                "ordering": ["-is_current", "-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("user"),
                        django.db.models.functions.text.Lower("name"),
                        name="one_period_per_name_and_person",
                        violation_error_message="You have a period of that name.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("user",),
                        name="one_current_period_per_person",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="period",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="applications",
                to="applications.searchperiod",
                verbose_name="period",
            ),
        ),
        migrations.AlterField(
            model_name="act",
            name="verb",
            field=models.CharField(
                choices=[
                    ("move", "Move"),
                    ("end", "End"),
                    ("tag", "Tag"),
                    ("untag", "Untag"),
                    ("period", "Period"),
                    ("archive", "Archive"),
                    ("unarchive", "Unarchive"),
                    ("trash", "Trash"),
                ],
                max_length=20,
            ),
        ),
    ]
