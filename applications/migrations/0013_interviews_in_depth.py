"""What is written about an interview moves into rows of its own, encrypted; people, zones and calendars come in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.models
import accounts.validators
import accounts.writing
import applications.validators

BATCH = 500
TEXT = accounts.writing.EncryptedTextField


def seal_what_was_written(apps, schema_editor):
    """The two plain fields become a preparation and a debrief; interviews about which nothing was written get none."""
    Interview, Preparation, Debrief = (
        apps.get_model("applications", n) for n in ("Interview", "Preparation", "Debrief")
    )
    written = Interview.objects.exclude(old_notes="", old_debrief="").order_by("pk")
    preparations, debriefs = [], []
    for row in written.iterator(chunk_size=BATCH):
        if row.old_notes:
            preparations.append(Preparation(interview=row, notes=row.old_notes, updated_at=row.created_at))
        if row.old_debrief:
            debriefs.append(Debrief(interview=row, notes=row.old_debrief, updated_at=row.created_at))
    Preparation.objects.bulk_create(preparations, batch_size=BATCH)
    Debrief.objects.bulk_create(debriefs, batch_size=BATCH)
    Interview.objects.update(changed_at=models.F("created_at"))


def open_what_was_written(apps, schema_editor):
    """Back into the two plain fields, every part under the others; nothing written is lost."""
    parts = {
        "old_notes": ("Preparation", ["stresses", "questions", "stories", "notes"]),
        "old_debrief": ("Debrief", ["went_well", "hardest_question", "connected", "next_time", "notes"]),
    }
    for column, (model, names) in parts.items():
        for row in apps.get_model("applications", model).objects.order_by("pk").iterator(chunk_size=BATCH):
            text = "\n\n".join(filter(None, (getattr(row, name) for name in names)))
            apps.get_model("applications", "Interview").objects.filter(pk=row.interview_id).update(**{column: text})


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("applications", "0012_posting_fetch"),
    ]

    operations = [
        migrations.RenameField("interview", "notes", "old_notes"),
        migrations.RenameField("interview", "debrief", "old_debrief"),
        migrations.AddField(
            "interview",
            "employer_zone",
            models.CharField(
                blank=True,
                default="",
                max_length=64,
                validators=[accounts.models.check_time_zone],
                verbose_name="their time zone",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "interview",
            "contacts",
            models.ManyToManyField(
                blank=True, related_name="interviews", to="applications.contact", verbose_name="who you will meet"
            ),
        ),
        migrations.AddField("interview", "revision", models.PositiveIntegerField(default=0, editable=False)),
        migrations.AddField("interview", "changed_at", models.DateTimeField(editable=False, null=True)),
        migrations.AlterField(
            "interview",
            "location",
            models.CharField(
                blank=True,
                max_length=500,
                validators=[accounts.validators.no_control_characters, applications.validators.no_script],
                verbose_name="place or link",
            ),
        ),
        migrations.AlterField(
            "interview",
            "people",
            models.CharField(
                blank=True,
                max_length=500,
                validators=[accounts.validators.no_control_characters],
                verbose_name="who else",
            ),
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stresses", TEXT(blank=True, max_length=20000, verbose_name="what the posting stresses")),
                ("questions", TEXT(blank=True, max_length=20000, verbose_name="questions I want to ask")),
                ("stories", TEXT(blank=True, max_length=20000, verbose_name="stories I can tell")),
                ("notes", TEXT(blank=True, max_length=20000, verbose_name="anything else")),
                ("updated_at", models.DateTimeField(editable=False)),
                (
                    "interview",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparation",
                        to="applications.interview",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Debrief",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("went_well", TEXT(blank=True, max_length=20000, verbose_name="what went well")),
                ("hardest_question", TEXT(blank=True, max_length=20000, verbose_name="the hardest question")),
                ("connected", TEXT(blank=True, max_length=20000, verbose_name="how I connected")),
                ("next_time", TEXT(blank=True, max_length=500, verbose_name="next time I will …")),
                ("notes", TEXT(blank=True, max_length=20000, verbose_name="anything else")),
                ("updated_at", models.DateTimeField(editable=False)),
                (
                    "interview",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debrief",
                        to="applications.interview",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", TEXT()),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("is_busy_only", models.BooleanField(default=False, verbose_name="show only that I am busy")),
                ("has_deadlines", models.BooleanField(default=True, verbose_name="deadlines")),
                ("has_nudges", models.BooleanField(default=False, verbose_name="planned nudges")),
                ("made_at", models.DateTimeField(editable=False)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(seal_what_was_written, open_what_was_written),
        migrations.AlterField("interview", "changed_at", models.DateTimeField(editable=False)),
        # With a default, so that the way back can make the columns anew.
        migrations.AlterField("interview", "old_notes", models.TextField(blank=True, default="")),
        migrations.AlterField("interview", "old_debrief", models.TextField(blank=True, default="")),
        migrations.RemoveField("interview", "old_notes"),
        migrations.RemoveField("interview", "old_debrief"),
    ]
