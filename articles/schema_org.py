"""Structured data of an article and its discussion for search engines, by schema.org."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language

from articles.cards import build_article_card
from articles.models import Article, Person
from comments.threads.paging import ThreadPage
from comments.threads.schema_org import build_comment_data, truncate_text

SchemaData = dict[str, object]


def build_article_data(article: Article, origin: str) -> SchemaData:
    """Build the data of a published article, as a medical page and an article."""
    url = f"{origin}{article.get_absolute_url()}"
    data: SchemaData = {
        "@type": ["MedicalWebPage", "Article"],
        "@id": url,
        "url": url,
        "headline": article.title,
        "inLanguage": get_language(),
        "datePublished": _moment(article),
        "dateModified": article.updated_at.isoformat(timespec="seconds"),
        "author": _people(article.written_by, origin) or _site(origin),
        "publisher": _site(origin),
        "image": f"{origin}{build_article_card(article).get_absolute_url()}",
        "isAccessibleForFree": True,
        "discussionUrl": f"{url}#discussion",
    }
    optional: SchemaData = {
        "editor": _people(article.edited_by, origin),
        "reviewedBy": _people(article.reviewed_by, origin),
        "keywords": [topic.name for topic in article.topic_list],
        "copyrightHolder": _organization(article.copyright_holder),
        "license": article.licence_url,
    }
    return data | {name: value for name, value in optional.items() if value}


def build_discussion_data(article: Article, page: ThreadPage, origin: str) -> SchemaData:
    """Build the data of a discussion, with the posts of one of its pages."""
    thread = article.discussion
    about = f"{origin}{article.get_absolute_url()}"
    return {
        "@type": "DiscussionForumPosting",
        "@id": f"{about}#discussion",
        "url": f"{origin}{thread.get_absolute_url()}",
        "mainEntityOfPage": about,
        "headline": article.title,
        "text": truncate_text(article.body_html, 100),
        "author": _people(article.written_by, origin) or _site(origin),
        "datePublished": _moment(article),
        "commentCount": thread.post_count,
        "comment": build_comment_data(page),
    }


def _moment(article: Article) -> str:
    return (article.published_at or article.updated_at).isoformat(timespec="seconds")


def _people(people: list[Person], origin: str) -> list[SchemaData]:
    return [
        {"@type": "Person", "name": person.name, "url": f"{origin}{person.get_absolute_url()}"} for person in people
    ]


def _organization(name: str) -> SchemaData | None:
    return {"@type": "Organization", "name": name} if name else None


def _site(origin: str) -> SchemaData:
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{origin}/"}
