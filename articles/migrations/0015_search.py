"""Articles can be found by their words, and words of titles by what people mistype.

The indexes are kept by triggers. SQLite loses them when Django rebuilds a table: a later
migration that changes articles_article repeats `keep_articles_found`, as its last operation.
"""

from django.db import migrations, models

from articles.migrations import _search_0015 as search
from articles.migrations._spellings_0015 import spellings_of


def keep_articles_found(apps, schema_editor):
    for index in search.INDEXES:
        search.install(schema_editor.connection, index)


def fill(apps, schema_editor):
    for index in search.INDEXES:
        search.fill(schema_editor.connection, index)
    Article, Spelling = (apps.get_model("articles", name) for name in ("Article", "Spelling"))
    readable = Article.objects.filter(state__in=("scheduled", "published"))
    titles = readable.values_list("title", flat=True)
    spellings = [Spelling(variant=variant, word=word) for variant, word in spellings_of(titles)]
    Spelling.objects.bulk_create(spellings, batch_size=5000)


def forget(apps, schema_editor):
    for index in search.INDEXES:
        search.uninstall(schema_editor.connection, index)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_first_revisions"), ("comments", "0009_search")]
    operations = [
        migrations.CreateModel(
            name="Spelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("variant", models.CharField(max_length=40)),
                ("word", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "word"), name="one_spelling_per_word"
                    )
                ]
            },
        ),
        migrations.RunPython(keep_articles_found, forget),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
