"""Companies with notes, contacts with their last touch, a person's own letters; two rows that are one.

What stands in lists by its folded name gets it, and lines of histories point at the contact that they name. Back: the
columns go.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.validators
import accounts.writing
import applications.validators
from applications.folding import fold

BATCH = 500
NAME_KEPT = 200


def fold_names(apps, schema_editor):
    for name in ("Company", "Contact"):
        for rows in batches(apps.get_model("applications", name)):
            for row in rows:
                row.folded_name = fold(row.name)[:NAME_KEPT]
            type(rows[0]).objects.bulk_update(rows, ["folded_name"])


def keep_what_was_said(apps, schema_editor):
    contacts = apps.get_model("applications", "Contact").objects
    contacts.exclude(last_touch_on=None).update(touched_on=models.F("last_touch_on"))


def point_at_contacts(apps, schema_editor):
    owners = dict(apps.get_model("applications", "Contact").objects.values_list("pk", "user_id"))
    for rows in batches(apps.get_model("applications", "Event"), data__has_key="contact"):
        mine = [row for row in rows if owners.get(row.data["contact"]) == row.application.user_id]
        for row in mine:
            row.contact_id = row.data["contact"]
        type(rows[0]).objects.bulk_update(mine, ["contact"])


def batches(model, **lookup):
    """All rows of a table, some at a time."""
    rows, last = model.objects.filter(**lookup).order_by("pk"), 0
    if model.__name__ == "Event":
        rows = rows.select_related("application")
    while page := list(rows.filter(pk__gt=last)[:BATCH]):
        yield page
        last = page[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0013_interviews_in_depth"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownApart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("company", "Company"), ("contact", "Contact")], max_length=10)),
                ("first", models.BigIntegerField()),
                ("second", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="OwnLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(blank=True, max_length=60)),
                ("title", models.CharField(blank=True, max_length=160)),
                ("language", models.CharField(blank=True, max_length=10)),
                (
                    "subject",
                    accounts.writing.EncryptedTextField(
                        blank=True,
                        default="",
                        max_length=300,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="subject",
                    ),
                ),
                (
                    "text",
                    accounts.writing.EncryptedTextField(blank=True, default="", max_length=20000, verbose_name="text"),
                ),
                (
                    "sent_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[applications.validators.in_living_memory],
                        verbose_name="sent on",
                    ),
                ),
                ("form_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("updated_at", models.DateTimeField(editable=False)),
            ],
            options={
                "ordering": ["-updated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Removal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("company", "Company"), ("contact", "Contact")], max_length=10)),
                ("done_at", models.DateTimeField(editable=False)),
                ("before", models.JSONField(default=dict)),
            ],
        ),
        migrations.AddField(
            model_name="company",
            name="apply_again",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Yes"), ("no", "No"), ("later", "Later")],
                max_length=10,
                verbose_name="apply again?",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="apply_again_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[applications.validators.in_living_memory],
                verbose_name="from when on",
            ),
        ),
        migrations.AddField(
            model_name="company",
            name="folded_name",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="company",
            name="notes",
            field=models.TextField(blank=True, max_length=20000, verbose_name="notes"),
        ),
        migrations.AddField(
            model_name="contact",
            name="folded_name",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="contact",
            name="keep_warm_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[applications.validators.in_living_memory],
                verbose_name="write again on",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="touched_on",
            field=models.DateField(
                blank=True,
                null=True,
                validators=[applications.validators.in_living_memory],
                verbose_name="last in touch",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="events",
                to="applications.contact",
            ),
        ),
        migrations.AlterField(
            model_name="contact",
            name="last_touch_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="company",
            index=models.Index(fields=["user", "folded_name", "id"], name="company_by_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["user", "folded_name", "id"], name="contact_by_name"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["user", "last_touch_on"], name="contact_by_touch"),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["user", "keep_warm_on"], name="contact_by_keep_warm"),
        ),
        migrations.AddField(
            model_name="knownapart",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="known_apart", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ownletter",
            name="application",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="applications.jobapplication",
            ),
        ),
        migrations.AddField(
            model_name="ownletter",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="letters",
                to="applications.contact",
                verbose_name="to",
            ),
        ),
        migrations.AddField(
            model_name="ownletter",
            name="event",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="letter",
                to="applications.event",
            ),
        ),
        migrations.AddField(
            model_name="ownletter",
            name="interview",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="letters",
                to="applications.interview",
            ),
        ),
        migrations.AddField(
            model_name="ownletter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="own_letters", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="removal",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="removals", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="knownapart",
            constraint=models.UniqueConstraint(
                fields=("user", "kind", "first", "second"), name="two_are_known_apart_once"
            ),
        ),
        migrations.AddIndex(
            model_name="ownletter",
            index=models.Index(fields=["user", "-updated_at"], name="own_letter_by_day"),
        ),
        migrations.AddConstraint(
            model_name="ownletter",
            constraint=models.UniqueConstraint(fields=("user", "form_key"), name="one_own_letter_per_form"),
        ),
        migrations.AddIndex(
            model_name="removal",
            index=models.Index(fields=["done_at"], name="removal_by_day"),
        ),
        migrations.AlterField(
            model_name="contact",
            name="notes",
            field=models.TextField(blank=True, max_length=20000, verbose_name="notes"),
        ),
        migrations.RunPython(fold_names, migrations.RunPython.noop),
        migrations.RunPython(keep_what_was_said, migrations.RunPython.noop),
        migrations.RunPython(point_at_contacts, migrations.RunPython.noop),
    ]
