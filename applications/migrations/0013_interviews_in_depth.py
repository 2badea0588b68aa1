from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0012_posting_fetch")]

    operations = []
