from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.exporting import export_articles
from articles.models import Article


class Command(BaseCommand):
    help = "Write articles and their discussions as files for import_article (docs/operations.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="all articles, if none is named")

    def handle(self, *, folder: Path, slugs: list[str], **options: object) -> None:
        articles = Article.objects.order_by("pk")
        if slugs:
            articles = articles.filter(slug__in=slugs)
            if unknown := {*slugs} - {article.slug for article in articles}:
                raise CommandError(f"There is no article {', '.join(sorted(unknown))}.")
        for path in export_articles(articles, folder):
            self.stdout.write(str(path))
