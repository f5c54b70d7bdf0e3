from django.core.management.base import BaseCommand

from articles.models import Article
from articles.related import relate_new_articles


class Command(BaseCommand):
    help = "Tell other pages of articles whose time has come, or that are new. Once a minute."

    def handle(self, **options: object) -> None:
        for article in Article.objects.due():
            article.mark_published()
        relate_new_articles()
