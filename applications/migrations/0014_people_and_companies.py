from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_interviews_in_depth")]

    operations = []
