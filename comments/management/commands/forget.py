from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from comments.models import (
    ActivityRecord,
    Claim,
    Comment,
    Flag,
    ModeratorNote,
    OutgoingEmail,
    Sanction,
    TrainingExample,
)
from comments.submission.author_keys import GUEST_KEY_DAYS, get_all_account_keys


class Command(BaseCommand):
    help = "Delete refused comments that nobody has seen, and what is kept on authors, in time."

    def handle(self, **options: object) -> None:
        month_ago = now() - timedelta(days=GUEST_KEY_DAYS)
        deleted, _models = Comment.objects.refused_before(month_ago).delete()
        forgotten = Comment.objects.anonymous_before(month_ago).update(author_key="")
        Flag.objects.anonymize_before(month_ago)
        ActivityRecord.objects.outdated().delete()
        Sanction.objects.orphaned(month_ago, get_all_account_keys()).delete()
        ModeratorNote.objects.orphaned(month_ago).delete()
        Claim.objects.expired().delete()
        OutgoingEmail.objects.parked_before_retention().delete()
        TrainingExample.objects.anonymize_authors_before(month_ago)
        self.stdout.write(f"Deleted {deleted} comments, forgot the keys of {forgotten}.")
