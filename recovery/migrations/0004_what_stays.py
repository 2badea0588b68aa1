import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.validators
import accounts.writing


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0020_indexes_for_the_open_ones"),
        ("recovery", "0003_lessons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Achievement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="in a few words",
                    ),
                ),
                ("situation", models.TextField(blank=True, max_length=2000, verbose_name="how it was")),
                ("action", models.TextField(blank=True, max_length=4000, verbose_name="what you did")),
                ("result", models.TextField(blank=True, max_length=2000, verbose_name="what came of it")),
                ("tags", models.JSONField(blank=True, default=list)),
                ("prompt_key", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Experiment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "change",
                    models.CharField(
                        max_length=200,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="the one change",
                    ),
                ),
                (
                    "goal",
                    accounts.writing.EncryptedTextField(
                        blank=True, max_length=500, verbose_name="I want to get better at …"
                    ),
                ),
                (
                    "sign",
                    accounts.writing.EncryptedTextField(
                        blank=True, max_length=500, verbose_name="what would show that it helps"
                    ),
                ),
                ("wanted", models.PositiveSmallIntegerField(default=5, verbose_name="on how many applications")),
                ("started_on", models.DateField(verbose_name="counting from")),
                ("look_on", models.DateField(verbose_name="look again on")),
                (
                    "finding",
                    accounts.writing.EncryptedTextField(blank=True, max_length=2000, verbose_name="what you learnt"),
                ),
                (
                    "ended_as",
                    models.CharField(blank=True, choices=[("kept", "Kept"), ("dropped", "Let go")], max_length=10),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-started_on", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="lesson",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="lessons",
                to="applications.jobapplication",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="recovery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="lessons",
                to="recovery.recovery",
            ),
        ),
        migrations.AlterField(
            model_name="lesson",
            name="source",
            field=models.CharField(
                choices=[("debrief", "Debrief"), ("recovery", "Recovery"), ("feedback", "An employer’s answer")],
                default="debrief",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "recovery")), fields=("recovery",), name="one_lesson_from_each_recovery"
            ),
        ),
        migrations.AddConstraint(
            model_name="lesson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", "feedback")), fields=("application",), name="one_lesson_from_each_answer"
            ),
        ),
        migrations.AddField(
            model_name="achievement",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="achievements",
                to="applications.jobapplication",
            ),
        ),
        migrations.AddField(
            model_name="achievement",
            name="recovery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="achievements",
                to="recovery.recovery",
            ),
        ),
        migrations.AddField(
            model_name="achievement",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="achievements", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="experiment",
            name="recovery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="experiments",
                to="recovery.recovery",
            ),
        ),
        migrations.AddField(
            model_name="experiment",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="experiments", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="achievement",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("prompt_key", ""), _negated=True), ("removed_at", None)),
                fields=("recovery", "prompt_key"),
                name="one_achievement_from_each_card",
            ),
        ),
        migrations.AddConstraint(
            model_name="achievement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("situation", ""), _negated=True),
                    models.Q(("action", ""), _negated=True),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_achievement_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("wanted__gte", 1), ("wanted__lte", 50)), name="tried_on_one_to_fifty"
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(("look_on__gte", models.F("started_on"))), name="looked_at_after_its_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="experiment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_as", ""), ("ended_on", None)),
                    models.Q(models.Q(("ended_as", ""), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="what_ended_has_a_day",
            ),
        ),
    ]
