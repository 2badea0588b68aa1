from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("nudges", "0001_nudges")]

    operations = [
        migrations.AddField(
            model_name="nudge",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
