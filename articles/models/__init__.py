from articles.models.anniversary import Anniversary
from articles.models.article import Article
from articles.models.article_topic import TopicEntry
from articles.models.byline import Byline
from articles.models.daily_entry import Almanac
from articles.models.fact import Fact
from articles.models.former_address import FormerAddress
from articles.models.person import Person
from articles.models.picture import Picture, PictureUse
from articles.models.related_article import Likeness
from articles.models.revision import Revision
from articles.models.spelling_variant import Spelling
from articles.models.term_vector import Gist
from articles.models.topic import Topic

__all__ = [
    "Almanac",
    "Anniversary",
    "Article",
    "Byline",
    "Fact",
    "FormerAddress",
    "Gist",
    "Likeness",
    "Person",
    "Picture",
    "PictureUse",
    "Revision",
    "Spelling",
    "Topic",
    "TopicEntry",
]
