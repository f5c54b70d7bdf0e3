from django.core.management.base import BaseCommand

from articles.models import Article


class Command(BaseCommand):
    help = "Derive the HTML of articles anew where an older sanitizer made it."

    def handle(self, **options: object) -> None:
        outdated = Article.objects.outdated()
        for article in outdated:
            article.save()
        self.stdout.write(f"Derived {len(outdated)} articles anew.")
