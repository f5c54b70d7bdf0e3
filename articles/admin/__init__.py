from articles.admin import almanac, article, people, picture, topic

__all__ = ["almanac", "article", "people", "picture", "topic"]
