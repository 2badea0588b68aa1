from django.db import migrations

import accounts.writing


class Migration(migrations.Migration):
    dependencies = [("recovery", "0009_a_day_without_a_contact")]

    operations = [
        migrations.AddField(
            "checkinconsent", "rest_begun", accounts.writing.EncryptedTextField(blank=True, null=True, default="")
        ),
    ]
