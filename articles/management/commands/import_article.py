from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.front_matter import FrontMatterError
from articles.importing import import_files


class Command(BaseCommand):
    help = "Import and publish articles from Markdown files with front matter (docs/operations.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.md|FOLDER")

    def handle(self, *, files: list[Path], **options: object) -> None:
        try:
            reports = import_files(files)
        except FrontMatterError as error:
            raise CommandError(f"Nothing was imported.\n{error}") from None
        for report in reports:
            self.stdout.write(str(report))
