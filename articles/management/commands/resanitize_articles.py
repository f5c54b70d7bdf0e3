from django.core.management.base import BaseCommand
from django.db import models, transaction

from articles.models import Anniversary, Article, Fact


class Command(BaseCommand):
    help = "Derive the HTML of articles, facts and anniversaries anew where older rules made it."

    def handle(self, **options: object) -> None:
        kinds = (Article, Fact, Anniversary)
        outdated = [
            (kind, row.pk) for kind in kinds for row in kind.objects.with_outdated_html().only("pk")
        ]
        for kind, pk in outdated:
            _rerender(kind.objects.filter(pk=pk))
        self.stdout.write(f"Derived {len(outdated)} texts anew.")


@transaction.atomic
def _rerender(rows: models.QuerySet) -> None:
    """As they are by now: people go on writing meanwhile."""
    for row in rows.select_for_update():
        row.save()
