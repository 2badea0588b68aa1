from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0025_fill_days_of_answers")]

    operations = [
        migrations.AddIndex(
            model_name="jobapplication",
            index=models.Index(
                fields=[
                    *("user", "source", "work_mode", "stage", "closed_at", "applied_on", "heard_on"),
                    *("talked_on", "period", "created_at", "imported_at", "trashed_at", "id"),
                ],
                name="application_in_figures",
            ),
        ),
    ]
