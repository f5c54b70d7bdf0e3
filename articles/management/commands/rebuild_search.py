from django.core.management.base import BaseCommand
from django.db import connection, transaction

from articles.search import rebuild_search_index


class Command(BaseCommand):
    help = "Index articles and posts anew for the search: after LANGUAGE_CODE has changed."

    @transaction.atomic
    def handle(self, **options: object) -> None:
        rebuild_search_index(connection)
        self.stdout.write("Articles and posts are indexed anew.")
