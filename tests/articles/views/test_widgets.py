"""Widgets for other sites: small, framable, without cookies, cached for an hour."""

import base64
import hashlib
import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime

from articles.models import Article, Topic
from articles.publication import after_change, publish_article, save_article
from articles.widgets import WIDGET_KINDS, WidgetOptions
from mvforum.http_cache.middleware import HttpCacheMiddleware
from tests.articles.conftest import anniversary, fact
from tests.conftest import HELD, text_of

FRAMES = ["fact", "on-this-day", "articles", "posts", "count"]
WORST = "&'\"<>" * 60


def frame(client, name: str, **choices: str):
    if WIDGET_KINDS[name].requires_article:
        choices = {"article": "on-threads"} | choices
    return client.get(f"/widgets/{name}/", choices, follow=True)


@pytest.fixture
def stage(today, article, post):
    fact("Hearts beat.")
    anniversary("The crisis began.", "10-14", 1962)
    post("Walking **helped** me.", author_name="Ada")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fact", "Hearts beat."),
        ("on-this-day", "<b>14 October 1962:</b> The crisis began."),
        ("articles", ">On Threads</a>"),
        ("posts", "Walking helped me."),
        ("count", ">1 post</a>"),
    ],
)
def test_every_widget_shows_what_it_is_for(client, stage, name, words):
    assert words in text_of(frame(client, name))


@pytest.mark.parametrize("name", FRAMES)
def test_every_site_may_frame_a_widget_and_it_runs_nothing(client, stage, name):
    response = frame(client, name)
    assert "X-Frame-Options" not in response
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    (style,) = re.findall(r"<style>(.*?)</style>", text_of(response), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy
    assert "<script" not in text_of(response)
    assert " style=" not in text_of(response)


@pytest.mark.parametrize("name", FRAMES)
def test_its_links_lead_out_of_the_frame(client, stage, name):
    links = re.findall(r"<a [^>]*>", text_of(frame(client, name)))
    assert links
    assert all('target="_blank" rel="noopener"' in link for link in links)


@pytest.mark.parametrize("name", FRAMES)
def test_a_widget_is_the_same_for_members_and_kept_for_an_hour(client, as_member, stage, name, monkeypatch):
    # In the last hour of a day, daily content is kept for less.
    monkeypatch.setattr("articles.views.widgets.now", lambda: localtime().replace(hour=12))
    answers = [frame(reader, name) for reader in (client, as_member)]
    assert answers[0].content == answers[1].content
    for response in answers:
        assert response["Cache-Control"] == "public, max-age=3600"
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


@pytest.mark.parametrize(
    ("name", "hour", "seconds"),
    [("fact", 22, 3600), ("fact", 23, 1800), ("on-this-day", 23, 1800), ("articles", 23, 3600)],
)
def test_what_is_of_a_day_ends_with_it(settings, name, hour, seconds):
    settings.TIME_ZONE = "Europe/Berlin"
    moment = datetime(2026, 10, 14, hour, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert WIDGET_KINDS[name].get_max_age(moment) == seconds


def test_what_takes_a_cookie_back_is_kept_by_nobody(client, stage, settings):
    client.cookies[settings.SESSION_COOKIE_NAME] = "none"
    response = client.get("/widgets/fact/")
    assert response.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_the_front_cache_keeps_it_for_that_long(client, stage):
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        response = client.get(environ["PATH_INFO"])
        start_response("200 OK", list(response.items()))
        return [response.content]

    clock = [0.0]
    cache = HttpCacheMiddleware(application, private_cookies=["session"], clock=lambda: clock[0])
    for moment in (0, 3599, 3601):
        clock[0] = moment
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/widgets/fact/", "wsgi.url_scheme": "http",
            "HTTP_HOST": "testserver", "QUERY_STRING": "",
        }  # fmt: skip
        cache(environ, lambda status, headers: None)
    assert len(asked) == 2


@pytest.mark.parametrize("size", ["small", "medium", "large"])
@pytest.mark.parametrize("name", FRAMES)
def test_a_widget_is_light_whatever_people_write(client, article, post, today, name, size):
    for entry in (fact("x"), anniversary("x", "10-14", 1962)):
        type(entry).objects.update(text=WORST[:300])
    for number in range(8):
        post(WORST * 10, author_name="&" * 50)
        one = Article.objects.create(title=WORST[:200], slug=f"a{number}", body="x")
        publish_article(one)
    response = frame(client, name, size=size)
    assert response.status_code == 200
    assert len(response.content) <= 5000


def test_of_rows_that_are_too_heavy_those_that_fit_are_shown(client, today):
    for number in range(8):
        article = Article.objects.create(title="&" * 190, slug="x" * 190 + str(number), body="x")
        publish_article(article)
    page = frame(client, "articles", size="large").content
    assert 0 < page.count(b"<li") < 5


def test_only_published_posts_are_shown_the_newest_first(client, thread, post, moderator):
    for words in ("Oldest", "Older", "Newer", "Gone"):
        post(words)
    thread.comments.get(number=4).decide("remove", by=moderator)
    post("Waiting", verdict=HELD)
    page = text_of(frame(client, "posts"))
    assert page.index("Newer") < page.index("Older") < page.index("Oldest")
    assert "Gone" not in page
    assert "Waiting" not in page
    assert "3 posts" in text_of(frame(client, "count"))


def test_what_is_not_for_search_engines_is_not_for_other_sites(client, post):
    post("For everybody")
    post("For this page", is_unlisted=True)
    page = text_of(frame(client, "posts"))
    assert "For everybody" in page
    assert "For this page" not in page


def test_only_published_articles_are_shown(client, article):
    Article.objects.create(title="Draft", slug="draft", body="x")
    page = text_of(frame(client, "articles"))
    assert "On Threads" in page
    assert "Draft" not in page


@pytest.mark.parametrize("slug", ["draft", "nothing", "%00", ""])
@pytest.mark.parametrize("address", ["posts/", "count/", "count.json"])
def test_an_article_that_is_not_published_is_not_here(client, article, address, slug):
    Article.objects.create(title="Draft", slug="draft", body="x")
    response = client.get(f"/widgets/{address}?article={slug}", follow=True)
    assert response.status_code == 404
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "public" not in response.get("Cache-Control", "")


def test_a_widget_follows_its_article_to_another_address(client, article, post):
    post("Walking.")
    article.slug = "on-looms"
    save_article(article)
    assert "Walking." in text_of(frame(client, "posts"))
    response = client.get("/widgets/count.json?article=on-threads")
    assert response["Location"] == "/widgets/count.json?article=on-looms"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_topic_is_kept_to(client, stage, article):
    valves, bees = Topic.get_or_create_by_name("valves"), Topic.get_or_create_by_name("bees")
    fact("Valves close.", valves)
    article.topics.add(valves)
    assert "Valves close." in text_of(frame(client, "fact", topic="valves"))
    assert "On Threads" in text_of(frame(client, "articles", topic="valves"))
    assert "There are no articles yet." in text_of(frame(client, "articles", topic=bees.slug))


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("fact/?size=huge", "fact/"),
        ("fact/?size=medium&colours=auto", "fact/"),
        ("fact/?topic=nothing&size=small", "fact/?size=small"),
        ("fact/?article=on-threads", "fact/"),
        ("fact/?utm=1", "fact/"),
        ("posts/?article=on-threads&topic=valves", "posts/?article=on-threads"),
        ("posts/?size=large&article=on-threads&size=small", "posts/?article=on-threads&size=small"),
        ("count.json?article=on-threads&size=small", "count.json?article=on-threads"),
        ("widget.js?x", "widget.js"),
        ("?topic=nothing", ""),
        ("?size=large&topic=nothing", "?size=large"),
        ("?size=medium&colours=&topic=&article=", ""),
    ],
)
def test_every_choice_has_one_address(client, article, asked, canonical):
    Topic.get_or_create_by_name("valves")
    response = client.get(f"/widgets/{asked}")
    assert response["Location"] == f"/widgets/{canonical}"
    assert client.get(response["Location"]).status_code == 200


