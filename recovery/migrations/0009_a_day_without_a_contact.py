from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recovery", "0008_worrying_words")]

    operations = [
        migrations.AddField("recovery", "write_again_on", models.DateField(null=True, blank=True)),
    ]
