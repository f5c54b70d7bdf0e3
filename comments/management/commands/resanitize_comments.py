from django.core.management.base import BaseCommand

from comments.models import Comment


class Command(BaseCommand):
    help = "Derive the HTML of comments anew where an older sanitizer made it."

    def handle(self, **options: object) -> None:
        self.stdout.write(
            f"Derived {Comment.objects.with_outdated_html().resanitize()} comments anew."
        )
