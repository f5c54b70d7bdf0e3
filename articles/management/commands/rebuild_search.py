from django.core.management.base import BaseCommand
from django.db import connection, transaction

from articles.search import rebuild


class Command(BaseCommand):
    help = "Index articles and posts anew for the search: after LANGUAGE_CODE has changed."

    @transaction.atomic
    def handle(self, **options: object) -> None:
        rebuild(connection)
        self.stdout.write("Articles and posts are indexed anew.")
