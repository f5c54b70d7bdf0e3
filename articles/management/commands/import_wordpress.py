from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.wordpress.export_file import WordPressExportError
from articles.wordpress.importing import import_wordpress


class Command(BaseCommand):
    help = "Bring posts, pages, pictures and comments from a WordPress export (docs/operations.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.xml")
        parser.add_argument("--as-drafts", action="store_true", help="publish nothing")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")

    def handle(self, *, file: Path, as_drafts: bool, dry_run: bool, **options: object) -> None:
        try:
            reports = import_wordpress(file, as_drafts=as_drafts, dry_run=dry_run)
        except WordPressExportError as error:
            raise CommandError(f"Nothing was imported.\n{file}: {error}") from None
        for report in reports:
            self.stdout.write(str(report))
        done = "would be imported; nothing was" if dry_run else "done"
        self.stdout.write(f"{len(reports)} posts and pages: {done}.")
