"""An article and its discussion as search engines read them, in the words of schema.org."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from articles.cards import card_of
from articles.changes import changed_at
from articles.models import Article, Person
from comments.threads.paging import Page
from comments.threads.schema_org import comments_of, shortened

Data = dict[str, object]


def article_data(article: Article, origin: str) -> Data:
    """Of a published article: a page about medicine, and a text that somebody wrote."""
    url = f"{origin}{article.get_absolute_url()}"
    data: Data = {
        "@type": ["MedicalWebPage", "Article"],
        "@id": url,
        "url": url,
        "headline": article.title,
        "inLanguage": get_language(),
        "datePublished": _moment(article),
        "dateModified": changed_at(article).isoformat(timespec="seconds"),
        "author": _people(article.written_by, origin) or _site(origin),
        "publisher": _site(origin),
        "image": f"{origin}{card_of(article).get_absolute_url()}",
        "isAccessibleForFree": True,
        "discussionUrl": f"{url}#discussion",
    }
    optional: Data = {
        "editor": _people(article.edited_by, origin),
        "reviewedBy": _people(article.reviewed_by, origin),
        "keywords": [topic.name for topic in article.topics_shown],
        "copyrightHolder": _holder(article.copyright_holder),
        "license": article.licence_url,
    }
    return data | {name: value for name, value in optional.items() if value}


def discussion_data(article: Article, page: Page, origin: str) -> Data:
    """The discussion of a published article, with the posts of one of its pages."""
    thread = article.discussion
    about = f"{origin}{article.get_absolute_url()}"
    return {
        "@type": "DiscussionForumPosting",
        "@id": f"{about}#discussion",
        "url": f"{origin}{thread.get_absolute_url()}",
        "mainEntityOfPage": about,
        "headline": article.title,
        "text": shortened(article.body_html, 100),
        "author": _people(article.written_by, origin) or _site(origin),
        "datePublished": _moment(article),
        "commentCount": thread.post_count,
        "comment": comments_of(page),
    }


def _moment(article: Article) -> str:
    return (article.published_at or changed_at(article)).isoformat(timespec="seconds")


def _people(people: list[Person], origin: str) -> list[Data]:
    return [
        {"@type": "Person", "name": person.name, "url": f"{origin}{person.get_absolute_url()}"}
        for person in people
    ]


def _holder(name: str) -> Data | None:
    return {"@type": "Organization", "name": name} if name else None


def _site(origin: str) -> Data:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{origin}/"}
