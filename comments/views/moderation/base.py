"""Frame of all moderation pages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.moderation.queues import count_queues


def render_refused_action(
    request: HttpRequest, problems: Iterable[str], *, back: str, status: int = 409
) -> HttpResponse:
    """Say why nothing was changed, and give the moderator's text back."""
    context = {"problems": [*problems], "back": back}
    return render_moderation_page(request, "refused", context, status=status)


def render_moderation_page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page with the length of each queue, so that urgent posts are seen everywhere."""
    if "counts" not in context:
        context["counts"] = count_queues()
    return render(request, f"comments/moderation/{name}.html", context, status=status)
