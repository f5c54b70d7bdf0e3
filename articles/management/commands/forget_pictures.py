from django.core.management.base import BaseCommand
from django.utils.timezone import now

from articles.models import Picture


class Command(BaseCommand):
    help = "Delete files that belong to no picture any more, a day after they were written."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Deleted {Picture.objects.delete_orphan_files(now())} files.")
