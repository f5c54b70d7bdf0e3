"""What every article says now is its revision 1, so that no later one loses it."""

from django.db import migrations

COLUMNS = (
    *("title", "slug", "body", "sources", "last_modified", "copyright_holder", "licence"),
    *("discussion_note", "state", "retired_because", "published_at"),
)
ROLES = ("written", "edited", "reviewed")


def keep_first_revisions(apps, schema_editor):
    Article, Revision = (apps.get_model("articles", name) for name in ("Article", "Revision"))
    using = schema_editor.connection.alias
    articles = Article.objects.using(using).filter(revisions=None).order_by("pk")
    beside = ("thread", "topics", "related", "bylines__person")
    for article in articles.prefetch_related(*beside).iterator(chunk_size=100):
        Revision.objects.using(using).create(article=article, number=1, says=_says(article))


def _says(article):
    lines = sorted(
        article.bylines.all(), key=lambda line: (ROLES.index(line.role), line.position, line.pk)
    )
    says = {name: _plain(article, name) for name in COLUMNS}
    return says | {
        "topics": sorted([topic.pk, topic.name] for topic in article.topics.all()),
        "bylines": [[line.role, line.person_id, line.person.name] for line in lines],
        "related": sorted([other.pk, other.title] for other in article.related.all()),
        "discussion_is_open": not article.thread or article.thread.is_open,
    }


def _plain(article, name):
    text = article._meta.get_field(name).value_to_string(article)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0013_revisions"),
    ]

    operations = [
        migrations.RunPython(keep_first_revisions, migrations.RunPython.noop),
    ]
