import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("applications", "0013_interviews_in_depth"),
        ("recovery", "0002_step_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="next time I will …")),
                ("source", models.CharField(choices=[("debrief", "Debrief")], default="debrief", max_length=20)),
                (
                    "interview_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone call"),
                            ("video", "Video call"),
                            ("on_site", "On site"),
                            ("technical", "Technical interview"),
                            ("task", "Test or task"),
                            ("panel", "Panel"),
                            ("other", "Other"),
                        ],
                        max_length=20,
                    ),
                ),
                ("tried_at", models.DateTimeField(blank=True, null=True)),
                ("helped", models.BooleanField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "interview",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lessons",
                        to="applications.interview",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lessons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source", "debrief")),
                        fields=("interview",),
                        name="one_lesson_from_each_debrief",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("helped", None), ("tried_at__isnull", False), _connector="OR"),
                        name="what_helped_was_tried",
                    ),
                ],
            },
        ),
    ]
