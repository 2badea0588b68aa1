from django.db import migrations


def forget_copies(apps, schema_editor):
    """Moods were kept with the answers of a step too, where no retention reached them. Check-ins are their only place."""
    answers = apps.get_model("recovery", "Answer").objects.select_related("step")
    copies = [answer.pk for answer in answers.iterator(chunk_size=500) if is_mood(answer)]
    for start in range(0, len(copies), 500):
        answers.filter(pk__in=copies[start : start + 500]).delete()


def is_mood(answer):
    prompts = answer.step.snapshot.get("prompts", [])
    return any(prompt["key"] == answer.prompt_key and prompt["input"] == "mood" for prompt in prompts)


def ask_again(apps, schema_editor):
    """A yes from before its words and its day were noted does not count: the page asks once more."""
    apps.get_model("accounts", "User").objects.filter(has_checkins=True).update(has_checkins=False)


class Migration(migrations.Migration):
    dependencies = [("recovery", "0005_consent_to_checkins"), ("accounts", "0003_shortcuts")]

    operations = [
        migrations.RunPython(forget_copies, migrations.RunPython.noop),
        migrations.RunPython(ask_again, migrations.RunPython.noop),
    ]
