"""SQLite refuses to delete or replace a line of the log, as PostgreSQL refuses to delete one. No
line gets another key."""

from django.db import migrations

MESSAGE = "decisions_are_never_changed"
# SQLite deletes the older row of `INSERT OR REPLACE` without asking the trigger for deletions.
SQLITE = (
    f"""
    CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON comments_decision
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    f"""
    CREATE TRIGGER decisions_are_never_replaced BEFORE INSERT ON comments_decision
    WHEN EXISTS (SELECT 1 FROM comments_decision WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM comments_decision WHERE undoes_id = NEW.undoes_id)
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
    f"""
    CREATE TRIGGER decisions_keep_their_key BEFORE UPDATE OF id ON comments_decision
    BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END
    """,
)
POSTGRESQL = (
    """
    CREATE TRIGGER decisions_keep_their_key BEFORE UPDATE OF id ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION decisions_are_never_changed()
    """,
)
BACK = {
    "sqlite": (
        "DROP TRIGGER decisions_keep_their_key",
        "DROP TRIGGER decisions_are_never_replaced",
        "DROP TRIGGER decisions_are_never_deleted",
    ),
    "postgresql": ("DROP TRIGGER decisions_keep_their_key ON comments_decision",),
}


def guard(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("comments", "0025_replies_to_deleted_comments")]
    operations = [migrations.RunPython(guard, unguard)]
