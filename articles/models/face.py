"""What readers see of an article beside its text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.utils.text import Truncator

from articles.licences import Licence
from articles.models.article_topic import AdjacentArticles, ArticleTopic
from articles.models.byline import Byline
from articles.rendering import extract_running_text
from articles.sources import Source, parse_sources

if TYPE_CHECKING:
    from articles.models.article import Article
    from articles.models.person import Person
    from articles.models.topic import Topic

TEASER_WORDS = 45  # words
MIN_HEADINGS_FOR_CONTENTS = 3  # headings from which on there is a table of contents
MAX_RECOMMENDED = 5  # articles


class Face:
    """By-lines, details, and what leads on from an article."""

    objects: Any  # fields of Article
    bylines: Any
    topics: Any
    related: Any
    licence: Any
    sources: Any
    table_of_contents: Any
    body_html: Any

    @cached_property
    def _people(self) -> dict[str, list[Person]]:
        people: dict[str, list[Person]] = {role: [] for role in Byline.Role}
        for byline in self.bylines.all():
            people[byline.role].append(byline.person)
        return people

    @property
    def written_by(self) -> list[Person]:
        return self._people[Byline.Role.WRITTEN]

    @property
    def edited_by(self) -> list[Person]:
        return self._people[Byline.Role.EDITED]

    @property
    def reviewed_by(self) -> list[Person]:
        return self._people[Byline.Role.REVIEWED]

    def get_credits(self, person: Person) -> list[str]:
        """What somebody has done for it, in words."""
        return [byline.past_tense for byline in self.bylines.all() if byline.person == person]

    @property
    def licence_url(self) -> str:
        return Licence(self.licence).url if self.licence else ""

    @property
    def numbered_sources(self) -> list[Source]:
        return parse_sources(self.sources)

    @property
    def teaser(self) -> str:
        """How the text begins."""
        return Truncator(" ".join(extract_running_text(self.body_html).split())).words(TEASER_WORDS)

    @property
    def has_table_of_contents(self) -> bool:
        return len(self.table_of_contents) >= MIN_HEADINGS_FOR_CONTENTS

    @cached_property
    def topic_list(self) -> list[Topic]:
        """Asked for once, however often a page names them."""
        return [*self.topics.all()]

    @property
    def topic_ids(self) -> list[int]:
        return sorted(topic.pk for topic in self.topics.all())

    @property
    def recommended_articles(self) -> list[Article]:
        """What its readers might also like: all that was picked by hand, the newest first, and
        what is most like it, up to five."""
        picked = [*self.related.published().newest_first().for_links()]
        places = MAX_RECOMMENDED - len(picked)
        if places <= 0:
            return picked
        alike = type(self).objects.published().similar_to(self).for_links()
        found = alike.exclude(pk__in=[article.pk for article in picked])
        return [*picked, *found[:places]]

    @property
    def adjacent_articles(self) -> AdjacentArticles | None:
        """What stands before and behind it in its first topic."""
        return ArticleTopic.objects.get_adjacent(cast("Article", self))
