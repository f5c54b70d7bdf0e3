import logging
import signal
from threading import Event

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection

from comments.models import OutgoingEmail

STOP_SECONDS = 7  # for the e-mail that is being sent, when somebody ends the worker

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Send the letters that are due. With --forever: look again every few seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forever", action="store_true")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS")

    def handle(self, *, forever: bool, every: float, **options: object) -> None:
        stopping = Event()
        if forever:
            _stop_on_signal(stopping)
        while True:
            try:
                if sent := OutgoingEmail.objects.send(stopping.is_set):
                    self.stdout.write(f"Sent {sent} letters.")
            except (OperationalError, InterfaceError):
                if not forever:
                    raise
                logger.warning("The database does not answer. Trying again.", exc_info=True)
                connection.close()
            if not forever or stopping.wait(every):
                return


def _stop_on_signal(stopping: Event) -> None:
    """End after the e-mail that is being sent, so that nobody gets it twice; at the latest after
    some seconds."""

    def stop(*_signal: object) -> None:
        stopping.set()
        signal.alarm(STOP_SECONDS)

    signal.signal(signal.SIGTERM, stop)
