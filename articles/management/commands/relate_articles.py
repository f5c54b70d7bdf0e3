from django.core.management.base import BaseCommand

from articles.models import Article
from articles.related import ARTICLES_PER_BATCH, relate_all_articles


class Command(BaseCommand):
    help = "Find anew, for each published article, those that are most like it."

    def handle(self, **options: object) -> None:
        count = relate_all_articles(Article.objects.published().iterator(ARTICLES_PER_BATCH))
        self.stdout.write(f"Related {count} articles.")
