from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0014_people_and_companies")]

    operations = []
