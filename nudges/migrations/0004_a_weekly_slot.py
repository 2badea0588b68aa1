import datetime

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nudges", "0003_what_today_shows")]

    operations = [
        migrations.AddField("nudgepreference", "digest_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "nudgepreference",
            "digest_slot",
            models.TimeField(default=datetime.time(9, 30), verbose_name="time of the weekly digest"),
        ),
        migrations.AddField(
            "nudgepreference",
            "digest_weekday",
            models.PositiveSmallIntegerField(
                default=0,
                validators=[django.core.validators.MaxValueValidator(6)],
                verbose_name="day of the weekly digest",
            ),
        ),
    ]
