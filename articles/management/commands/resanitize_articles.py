from django.core.management.base import BaseCommand

from articles.models import Anniversary, Article, Fact


class Command(BaseCommand):
    help = "Derive the HTML of articles, facts and anniversaries anew where older rules made it."

    def handle(self, **options: object) -> None:
        kinds = (Article, Fact, Anniversary)
        outdated = [row for kind in kinds for row in kind.objects.outdated()]
        for row in outdated:
            row.save()
        self.stdout.write(f"Derived {len(outdated)} texts anew.")
