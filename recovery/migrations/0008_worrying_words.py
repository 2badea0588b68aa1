from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("recovery", "0007_take_along_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedbackrequest",
            name="is_worrying",
            field=models.BooleanField(default=False),
        ),
    ]
