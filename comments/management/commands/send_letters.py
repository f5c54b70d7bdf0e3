"""The former name of `send_emails`, kept because schedules call it."""

from comments.management.commands.send_emails import Command

__all__ = ["Command"]
