"""The form of an article in Django admin, filled in."""

import pytest

from articles.models import Topic

ADD = "/admin/articles/article/add/"


@pytest.fixture
def form(db):
    topic = Topic.named("heart valves")
    return {
        "title": "A new one", "slug": "a-new-one", "body": "Some *text*.", "sources": "",
        "last_modified": "2026-10-04", "topics": [topic.pk], "copyright_holder": "",
        "licence": "", "discussion_is_open": "on", "discussion_note": "", "retired_because": "",
        "bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0,
    }  # fmt: skip
