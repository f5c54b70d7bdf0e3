"""The database, too, refuses to change a line of the log.

A line may lose its comment, when the author of a comment that nobody has seen takes it
back; nothing else of it ever changes. PostgreSQL also refuses to delete lines; SQLite
cannot tell that from emptying the database, which tests do.
"""

from django.db import migrations

COLUMNS = (
    "thread_id, verb, status_before, status_after, revision, reasons, reason,"
    " moderator_id, decided_at"
)
SQLITE = (
    f"""
    CREATE TRIGGER decisions_are_never_changed
    BEFORE UPDATE OF {COLUMNS} ON comments_decision
    BEGIN SELECT RAISE(ABORT, 'decisions_are_never_changed'); END
    """,
    """
    CREATE TRIGGER decisions_keep_to_their_comment
    BEFORE UPDATE OF comment_id ON comments_decision WHEN NEW.comment_id IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'decisions_are_never_changed'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION decisions_are_never_changed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'decisions_are_never_changed' USING ERRCODE = 'check_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER decisions_are_never_changed
    BEFORE UPDATE OF {COLUMNS} ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION decisions_are_never_changed()
    """,
    """
    CREATE TRIGGER decisions_keep_to_their_comment
    BEFORE UPDATE OF comment_id ON comments_decision
    FOR EACH ROW WHEN (NEW.comment_id IS NOT NULL)
    EXECUTE FUNCTION decisions_are_never_changed()
    """,
    """
    CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON comments_decision
    FOR EACH ROW EXECUTE FUNCTION decisions_are_never_changed()
    """,
)
BACK = {
    "sqlite": (
        "DROP TRIGGER decisions_keep_to_their_comment",
        "DROP TRIGGER decisions_are_never_changed",
    ),
    "postgresql": ("DROP FUNCTION decisions_are_never_changed CASCADE",),
}


def guard(apps, schema_editor):
    statements = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
