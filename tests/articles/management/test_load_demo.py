"""The command load_demo: its articles, pictures and accounts."""

import pytest
from django.core.management import CommandError, call_command

from articles.management.commands.load_demo import DEMO
from articles.models import Anniversary, Article, Fact, Picture
from articles.rendering import render_body
from comments.models import Comment, Decision
from mvforum.accounts.models import User
from tests.conftest import text_of


@pytest.fixture
def demo(db):
    call_command("load_demo")


def test_the_demo_is_six_articles_and_a_believable_discussion(client, demo):
    assert Article.objects.published().count() == 6
    discussion = Article.objects.get(slug="mitral-valve-leak").thread.comments
    assert discussion.visible().count() == 40
    assert discussion.held().count() >= 5
    assert discussion.filter(status="removed").exists()
    assert discussion.filter(status="withdrawn").exists()
    assert all(article.topics.exists() for article in Article.objects.all())
    assert all(article.related.exists() for article in Article.objects.all())
    for article in Article.objects.all():
        assert client.get(article.get_absolute_url()).status_code == 200


def test_the_demo_has_an_almanac(client, demo):
    assert Fact.objects.count() == Anniversary.objects.count() == 60
    for entry in [*Fact.objects.all(), *Anniversary.objects.all()]:
        assert client.get(entry.get_absolute_url()).status_code == 200


def test_invented_people_are_marked(demo):
    articles = [*Article.objects.all()]
    people = {str(person) for one in articles for person in (*one.written_by, *one.edited_by)}
    assert all(article.written_by for article in articles)
    assert len(people) > 1
    assert {name for name in people if not name.endswith("(demo)")} == set()
    assert len(articles) == 6
    for article in articles:
        assert "demo" in article.copyright_holder


@pytest.mark.parametrize(
    ("name", "address"), [("admin", "/admin/"), ("moderator", "/moderation/"), ("reader", "/posts/")]
)
def test_the_demo_log_ins_work(client, demo, settings, name, address):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    response = client.post("/accounts/login/", {"login": name, "password": "mvforum-demo"})
    assert response.url == "/"
    assert client.get(address).status_code == 200


def test_the_posts_of_the_demo_reader_are_the_readers(client, demo):
    client.force_login(User.objects.get(username="reader"))
    assert text_of(client.get("/posts/")).count('class="post"') == 3


def test_loading_it_again_changes_nothing(demo):
    before = (Comment.objects.count(), Decision.objects.count(), User.objects.count())
    call_command("load_demo")
    assert (Comment.objects.count(), Decision.objects.count(), User.objects.count()) == before


def test_a_real_site_takes_no_demo(db, settings):
    settings.PLAIN_HTTP = False
    with pytest.raises(CommandError, match="known password"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_the_demo_has_a_picture_and_says_what_is_on_it(client, demo):
    picture = Picture.objects.get()
    page = text_of(client.get("/articles/mitral-valve-leak/"))
    assert picture.url in page
    assert client.get(picture.url).status_code == 200
    assert picture.alt
    assert "mvforum demo</span></figcaption>" in page


def test_every_picture_that_the_demo_names_is_there(demo):
    bodies = [*Article.objects.values_list("body", flat=True)]
    assert any("](/pictures/" in body for body in bodies)
    for body in bodies:
        assert not render_body(body, Picture.objects.in_bulk_by_slug).missing_slugs


def test_the_demo_is_light():
    sizes = [path.stat().st_size for path in DEMO.glob("pictures/*.png")]
    assert sizes
    assert max(sizes) <= 40_000
