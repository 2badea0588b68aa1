from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recovery", "0006_moods_in_one_place"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedbackrequest",
            name="is_worrying",
            field=models.BooleanField(default=False),
        ),
    ]
