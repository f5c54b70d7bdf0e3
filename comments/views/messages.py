"""Messages to a moderator after an action: what was done, with an undo button, and problems."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html


def add_result_messages(
    request: HttpRequest, done: str, problems: Iterable[str], *, action_id: UUID | None = None, back: str = ""
) -> None:
    """Add the messages. After an undo of the action, the moderator returns to `back`."""
    if done and action_id:
        context = {"action_id": action_id, "back": back}
        button = render_to_string("comments/moderation/_undo.html", context, request)
        messages.success(request, format_html("{} {}", done, button))
    elif done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
