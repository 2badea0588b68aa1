"""Writes for every application under which words it is found. Back: the words go with their table."""

from django.db import migrations

from applications.folding import words_of

BATCH = 200


def fill(apps, schema_editor):
    applications = apps.get_model("applications", "JobApplication").objects.order_by("pk")
    last = 0
    while rows := list(applications.filter(pk__gt=last).select_related("company").prefetch_related("contacts")[:BATCH]):
        write(apps.get_model("applications", "SearchText"), rows)
        last = rows[-1].pk


def write(texts, rows):
    texts.objects.bulk_create(
        [texts(application_id=row.pk, text=text_of(row)) for row in rows],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["text"],
    )


def text_of(row):
    """See also its twin, `operations.searching.text_of`, as it was when this was written."""
    names = [row.company.name, row.role]
    rest = [row.location, row.source, *(contact.name for contact in row.contacts.all()), row.notes, row.posting_text]
    words = {":": names + rest, "!": names, "@": [row.source]}
    return " ".join(f"{row.user_id}{mark}{word}" for mark, said in words.items() for word in words_of("\n".join(said)))


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0004_search_index"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
