"""Feeds of articles and topics, and the page that lists them."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from articles.models import Article, Byline, Person, Picture, Topic
from articles.pictures.files import encode_picture
from articles.publication import publish_article, retire_article, save_article
from tests.articles.conftest import publish
from tests.articles.pictures.sample_files import file
from tests.conftest import text_of
from tests.feeds import read

both = pytest.mark.parametrize("form", ["atom", "json"])


@pytest.fixture
def valves(article) -> Topic:
    topic = Topic.get_or_create_by_name("Heart valves")
    article.topics.add(topic)
    return topic


@both
def test_a_feed_has_the_whole_text_of_the_newest_articles(client, article, valves, form):
    Picture.objects.create_with_files(Picture(slug="two", alt="Two"), encode_picture(file()))
    article.body = "A [link](/house-rules/) and ![a picture](/pictures/two/)"
    save_article(article)
    publish("Newer")
    newer, older = read(client, f"/feeds/articles.{form}").items
    assert newer["title"] == "Newer"
    assert newer["authors"] == []
    assert older["url"] == "http://testserver/articles/on-threads/"
    assert older["authors"] == ["Alma Author (demo)"]
    assert older["topics"] == ["Heart valves"]
    assert 'href="http://testserver/house-rules/"' in older["html"]
    assert 'src="http://testserver/media/pictures/' in older["html"]
    assert 'srcset="http://testserver/media/pictures/' in older["html"]


@both
def test_drafts_and_what_is_to_come_are_in_no_feed(client, article, form):
    Article.objects.create(title="Draft", slug="draft", body="Secret")
    later = Article.objects.create(title="Later", slug="later", body="Secret")
    publish_article(later, at=now() + timedelta(days=1))
    assert [item["title"] for item in read(client, f"/feeds/articles.{form}").items] == ["On Threads"]


@both
def test_so_is_what_is_retired(client, article, form):
    retire_article(article, "Out of date")
    assert read(client, f"/feeds/articles.{form}").items == []
    assert client.get(f"/feeds/articles/on-threads.{form}").status_code == 404


@both
def test_a_former_address_leads_to_the_feed(client, article, form):
    article.slug = "elsewhere"
    save_article(article)
    response = client.get(f"/feeds/articles/on-threads.{form}")
    assert (response.status_code, response["Location"]) == (301, f"/feeds/articles/elsewhere.{form}")


@both
def test_an_entry_may_have_several_authors(client, article, form):
    Byline.objects.replace(
        article.pk, "written", [Person.get_or_create_by_name("Ada"), Person.get_or_create_by_name("Mira")]
    )
    (item,) = read(client, f"/feeds/articles.{form}").items
    assert item["authors"] == ["Ada", "Mira"]


@both
def test_an_article_keeps_its_id(client, article, form):
    def id_now() -> str:
        return read(client, f"/feeds/articles.{form}").items[0]["id"]

    before = id_now()
    article.slug, article.title = "other", "Other"
    save_article(article)
    assert id_now() == before == f"tag:testserver,2026:threads/{article.thread_id}"


@both
def test_an_entry_is_updated_with_the_visible_modification_date(client, article, form):
    (item,) = read(client, f"/feeds/articles.{form}").items
    assert item["updated"] == item["published"]
    article.last_modified = localdate() + timedelta(days=2)
    save_article(article)
    (item,) = read(client, f"/feeds/articles.{form}").items
    assert (item["updated"] - item["published"]) > timedelta(days=1)


@both
def test_a_topic_has_a_feed(client, valves, form):
    publish("Elsewhere")
    feed = read(client, f"/feeds/topics/heart-valves.{form}")
    assert feed.title == "mvforum: Heart valves"
    assert [item["title"] for item in feed.items] == ["On Threads"]


def test_a_topic_in_any_script_has_one(client, article):
    article.topics.add(Topic.get_or_create_by_name("Сердце"))
    assert len(read(client, "/feeds/topics/сердце.atom").items) == 1


@pytest.mark.parametrize("slug", ["nothing", "%00", "a b", "x" * 3000, "%ff"])
def test_a_topic_that_is_not_there(client, article, slug):
    assert client.get(f"/feeds/topics/{slug}.atom").status_code == 404


def test_a_feed_of_articles_has_an_end(client, db):
    for number in range(25):
        publish(f"a{number}")
    assert len(read(client, "/feeds/articles.json").items) == 20


def test_questions_do_not_grow_with_articles(client, article, valves, django_assert_num_queries):
    publish("other")
    for address, questions in (("articles", 3), ("topics/heart-valves", 4)):
        with django_assert_num_queries(questions):
            client.get(f"/feeds/{address}.atom")


@pytest.mark.parametrize("title", ["a\x08b", "<b>&amp;\x0b", "\ufffe", "]]>", "\u202eevil"])
@both
def test_no_title_breaks_a_feed(client, article, valves, title, form):
    Person.objects.update(name=title)
    Article.objects.update(title=title, body_html=f"<p>{title}</p>")
    Topic.objects.update(name=title)
    for address in ("articles", "topics/heart-valves"):
        assert len(read(client, f"/feeds/{address}.{form}").items) == 1


def test_the_page_of_feeds_links_to_all(client, article, valves):
    publish("Elsewhere").topics.add(Topic.get_or_create_by_name("Other"))
    Topic.get_or_create_by_name("Of no article")
    page = text_of(client.get("/feeds/"))
    for feed in ("articles", "posts", "topics/heart-valves", "topics/other"):
        for form in ("atom", "json"):
            address = f"/feeds/{feed}.{form}"
            assert f'<a href="{address}"' in page
            read(client, address)
    assert "Of no article" not in page


def test_the_list_of_articles_names_its_feeds(client, article):
    page = text_of(client.get("/"))
    for feed in ("articles.atom", "articles.json", "posts.atom", "posts.json"):
        assert f'href="/feeds/{feed}">' in page
    assert '<a href="/feeds/">Feeds</a>' in page
