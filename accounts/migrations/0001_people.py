import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import accounts.models
import accounts.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="name",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=40,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="phone",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[accounts.models.check_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10, verbose_name="language")),
                (
                    "rejection_word",
                    models.CharField(
                        choices=[("rejected", "Rejected"), ("not_selected", "Not selected"), ("closed", "Closed")],
                        default="rejected",
                        max_length=20,
                        verbose_name="word for a no",
                    ),
                ),
                ("has_checkins", models.BooleanField(default=False, verbose_name="mood check-ins")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_staff", models.BooleanField(default=False, verbose_name="staff")),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="joined"),
                ),
                (
                    "welcomed_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="answered the welcome page"
                    ),
                ),
                (
                    "last_visit_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last visit"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="one_person_per_email"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), _negated=True), name="every_person_has_an_email"
                    ),
                ],
            },
        ),
    ]
