from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.topic import Topic

__all__ = ["Article", "Byline", "FormerAddress", "Person", "Topic"]
