from articles.models.article import Article
from articles.models.topic import Topic

__all__ = ["Article", "Topic"]
