from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from comments.author_key import PERIOD
from comments.models import Comment, Flag, Footprint


class Command(BaseCommand):
    help = "Delete refused comments that nobody has seen, keys of nameless authors, words of flags."

    def handle(self, **options: object) -> None:
        month_ago = now() - timedelta(days=PERIOD)
        deleted, _models = Comment.objects.refused_before(month_ago).delete()
        forgotten = Comment.objects.nameless_before(month_ago).update(author_key="")
        Flag.objects.forget_before(month_ago)
        Footprint.objects.outdated().delete()
        self.stdout.write(f"Deleted {deleted} comments, forgot the keys of {forgotten}.")
