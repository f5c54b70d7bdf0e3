"""When an article last changed, as feeds and search engines are told."""

from datetime import datetime, time

from django.utils.timezone import make_aware

from articles.models import Article


def get_updated_at(article: Article) -> datetime:
    """The day on which readers are told that it has changed, if it was not published later."""
    day = make_aware(datetime.combine(article.last_modified, time.min))
    return max(day, article.published_at or day)
