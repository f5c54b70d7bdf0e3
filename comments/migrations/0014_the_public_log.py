"""Which lines of the log are for everybody. And the database guards the columns that have come
since it began to."""

from importlib import import_module

from django.db import migrations, models

log = import_module("comments.migrations.0002_the_log_only_grows")
GUARD = {"sqlite": log.SQLITE, "postgresql": log.POSTGRESQL}
OLD = f"UPDATE OF {log.COLUMNS}"
NEW = f"{OLD}, ground_id, waited, act, undoes_id, number"


def guard_all(apps, schema_editor):
    log.unguard(apps, schema_editor)
    for statement in GUARD[schema_editor.connection.vendor]:
        schema_editor.execute(statement.replace(OLD, NEW))


def guard_as_before(apps, schema_editor):
    log.unguard(apps, schema_editor)
    log.guard(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("comments", "0013_moderators_and_admins")]
    operations = [
        migrations.AddField(
            model_name="decision",
            name="number",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="post"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("number__isnull", False)),
                fields=["id"],
                name="lines_for_everybody",
            ),
        ),
        migrations.RunPython(guard_all, guard_as_before),
    ]
