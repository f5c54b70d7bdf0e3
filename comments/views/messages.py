"""What a moderator is told after an act: what was done, with a button that undoes it, and what
was not."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html


def add_result_messages(
    request: HttpRequest,
    done: str,
    problems: Iterable[str],
    *,
    action_id: UUID | None = None,
    back: str = "",
) -> None:
    """Where one comes `back` to after undoing the `act`."""
    if done and action_id:
        context = {"action_id": action_id, "back": back}
        button = render_to_string("comments/moderation/_undo.html", context, request)
        messages.success(request, format_html("{} {}", done, button))
    elif done:
        messages.success(request, done)
    for problem in problems:
        messages.warning(request, problem)
