from django.core.management.base import BaseCommand

from mvforum.database_copy import digest_tables


class Command(BaseCommand):
    help = "Print the number of rows and a digest of each table: equal for equal rows on every database."

    def handle(self, **options: object) -> None:
        for table, rows, digest in digest_tables():
            self.stdout.write(f"{table} {rows} {digest}")
