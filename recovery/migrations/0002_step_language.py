from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recovery", "0001_recoveries")]

    operations = [
        migrations.AddField(
            model_name="recoverystep",
            name="language",
            field=models.CharField(default="en", max_length=10),
        ),
    ]
