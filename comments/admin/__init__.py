"""Django admin of discussions: moderation, house rules, word lists."""

from comments.admin import house_rules, moderation, word_lists

__all__ = ["house_rules", "moderation", "word_lists"]
