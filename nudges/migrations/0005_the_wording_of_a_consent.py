from django.db import migrations, models

PLACES = [
    ("welcome", "on the welcome page"),
    ("settings", "in the settings"),
    ("first_no", "after a first no"),
    ("unsubscribe", "from a mail"),
]


class Migration(migrations.Migration):
    dependencies = [("nudges", "0004_a_weekly_slot")]

    operations = [
        migrations.AddField("consent", "wording", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AlterField("consent", "said_on", models.CharField(choices=PLACES, max_length=40)),
    ]
