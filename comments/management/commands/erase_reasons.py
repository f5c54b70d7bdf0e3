from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models

from comments.models import Decision
from comments.models.log_guard import allow_log_changes


class Command(BaseCommand):
    help = "Erase what moderators wrote in lines of the moderation log, if it has personal data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lines", nargs="+", type=int, help="ids of decisions, as in Django admin")

    def handle(self, *, lines: list[int], **options: Any) -> None:
        found = Decision.objects.filter(pk__in=lines)
        if len(found) < len({*lines}):
            raise CommandError("The log has no such line.")
        with allow_log_changes():
            models.QuerySet.update(found, reason="")
        self.stdout.write(f"Erased the reasons of {len(found)} lines.")
