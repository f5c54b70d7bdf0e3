"""The time of an article's last change, for feeds and search engines."""

from datetime import datetime, time

from django.utils.timezone import make_aware

from articles.models import Article


def get_updated_at(article: Article) -> datetime:
    """Return the day of the last change, or the publication date if that is later."""
    day = make_aware(datetime.combine(article.last_modified, time.min))
    return max(day, article.published_at or day)
