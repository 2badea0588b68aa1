from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_several_searches")]

    operations = []
