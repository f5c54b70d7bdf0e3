from articles.models.almanac import Almanac
from articles.models.anniversary import Anniversary
from articles.models.article import Article
from articles.models.byline import Byline
from articles.models.fact import Fact
from articles.models.former_address import FormerAddress
from articles.models.gist import Gist
from articles.models.likeness import Likeness
from articles.models.person import Person
from articles.models.picture import Picture, PictureUse
from articles.models.revision import Revision
from articles.models.spelling import Spelling
from articles.models.topic import Topic
from articles.models.topic_entry import TopicEntry

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
