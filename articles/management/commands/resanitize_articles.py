from django.core.management.base import BaseCommand
from django.db import models, transaction

from articles.models import Anniversary, Article, Fact, Person, Topic
from articles.publication import rerender_articles


class Command(BaseCommand):
    help = "Derive the HTML of articles, facts, anniversaries, topics and people anew where other rules made it."

    def handle(self, **options: object) -> None:
        kinds = (Article, Fact, Anniversary, Topic, Person)
        outdated = [(kind, row.pk) for kind in kinds for row in kind.objects.with_outdated_html().only("pk")]
        for kind, pk in outdated:
            if kind is Article:
                rerender_articles(Article.objects.filter(pk=pk))
            else:
                _rerender_entries(kind.objects.filter(pk=pk))
        self.stdout.write(f"Derived {len(outdated)} texts anew.")


@transaction.atomic
def _rerender_entries(entries: models.QuerySet) -> None:
    for entry in entries.select_for_update():  # Locked against saves by editors.
        entry.save()
