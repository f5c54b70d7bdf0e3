from articles.admin import article, daily_entry, people, picture, topic

__all__ = ["article", "daily_entry", "people", "picture", "topic"]
