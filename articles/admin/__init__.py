from articles.admin import article, people, topic

__all__ = ["article", "people", "topic"]
