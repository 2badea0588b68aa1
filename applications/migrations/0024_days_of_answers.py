from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0023_sheets")]

    operations = [
        migrations.AddField(
            model_name="jobapplication",
            name="heard_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="jobapplication",
            name="talked_on",
            field=models.DateField(blank=True, editable=False, null=True),
        ),
    ]
