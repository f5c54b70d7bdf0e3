"""What all pages of the desk have around them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from comments.moderation.queues import count_queues


def render_moderation_page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Every page tells how much waits in each queue: what is urgent is seen from anywhere."""
    if "counts" not in context:
        context["counts"] = count_queues()
    return render(request, f"comments/moderation/{name}.html", context, status=status)
