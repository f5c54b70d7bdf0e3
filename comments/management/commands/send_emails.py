import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from comments.models import OutgoingEmail

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the letters that are due. With --forever: look again every few seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, forever: bool, every: float, **options: object) -> None:
        while True:
            try:
                if sent := OutgoingEmail.objects.send():
                    self.stdout.write(f"Sent {sent} letters.")
            except (OperationalError, InterfaceError):
                if not forever:
                    raise
                logger.warning("The database does not answer. Trying again.", exc_info=True)
                connection.close()
            if not forever:
                return
            time.sleep(every)
