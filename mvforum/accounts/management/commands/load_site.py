from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from mvforum.database_copy import load_site


class Command(BaseCommand):
    help = "Load a dump of dump_site into a new database, after migrate: docs/operations.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dump", type=Path)

    def handle(self, *, dump: Path, **options: object) -> None:
        load_site(dump)
        self.stdout.write("The dump is loaded. Compare the output of digest_rows on both databases.")
