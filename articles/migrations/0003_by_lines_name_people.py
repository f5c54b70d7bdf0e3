"""Who was named in a text of its own becomes a person with by-lines, whatever was published
is in that state, and every article gets a preview of its own."""

import secrets

from django.db import migrations
from django.utils.text import slugify
from django.utils.timezone import now

ROLES = {"written_by": "written", "edited_by": "edited"}


def name_people(apps, schema_editor):
    Article, Person, Byline = (
        apps.get_model("articles", name) for name in ("Article", "Person", "Byline")
    )
    using = schema_editor.connection.alias
    for article in Article.objects.using(using).defer("body", "body_html"):
        for column, role in ROLES.items():
            if name := getattr(article, column).strip():
                slug = slugify(name, allow_unicode=True) or f"person-{article.pk}-{role}"
                person, _ = Person.objects.using(using).get_or_create(
                    slug=slug, defaults={"name": name}
                )
                Byline.objects.using(using).create(article=article, person=person, role=role)
        article.preview_key = secrets.token_urlsafe(16)
        article.created_at = article.published_at or now()
        if article.published_at:
            article.state = "published" if article.published_at <= now() else "scheduled"
        article.save(using=using, update_fields=["preview_key", "state", "created_at"])


def write_names_down(apps, schema_editor):
    Article = apps.get_model("articles", "Article")
    using = schema_editor.connection.alias
    for article in Article.objects.using(using).prefetch_related("bylines__person"):
        for column, role in ROLES.items():
            names = [line.person.name for line in article.bylines.all() if line.role == role]
            setattr(article, column, ", ".join(names)[:200])
        article.save(using=using, update_fields=[*ROLES])


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0002_people_and_states"),
    ]

    operations = [
        migrations.RunPython(name_people, write_names_down),
    ]
