from django.core.management.base import BaseCommand

from articles.publication import mark_due_articles
from articles.related import relate_new_articles


class Command(BaseCommand):
    help = "Tell other pages of articles whose time has come, or that are new. Once a minute."

    def handle(self, **options: object) -> None:
        mark_due_articles()
        relate_new_articles()
