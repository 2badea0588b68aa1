import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.validators
import applications.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=200, validators=[accounts.validators.no_control_characters], verbose_name="company"
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="website",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="companies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
            },
        ),
        migrations.CreateModel(
            name="JobApplication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        max_length=200, validators=[accounts.validators.no_control_characters], verbose_name="role"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("saved", "Saved"),
                            ("preparing", "Preparing"),
                            ("applied", "Applied"),
                            ("screening", "Screening"),
                            ("assessment", "Assessment"),
                            ("interview", "Interview"),
                            ("final_round", "Final round"),
                            ("offer", "Offer"),
                        ],
                        default="saved",
                        max_length=20,
                        verbose_name="stage",
                    ),
                ),
                (
                    "url",
                    models.URLField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="link to the posting",
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="place",
                    ),
                ),
                (
                    "work_mode",
                    models.CharField(
                        blank=True,
                        choices=[("on_site", "On site"), ("hybrid", "Hybrid"), ("remote", "Remote")],
                        max_length=10,
                        verbose_name="work mode",
                    ),
                ),
                (
                    "salary_min",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Whole units of the currency.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="salary from",
                    ),
                ),
                (
                    "salary_max",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000000)],
                        verbose_name="salary to",
                    ),
                ),
                (
                    "salary_currency",
                    models.CharField(
                        blank=True,
                        help_text="Three letters, such as EUR.",
                        max_length=3,
                        validators=[
                            django.core.validators.RegexValidator("^[A-Z]{3}\\Z", "Three letters, such as EUR.")
                        ],
                        verbose_name="currency",
                    ),
                ),
                (
                    "salary_period",
                    models.CharField(
                        blank=True,
                        choices=[("year", "a year"), ("month", "a month"), ("hour", "an hour")],
                        max_length=10,
                        verbose_name="per",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        max_length=120,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="where you found it",
                    ),
                ),
                (
                    "excitement",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="excitement",
                    ),
                ),
                ("posting_text", models.TextField(blank=True, max_length=100000, verbose_name="text of the posting")),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="notes")),
                (
                    "applied_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[applications.validators.in_living_memory],
                        verbose_name="applied on",
                    ),
                ),
                (
                    "deadline_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[applications.validators.in_living_memory],
                        verbose_name="deadline",
                    ),
                ),
                ("last_event_at", models.DateTimeField(editable=False)),
                ("created_at", models.DateTimeField(editable=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="applications",
                        to="applications.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-last_event_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Phone call"),
                            ("video", "Video call"),
                            ("on_site", "On site"),
                            ("technical", "Technical interview"),
                            ("task", "Test or task"),
                            ("panel", "Panel"),
                            ("other", "Other"),
                        ],
                        default="video",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                        verbose_name="round",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                (
                    "duration_minutes",
                    models.PositiveSmallIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="place or link",
                    ),
                ),
                (
                    "people",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="who you will meet",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="main topic",
                    ),
                ),
                (
                    "hear_back_by",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[applications.validators.in_living_memory],
                        verbose_name="they said you would hear by",
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=20000, verbose_name="preparation")),
                ("debrief", models.TextField(blank=True, max_length=20000, verbose_name="afterwards")),
                ("cancelled_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(editable=False)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="interviews",
                        to="applications.jobapplication",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("moved", "Moved"),
                            ("applied", "Applied"),
                            ("interview_scheduled", "Interview arranged"),
                            ("interview_moved", "Interview moved"),
                            ("interview_cancelled", "Interview cancelled"),
                            ("outcome_recorded", "Outcome"),
                            ("reopened", "Reopened"),
                            ("letter_sent", "Sent a letter"),
                            ("heard", "Heard from them"),
                            ("note", "Note"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "happened_on",
                    models.DateField(
                        validators=[applications.validators.in_living_memory], verbose_name="when it happened"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="recorded")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="applications.event",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="applications.jobapplication",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_on", "-recorded_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=150, validators=[accounts.validators.no_control_characters], verbose_name="name"
                    ),
                ),
                (
                    "job_title",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="what they do",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
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
                    "how_known",
                    models.CharField(
                        blank=True,
                        max_length=200,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="how you know each other",
                    ),
                ),
                (
                    "shared_context",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[accounts.validators.no_control_characters],
                        verbose_name="what connects you",
                    ),
                ),
                (
                    "last_touch_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        validators=[applications.validators.in_living_memory],
                        verbose_name="last in touch",
                    ),
                ),
                ("notes", models.TextField(blank=True, max_length=5000, verbose_name="notes")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to="applications.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "applications",
                    models.ManyToManyField(
                        blank=True,
                        related_name="contacts",
                        to="applications.jobapplication",
                        verbose_name="applications",
                    ),
                ),
            ],
            options={
                "ordering": [django.db.models.functions.text.Lower("name"), "pk"],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "I accepted an offer"),
                            ("declined", "I declined an offer"),
                            ("rejected", "Rejected"),
                            ("ghosted", "No answer came"),
                            ("withdrawn", "I withdrew"),
                            ("role_closed", "The role was closed"),
                        ],
                        max_length=20,
                        verbose_name="how it ended",
                    ),
                ),
                (
                    "decided_on",
                    models.DateField(
                        validators=[applications.validators.in_living_memory], verbose_name="on which day"
                    ),
                ),
                (
                    "last_stage",
                    models.CharField(
                        choices=[
                            ("saved", "Saved"),
                            ("preparing", "Preparing"),
                            ("applied", "Applied"),
                            ("screening", "Screening"),
                            ("assessment", "Assessment"),
                            ("interview", "Interview"),
                            ("final_round", "Final round"),
                            ("offer", "Offer"),
                        ],
                        max_length=20,
                        verbose_name="how far it got",
                    ),
                ),
                (
                    "no_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("auto_mail", "An automatic mail"),
                            ("personal_mail", "A mail from a person"),
                            ("call", "A call"),
                            ("silence", "Silence"),
                        ],
                        max_length=20,
                        verbose_name="how the no came",
                    ),
                ),
                ("reason", models.TextField(blank=True, max_length=2000, verbose_name="reason, if one was given")),
                ("is_bulk", models.BooleanField(default=False, editable=False)),
                ("recorded_at", models.DateTimeField(editable=False)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcome",
                        to="applications.jobapplication",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="company",
            constraint=models.UniqueConstraint(
                models.F("user"), django.db.models.functions.text.Lower("name"), name="one_company_per_name_and_person"
            ),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "-last_event_at", "-id"], name="application_by_last_event"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "stage"], name="application_by_stage"),
        ),
        migrations.AddConstraint(
            model_name="jobapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("salary_min", None),
                    ("salary_max", None),
                    ("salary_min__lte", models.F("salary_max")),
                    _connector="OR",
                ),
                name="salary_range_goes_up",
                violation_error_message="The lower salary is above the upper one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "stage__in",
                        [
                            "saved",
                            "preparing",
                            "applied",
                            "screening",
                            "assessment",
                            "interview",
                            "final_round",
                            "offer",
                        ],
                    )
                ),
                name="stage_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="jobapplication",
            constraint=models.CheckConstraint(
                condition=models.Q(("excitement", None), ("excitement__range", (1, 5)), _connector="OR"),
                name="excitement_one_to_five",
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["application", "starts_at"], name="interview_by_start"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["application", "-happened_on", "-recorded_at"], name="event_by_day"),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["accepted", "declined", "rejected", "ghosted", "withdrawn", "role_closed"])
                ),
                name="outcome_kind_is_known",
            ),
        ),
    ]
