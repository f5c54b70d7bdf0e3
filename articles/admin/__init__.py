from articles.admin import almanac, article, people, topic

__all__ = ["almanac", "article", "people", "topic"]
