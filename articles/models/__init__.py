from articles.models.anniversary import Anniversary
from articles.models.article import Article
from articles.models.article_topic import ArticleTopic
from articles.models.byline import Byline
from articles.models.daily_entry import DailyContentVersion
from articles.models.fact import Fact
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.picture import Picture, PictureUse
from articles.models.related_article import RelatedArticle
from articles.models.revision import Revision
from articles.models.spelling_variant import SpellingVariant
from articles.models.term_vector import TermVector
from articles.models.topic import Topic

__all__ = [
    "Anniversary",
    "Article",
    "ArticleTopic",
    "Byline",
    "DailyContentVersion",
    "Fact",
    "FormerAddress",
    "Person",
    "Picture",
    "PictureUse",
    "RelatedArticle",
    "Revision",
    "SpellingVariant",
    "TermVector",
    "Topic",
]
