"""JSON responses, with texts that would be HTML."""

import json

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from articles.models import Article, Person, Picture, Topic
from articles.pictures.files import encode_picture
from articles.publication import publish_article
from comments.models import Comment
from comments.submission.submit import add_comment
from mvforum.html_safe_json import HtmlSafeJsonMiddleware
from tests.articles.pictures.sample_files import file
from tests.conftest import ACCEPTED

HOSTILE = "</script><script>alert(1)</script><!-- & <b>"


@pytest.fixture
def hostile_article(db, settings, tmp_path, as_admin) -> Article:
    """An article with markup in all that JSON can show of it."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Picture.objects.create_with_files(Picture(slug="two", alt=HOSTILE), encode_picture(file()))
    Person.get_or_create_by_name(HOSTILE[:80])
    article = Article.objects.create(title=HOSTILE, slug="hostile", body=f"A text. {HOSTILE}")
    article.topics.add(Topic.objects.create(name="<b>&", slug="markup"))
    publish_article(article)
    add_comment(article.thread, Comment(body=f"See `{HOSTILE}`", author_name=HOSTILE), ACCEPTED)
    return article


ADDRESSES = [
    "/feeds/articles.json",
    "/feeds/topics/markup.json",
    "/feeds/articles/hostile.json",
    "/feeds/posts.json",
    "/widgets/count.json?article=hostile",
    "/threads/{thread}/latest/",
    "/admin/articles/picture/library/",
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=topics&term=b",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_json_has_signs_of_html(as_admin, hostile_article, address):
    response = as_admin.get(address.format(thread=hostile_article.thread_id))
    assert response.status_code == 200
    assert "json" in response["Content-Type"]
    assert not {b"<", b">", b"&"} & {bytes([byte]) for byte in response.content}
    assert int(response["Content-Length"]) == len(response.content)
    json.loads(response.content)


@pytest.mark.parametrize(
    "address", ["/feeds/articles.json", "/feeds/articles/hostile.json", "/admin/articles/picture/library/"]
)
def test_the_values_are_as_they_were_written(as_admin, hostile_article, address):
    text = str(json.loads(as_admin.get(address).content))
    assert HOSTILE in text


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/feed+json; charset=utf-8", "Application/LD+JSON"]
)
def test_every_type_of_json_is_escaped(media_type):
    answer = JsonResponse({"text": "é<>&", "<key>": ["<"]}, content_type=media_type)
    content = HtmlSafeJsonMiddleware(lambda _request: answer)(RequestFactory().get("/")).content
    assert not {*"<>&"} & {*content.decode()}
    assert json.loads(content) == {"text": "é<>&", "<key>": ["<"]}


@pytest.mark.parametrize(
    "answer", [HttpResponse("<p>&"), StreamingHttpResponse([b"<p>&"]), HttpResponse("<", content_type="")]
)
def test_other_responses_stay_as_they_are(answer):
    before = answer.getvalue() if not answer.streaming else b"<p>&"
    assert HtmlSafeJsonMiddleware(lambda _request: answer)(RequestFactory().get("/")).getvalue() == before
