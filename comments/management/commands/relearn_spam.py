from django.core.management.base import BaseCommand

from comments.spam.rescoring import score_all_again
from comments.spam.training import learn_again


class Command(BaseCommand):
    help = "Let the spam score begin anew, from all decisions about words that are still there."

    def handle(self, **options: object) -> None:
        lessons = learn_again()
        self.stdout.write(f"Learnt {lessons} lessons, scored {score_all_again()} posts again.")
