"""Migrate by one step at a time, and print the triggers that are there after each step.

This is a command for a database of its own. Its last two steps lose triggers on purpose: one
rebuilds a guarded table (on SQLite), the other one drops a trigger (on both engines).
"""

import json

import django

django.setup()

from django.core.management import call_command  # noqa: E402  after setup()
from django.db import connection, migrations, models  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from tests.upgrade.databases import TRIGGERS  # noqa: E402

ON = "" if connection.vendor == "sqlite" else " ON articles_article"
CARELESS = {
    "rebuild": migrations.AddConstraint(
        "decision", models.UniqueConstraint(fields=["thread", "id"], name="for_this_test_only")
    ),
    "drop": migrations.RunSQL(f"DROP TRIGGER articles_search_comes{ON}"),
}


def triggers() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return [[table, name] for table, name, _sql in cursor.fetchall()]


def apply_alone(name: str, operation: migrations.operations.base.Operation) -> None:
    """Apply a migration that no folder has, without recording it."""
    migration = migrations.Migration(name, "comments")
    migration.operations = [operation]
    state = MigrationExecutor(connection).loader.project_state()
    with connection.schema_editor(atomic=True) as editor:
        migration.apply(state, editor)


seen = [("before", triggers())]
executor = MigrationExecutor(connection)
for step, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
    call_command("migrate", step.app_label, step.name, interactive=False, verbosity=0)
    seen.append((f"{step.app_label}.{step.name}", triggers()))
for name, operation in CARELESS.items():
    apply_alone(name, operation)
    seen.append((name, triggers()))
print(json.dumps({"steps": seen}))  # noqa: T201  It is a command.
