"""Reasons of decisions."""

from django import template

from comments.models import Decision
from comments.moderation.log_lines import list_reasons_for_author, list_reasons_for_moderators

register = template.Library()


@register.filter
def moderator_messages(line: Decision) -> list[str]:
    return list_reasons_for_moderators(line)


@register.filter
def author_messages(line: Decision | None) -> list[str]:
    return list_reasons_for_author(line) if line else []
