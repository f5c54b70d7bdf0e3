import time

from django.core.management.base import BaseCommand, CommandParser

from comments.models import Letter


class Command(BaseCommand):
    help = "Send the letters that are due. With --forever: look again every few seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, forever: bool, every: float, **options: object) -> None:
        while True:
            if sent := Letter.objects.send():
                self.stdout.write(f"Sent {sent} letters.")
            if not forever:
                return
            time.sleep(every)
