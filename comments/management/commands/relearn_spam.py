from django.core.management.base import BaseCommand

from comments.spam.rescoring import rescore_all_held
from comments.spam.training import retrain


class Command(BaseCommand):
    help = "Let the spam score begin anew, from all decisions about words that are still there."

    def handle(self, **options: object) -> None:
        lessons = retrain()
        self.stdout.write(f"Learnt {lessons} lessons, scored {rescore_all_held()} posts again.")
