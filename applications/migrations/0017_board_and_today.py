from django.db import migrations, models

import applications.validators


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_several_searches")]

    operations = [
        migrations.AddField(
            "jobapplication",
            "follow_up_on",
            models.DateField(
                blank=True,
                null=True,
                validators=[applications.validators.in_living_memory],
                verbose_name="follow up on",
            ),
        )
    ]
