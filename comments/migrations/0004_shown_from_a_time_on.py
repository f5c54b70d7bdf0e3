"""A discussion is shown from a moment on, as its page is, so that a scheduled article needs
nobody who is awake when its time comes."""

import django.utils.timezone
from django.db import migrations, models


def keep_hidden_ones_hidden(apps, schema_editor):
    Thread = apps.get_model("comments", "Thread")
    Thread.objects.using(schema_editor.connection.alias).filter(is_shown=False).update(
        shown_from=None
    )


def hide_hidden_ones_again(apps, schema_editor):
    Thread = apps.get_model("comments", "Thread")
    Thread.objects.using(schema_editor.connection.alias).filter(shown_from=None).update(
        is_shown=False
    )


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0003_ranges_for_posting'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='shown_from',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, null=True),
        ),
        migrations.RunPython(keep_hidden_ones_hidden, hide_hidden_ones_again),
        migrations.RemoveField(
            model_name='thread',
            name='is_shown',
        ),
    ]