def test_a_slug_of_any_letters_has_one_address(client, article):
    topic = Topic.get_or_create_by_name("Ärzte")
    address = f"/widgets/fact/?{WidgetOptions(topic=topic.slug).query}"
    assert client.get(address).status_code == 200


def test_an_unknown_widget_is_not_here(client, db):
    assert client.get("/widgets/nothing/").status_code == 404


def test_the_number_of_posts_can_be_read_from_everywhere(client, article, post):
    post()
    response = client.get("/widgets/count.json?article=on-threads")
    assert json.loads(response.content) == {"posts": 1, "words": "1 post"}
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies


def test_the_script_is_small_and_may_run_everywhere(client, db):
    response = client.get("/widgets/widget.js")
    assert len(response.content) <= 1000
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert "cookie" not in text_of(response)


def test_the_page_of_widgets_shows_each_with_its_code(client, stage):
    response = client.get("/widgets/?article=on-threads&size=large")
    page = text_of(response)
    for name in FRAMES:
        asked = "article=on-threads&amp;size=large" if WIDGET_KINDS[name].requires_article else "size=large"
        assert f'<iframe src="/widgets/{name}/?{asked}"' in page
        assert f"&lt;iframe src=&quot;http://testserver/widgets/{name}/" in page
        assert f"data-widget=&quot;{name}&quot;" in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_no_other_page_of_ours_frames_anything(client, article):
    for address in ("/", article.get_absolute_url(), "/facts/"):
        assert "frame-src" not in client.get(address)["Content-Security-Policy"]


def test_the_page_of_widgets_knows_no_draft(client, article):
    Article.objects.create(title="Draft", slug="draft", body="x")
    response = client.get("/widgets/?article=draft")
    assert response.status_code == 404
    assert "There is no such article." in text_of(response)
    assert "Draft" not in text_of(client.get("/widgets/"))


def test_the_page_of_widgets_offers_topics_of_which_there_is_something_to_read(client, article):
    article.topics.add(Topic.get_or_create_by_name("valves"))
    after_change(article)
    fact("The heart beats.", Topic.get_or_create_by_name("rhythm"))
    fact("Not yet.", Topic.get_or_create_by_name("a secret"), is_shown=False)
    Article.objects.create(title="Draft", slug="draft", body="x").topics.add(Topic.get_or_create_by_name("hush"))
    offered = re.findall(r'<option value="([a-z-]+)"', text_of(client.get("/widgets/")))
    assert {"valves", "rhythm"} <= {*offered}
    assert not {"a-secret", "hush"} & {*offered}


def test_without_articles_the_page_of_widgets_has_the_others(client, db):
    page = text_of(client.get("/widgets/"))
    assert "/widgets/fact/" in page
    assert "/widgets/posts/" not in page


def test_an_article_leads_to_its_widgets(client, article):
    link = '<a href="/widgets/?article=on-threads" rel="nofollow">Free widgets for your site or blog'
    assert link in text_of(client.get(article.get_absolute_url()))
