from articles.admin import almanac, article, people, topic

__all__ = ["almanac", "article", "people", "topic"]
from articles.admin import picture

__all__ = ["article", "people", "picture", "topic"]
