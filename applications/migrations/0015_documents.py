import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.validators
import accounts.writing


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0014_people_and_companies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("key", accounts.writing.EncryptedTextField()),
                ("size", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "title",
                    models.CharField(
                        max_length=120, validators=[accounts.validators.no_control_characters], verbose_name="title"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cv", "CV"),
                            ("cover_letter", "Cover letter"),
                            ("certificate", "Certificate"),
                            ("other", "Something else"),
                        ],
                        default="cv",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False)),
                ("changed_at", models.DateTimeField(editable=False)),
                ("trashed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-changed_at", "-id"], name="document_by_change"),
                    models.Index(
                        condition=models.Q(("trashed_at__isnull", False)),
                        fields=["trashed_at"],
                        name="document_in_trash",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["cv", "cover_letter", "certificate", "other"])),
                        name="document_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        max_length=80,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="which version it is",
                    ),
                ),
                ("filename", models.CharField(max_length=150)),
                (
                    "type",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("docx", "DOCX"), ("odt", "ODT"), ("txt", "TXT")], max_length=10
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "applications",
                    models.ManyToManyField(
                        blank=True,
                        related_name="documents",
                        to="applications.jobapplication",
                        verbose_name="applications",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="applications.document",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="version",
                        to="applications.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-number", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("removed_at__isnull", False)), fields=["removed_at"], name="version_removed"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="one_version_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("type__in", ["pdf", "docx", "odt", "txt"])), name="version_type_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=64)),
                ("led_to", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sent_forms",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sent_at"], name="sent_form_by_day")],
                "constraints": [models.UniqueConstraint(fields=("user", "mark"), name="a_form_is_sent_once")],
            },
        ),
        migrations.AddField(
            model_name="event",
            name="removed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("removed_at__isnull", False)), fields=["removed_at"], name="event_removed"
            ),
        ),
    ]
