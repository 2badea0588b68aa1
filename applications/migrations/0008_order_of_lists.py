from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0007_tags"),
    ]

    operations = [
        migrations.AddField(
            model_name="jobapplication",
            name="folded_company",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="folded_role",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="last_interview_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "-applied_on", "-id"], name="application_by_applied"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "folded_company", "folded_role", "id"], name="application_by_company"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "folded_role", "folded_company", "id"], name="application_by_role"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "deadline_on", "id"], name="application_by_deadline"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "-excitement", "-id"], name="application_by_excitement"),
        ),
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(fields=["user", "last_interview_at"], name="application_by_interview"),
        ),
    ]
