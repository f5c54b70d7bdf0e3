from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from mvforum.accounts.models import CONFIRMATION_SECONDS, User


class Command(BaseCommand):
    help = "Delete accounts whose address was never confirmed, three days on. Frees their names."

    def handle(self, **options: object) -> None:
        count, _models = User.objects.unconfirmed(before=now() - timedelta(seconds=CONFIRMATION_SECONDS)).delete()
        self.stdout.write(f"Deleted {count} rows.")
