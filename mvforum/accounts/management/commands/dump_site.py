from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from mvforum.database_copy import dump_site


class Command(BaseCommand):
    help = "Write all rows to a file (.jsonl.gz), to be loaded into another database: docs/operations.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dump", type=Path)

    def handle(self, *, dump: Path, **options: object) -> None:
        self.stdout.write(f"{dump_site(dump)} rows are written to {dump}.")
