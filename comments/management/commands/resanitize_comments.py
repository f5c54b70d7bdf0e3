from django.core.management.base import BaseCommand

from comments.models import Comment


class Command(BaseCommand):
    help = "Derive the HTML of comments anew where another sanitizer made it."

    def handle(self, **options: object) -> None:
        outdated = Comment.objects.with_outdated_html().select_related("thread")
        done = sum(comment.resanitize() for comment in outdated.iterator(chunk_size=500))
        self.stdout.write(f"Derived {done} comments anew.")
