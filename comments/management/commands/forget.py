from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from comments.models import Claim, Comment, Flag, Footprint, Lesson, Note, Sanction
from comments.submission.author_keys import PERIOD, keys_of_all_accounts


class Command(BaseCommand):
    help = "Delete refused comments that nobody has seen, and what is kept on authors, in time."

    def handle(self, **options: object) -> None:
        month_ago = now() - timedelta(days=PERIOD)
        deleted, _models = Comment.objects.refused_before(month_ago).delete()
        forgotten = Comment.objects.nameless_before(month_ago).update(author_key="")
        Flag.objects.forget_before(month_ago)
        Footprint.objects.outdated().delete()
        Sanction.objects.of_nobody_any_more(month_ago, keys_of_all_accounts()).delete()
        Note.objects.of_nobody_any_more(month_ago).delete()
        Claim.objects.past().delete()
        Lesson.objects.forget_authors_before(month_ago)
        self.stdout.write(f"Deleted {deleted} comments, forgot the keys of {forgotten}.")
