import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nudges", "0002_when_a_nudge_moved")]

    operations = [
        migrations.AddField("nudge", "path", models.CharField(blank=True, default="", max_length=200), False),
        migrations.AddField("nudge", "is_over", models.BooleanField(default=False)),
        migrations.AddField(
            "nudgepreference",
            "weekly_people",
            models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="people to write to in a week",
            ),
        ),
    ]
