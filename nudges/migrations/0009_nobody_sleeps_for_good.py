from django.db import migrations
from django.utils import timezone


def wake(apps, schema_editor):
    """Who was to be left alone until they come back may have dates far ahead."""
    apps.get_model("nudges", "Mark").objects.filter(look_at=None).update(look_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("nudges", "0008_a_mark_for_everybody")]

    operations = [migrations.RunPython(wake, migrations.RunPython.noop)]
