"""While an update goes on, workers of the old version run beside the new schema: it takes nothing away from them.

What an old release writes without knowing of a new column has to go on working, and what it reads has to be there. So a
column comes with a default that the *database* knows (`db_default`) or may be empty, and what nobody uses any more goes
a release later. How an update goes is in docs/operations.md.
"""

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

APPS = ["accounts", "advice", "applications", "recovery", "nudges"]
# Where this promise began: what came before was never released.
BEGAN = {
    "accounts": "0004_country",
    "advice": "0003_voices",
    "applications": "0022_index_of_activity_by_mode",
    "recovery": "0008_worrying_words",
    "nudges": "0008_a_mark_for_everybody",
}
# What takes something away although this release, or the one before, has no use for it any more: (app, migration), and
# the release that stopped using it.
UNUSED_SINCE: dict[tuple[str, str], str] = {}
TAKES_AWAY = (migrations.RemoveField, migrations.RenameField, migrations.RenameModel, migrations.DeleteModel)


def harm_of(operation, label, before, after):
    """What an old worker would stumble over, in words; or None."""
    name = type(operation).__name__
    if isinstance(operation, (*TAKES_AWAY, migrations.AlterModelTable)):
        return f"{name} takes away what an old worker reads or writes"
    if not isinstance(operation, (migrations.AddField, migrations.AlterField)):
        return None
    key, field_name = (label, operation.model_name_lower), operation.name
    new, old = after.models[key].fields[field_name], before.models[key].fields.get(field_name)
    if new.many_to_many or new.null or new.has_db_default():
        return None
    if old is None:
        return f"{key[1]}.{field_name} is new and an old worker writes nothing into it: give it a db_default"
    return f"{key[1]}.{field_name} may not be empty any more, and an old worker leaves it so" if old.null else None


def harms(loader, label, began):
    """Of all migrations of an app after `began`. Tables that are new as well are not known to old workers."""
    found, fresh = [], set()
    for node in loader.graph.forwards_plan(loader.graph.leaf_nodes(label)[0]):
        if node[0] != label or node[1] <= began or node in UNUSED_SINCE:
            continue
        state = loader.project_state(node, at_end=False)
        for operation in loader.get_migration(*node).operations:
            before = state.clone()
            operation.state_forwards(label, state)
            if isinstance(operation, migrations.CreateModel):
                fresh.add(operation.name_lower)
            known = getattr(operation, "model_name_lower", getattr(operation, "old_name_lower", "")) not in fresh
            if known and (harm := harm_of(operation, label, before, state)):
                found.append(f"{'.'.join(node)}: {harm}")
    return found


@pytest.mark.parametrize("label", APPS)
def test_an_update_takes_nothing_from_workers_of_the_old_version(label):
    assert apps.get_app_config(label)
    assert harms(MigrationLoader(None, ignore_no_migrations=True), label, BEGAN[label]) == []


@pytest.fixture
def after():
    """What is said of an operation on a person's preferences."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    state = loader.project_state(("nudges", BEGAN["nudges"]))

    def said(operation):
        later = state.clone()
        operation.state_forwards("nudges", later)
        return harm_of(operation, "nudges", state, later)

    return said


@pytest.mark.parametrize(
    ("operation", "is_harm"),
    [
        (migrations.AddField("nudge", "mood", models.CharField(max_length=9, default="")), True),
        (migrations.AddField("nudge", "mood", models.CharField(max_length=9, db_default="")), False),
        (migrations.AddField("nudge", "mood", models.CharField(max_length=9, null=True)), False),
        (migrations.AddField("nudge", "friends", models.ManyToManyField("accounts.User")), False),
        (migrations.AlterField("nudge", "due_at", models.DateTimeField()), True),
        (migrations.AlterField("nudge", "reason", models.CharField(max_length=90, blank=True)), False),
        (migrations.RemoveField("nudge", "reason"), True),
        (migrations.RenameField("nudge", "reason", "cause"), True),
        (migrations.DeleteModel("gate"), True),
        (migrations.AlterModelTable("gate", "gates"), True),
        (migrations.AlterModelOptions("gate", {"ordering": ["name"]}), False),
    ],
)
def test_what_an_old_worker_would_stumble_over_is_seen(after, operation, is_harm):
    assert bool(after(operation)) == is_harm
