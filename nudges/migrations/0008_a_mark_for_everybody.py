from django.db import migrations
from django.utils import timezone

AT_ONCE = 1000


def mark_everybody(apps, schema_editor):
    """The first sweep looks at all of them."""
    User, Mark = apps.get_model("accounts", "User"), apps.get_model("nudges", "Mark")
    now, last = timezone.now(), 0
    while ids := list(User.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        Mark.objects.bulk_create([Mark(user_id=pk, look_at=now) for pk in ids], ignore_conflicts=True)
        last = ids[-1]


class Migration(migrations.Migration):
    dependencies = [("nudges", "0007_what_delivery_knows")]

    operations = [migrations.RunPython(mark_everybody, migrations.RunPython.noop)]
