from django.core.management.base import BaseCommand

from articles.models import Article
from articles.related import relate_what_waits


class Command(BaseCommand):
    help = "Tell other pages of articles whose time has come, or that are new. Once a minute."

    def handle(self, **options: object) -> None:
        for article in Article.objects.due():
            article.note_that_it_is_due()
        relate_what_waits()
