"""Indexes the words of `SearchText` as they are: split at spaces, nothing folded, nothing left out.

On SQLite the index is a table of its own, kept by triggers. Changing a column of `SearchText` makes Django build its
table anew, which drops them: such a migration has to run `index_words` again.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE applications_searchtext_words USING fts5(
        text, content='applications_searchtext', content_rowid='application_id', detail=none, columnsize=0,
        tokenize="ascii tokenchars '+#.:!@'"
    )
    """,
    """
    CREATE TRIGGER applications_searchtext_added AFTER INSERT ON applications_searchtext BEGIN
        INSERT INTO applications_searchtext_words(rowid, text) VALUES (new.application_id, new.text);
    END
    """,
    """
    CREATE TRIGGER applications_searchtext_removed AFTER DELETE ON applications_searchtext BEGIN
        INSERT INTO applications_searchtext_words(applications_searchtext_words, rowid, text)
        VALUES ('delete', old.application_id, old.text);
    END
    """,
    """
    CREATE TRIGGER applications_searchtext_changed AFTER UPDATE ON applications_searchtext BEGIN
        INSERT INTO applications_searchtext_words(applications_searchtext_words, rowid, text)
        VALUES ('delete', old.application_id, old.text);
        INSERT INTO applications_searchtext_words(rowid, text) VALUES (new.application_id, new.text);
    END
    """,
    "INSERT INTO applications_searchtext_words(applications_searchtext_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS applications_searchtext_added",
    "DROP TRIGGER IF EXISTS applications_searchtext_removed",
    "DROP TRIGGER IF EXISTS applications_searchtext_changed",
    "DROP TABLE IF EXISTS applications_searchtext_words",
]
POSTGRESQL = [
    """
    CREATE INDEX applications_searchtext_words ON applications_searchtext
    USING gin (array_to_tsvector(string_to_array(text, ' ')))
    """,
]
POSTGRESQL_BACK = ["DROP INDEX IF EXISTS applications_searchtext_words"]


def run(schema_editor, statements):
    for statement in statements.get(schema_editor.connection.vendor, []):
        schema_editor.execute(statement)


def index_words(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def forget_index(apps, schema_editor):
    run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0003_search_text"),
    ]

    operations = [
        migrations.RunPython(index_words, forget_index),
    ]
