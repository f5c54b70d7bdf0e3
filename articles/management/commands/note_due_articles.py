from django.core.management.base import BaseCommand

from articles.models import Article


class Command(BaseCommand):
    help = "Tell other pages of the scheduled articles whose time has come. Once a minute."

    def handle(self, **options: object) -> None:
        for article in Article.objects.due():
            article.note_that_it_is_due()
