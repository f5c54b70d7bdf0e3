"""Give models and fields the terms of the field.

Tables and columns stay, so the database does nothing but rename permissions: Django
renames content types by itself, but not the permissions that belong to them.
"""

from django.db import migrations, models
from django.db.models import CASCADE

RENAMED_MODELS = (
    ("Almanac", "DailyContentVersion", "articles_almanac"),
    ("Gist", "TermVector", "articles_gist"),
    ("Likeness", "RelatedArticle", "articles_likeness"),
    ("Spelling", "SpellingVariant", "articles_spelling"),
    ("TopicEntry", "ArticleTopic", "articles_topicentry"),
)

# Titles that Django derived from the old names: titles of permissions have them in them.
TITLES = (
    ("dailycontentversion", "almanac"),
    ("termvector", "gist"),
    ("relatedarticle", "likeness"),
    ("spellingvariant", "spelling"),
    ("articletopic", "topic entry"),
)


def rename_permissions(apps, names):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles"
    )
    for old, new in names:
        for verb in ("add", "change", "delete", "view"):
            renamed = permissions.filter(codename=f"{verb}_{old}".lower())
            renamed.update(codename=f"{verb}_{new}".lower())


def forwards(apps, schema_editor):
    rename_permissions(apps, [(old, new) for old, new, table in RENAMED_MODELS])


def backwards(apps, schema_editor):
    rename_permissions(apps, [(new, old) for old, new, table in RENAMED_MODELS])


def rename_model(old, new, table):
    """Name the table first: on SQLite, a renamed table loses the triggers that refer to it."""
    return [
        migrations.AlterModelTable(old.lower(), table),
        migrations.RenameModel(old, new),
    ]


def rename_field(model, old, new, field):
    """Name the column first; then neither step asks anything of the database."""
    return [
        migrations.AlterField(model, old, field),
        migrations.RenameField(model, old, new),
    ]


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_admins_manage_articles")]

    operations = [
        *(step for model in RENAMED_MODELS for step in rename_model(*model)),
        *(migrations.AlterModelOptions(model, {"verbose_name": title}) for model, title in TITLES),
        *rename_field(
            "article",
            "minutes",
            "reading_minutes",
            models.PositiveSmallIntegerField(db_column="minutes", default=0, editable=False),
        ),
        *rename_field(
            "article",
            "contents",
            "table_of_contents",
            models.JSONField(db_column="contents", default=list, editable=False),
        ),
        *rename_field("revision", "says", "snapshot", models.JSONField(db_column="says")),
        *rename_field(
            "termvector", "made_of", "source_hash", models.BigIntegerField(db_column="made_of")
        ),
        migrations.AlterField(
            "relatedarticle",
            "article",
            models.ForeignKey(
                "articles.article", CASCADE, db_index=False, related_name="related_articles"
            ),
        ),
        migrations.AlterField(
            "relatedarticle",
            "other",
            models.ForeignKey("articles.article", CASCADE, related_name="related_to"),
        ),
        migrations.AlterField(
            "termvector",
            "article",
            models.OneToOneField(
                "articles.article",
                CASCADE,
                primary_key=True,
                related_name="term_vector",
                serialize=False,
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
