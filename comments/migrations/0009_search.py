"""Published posts can be found by their words.

The index is kept by triggers. SQLite loses them when Django rebuilds a table: a later migration
that changes comments_comment repeats `keep_posts_found`, as its last operation.
"""

from django.db import migrations

from comments.migrations import _search_0009 as search


def keep_posts_found(apps, schema_editor):
    search.install(schema_editor.connection)


def fill(apps, schema_editor):
    search.fill(schema_editor.connection)


def forget(apps, schema_editor):
    search.uninstall(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_unlisted_posts")]
    operations = [
        migrations.RunPython(keep_posts_found, forget),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
