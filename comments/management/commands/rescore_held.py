from django.core.management.base import BaseCommand

from comments.spam.rescoring import rescore_all_held


class Command(BaseCommand):
    help = "Score all held posts by what has been learnt since they came."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"Scored {rescore_all_held()} posts again.")
