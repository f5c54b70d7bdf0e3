"""Pages of topics, years and people, and the links at the end of an article."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from articles.models import Article, ArticleTopic, Byline, Person, Topic
from articles.publication import after_change, publish_article, retire_article, save_article, unpublish_article
from tests.articles.conftest import ADD
from tests.conftest import text_of

TITLE = re.compile(r"<h2><a [^>]*>([^<]*)<")
START = datetime(2020, 3, 1, tzinfo=UTC)


@pytest.fixture
def publish(db):
    """publish("Title", "a topic", days=3): publish an article on the fourth of March 2020."""

    def publish(title: str, *topics: str, days: float = 0, **fields: object) -> Article:
        slug = title.lower().replace(" ", "-")
        article = Article.objects.create(title=title, slug=slug, body="Text", **fields)
        article.topics.set(map(Topic.get_or_create_by_name, topics))
        publish_article(article, START + timedelta(days=days))
        return article

    return publish


def beside(client, article: Article) -> tuple[str, ...]:
    """The titles of the previous and the next article that its page links to."""
    page = text_of(client.get(Article.objects.get(pk=article.pk).get_absolute_url()))
    links = re.findall(r'rel="(prev|next)"><span>[^<]*</span> ([^<]*)</a>', page)
    return tuple(dict(links).get(where, "") for where in ("prev", "next"))


@pytest.fixture
def row(publish) -> list[Article]:
    """Three articles of one topic."""
    return [publish(title, "hearts", days=n) for n, title in enumerate(("One", "Two", "Three"))]


def test_an_article_leads_on_within_its_first_topic(client, row, publish):
    publish("Between", "arteries", days=1.5)
    row[1].topics.add(Topic.get_or_create_by_name("valves"))
    publish("Aside", "valves", days=1.2)
    assert [beside(client, article) for article in row] == [("", "Two"), ("One", "Three"), ("Two", "")]


def test_an_article_without_topic_leads_nowhere(client, publish):
    publish("Other", days=1)
    assert beside(client, publish("Alone")) == ("", "")


def test_articles_of_the_same_moment_are_ordered_by_their_creation(client, publish):
    first, second = publish("First", "hearts"), publish("Second", "hearts")
    assert (beside(client, first), beside(client, second)) == (("", "Second"), ("First", ""))


def _another_title(article: Article) -> None:
    article.title = "Renamed"
    save_article(article)


def _another_topic(article: Article) -> None:
    article.topics.set([Topic.get_or_create_by_name("valves")])
    after_change(article)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (unpublish_article, ("", "Three")),
        (lambda article: retire_article(article, "Old."), ("", "Three")),
        (_another_title, ("", "Renamed")),
        (_another_topic, ("", "Three")),
    ],
    ids=["taken off", "retired", "renamed", "another topic"],
)
def test_neighbours_show_a_change(client, row, change, seen):
    for article in row:
        client.get(article.get_absolute_url())
    change(row[1])
    assert beside(client, row[0]) == seen
    assert beside(client, row[2])[0] == ("Renamed" if "Renamed" in seen else "One")


def test_neighbours_show_a_new_article(client, row, publish):
    for article in row:
        client.get(article.get_absolute_url())
    publish("New", "hearts", days=1.5)
    assert (beside(client, row[1]), beside(client, row[2])) == (("One", "New"), ("New", ""))


def test_only_neighbours_are_touched(client, row, publish):
    before = Article.objects.get(pk=row[0].pk).version
    save_article(row[2])
    publish("New", "hearts", days=5)
    assert Article.objects.get(pk=row[0].pk).version == before


def test_neighbours_show_a_scheduled_article_when_it_is_due(client, row, travel):
    later = Article.objects.create(title="Later", slug="later", body="Text")
    later.topics.add(Topic.get_or_create_by_name("hearts"))
    publish_article(later, now() + timedelta(hours=2))
    assert beside(client, row[2]) == ("Two", "")
    travel(hours=3)
    call_command("note_due_articles")
    assert beside(client, row[2]) == ("Two", "Later")
    assert beside(client, later) == ("Three", "")


def test_topics_chosen_in_admin_lead_on(client, as_admin, form, publish):
    old = publish("Old", "heart valves")
    as_admin.post(ADD, form | {"topics": [], "_move": "publish"})
    new = Article.objects.get(slug="a-new-one")
    assert beside(client, old) == ("", "")
    as_admin.post(f"/admin/articles/article/{new.pk}/change/", form)
    assert (beside(client, old), beside(client, new)) == (("", "A new one"), ("Old", ""))


def test_what_leads_on_is_cached(client, row, django_assert_num_queries):
    client.get(row[1].get_absolute_url())
    with django_assert_num_queries(1):
        client.get(row[1].get_absolute_url())


def test_what_leads_on_takes_one_query_each_way(row, django_assert_num_queries):
    article = Article.objects.get(pk=row[1].pk)
    assert article.topic_list
    with django_assert_num_queries(2):
        adjacent = article.adjacent_articles
        assert (adjacent.older.title, adjacent.newer.title) == ("One", "Three")


def test_the_topics_above_an_article_lead_to_its_fellows(client, row):
    page = text_of(client.get(row[0].get_absolute_url()))
    assert '<a href="/topics/hearts/">hearts</a>' in page
    assert TITLE.findall(text_of(client.get("/topics/hearts/"))) == ["Three", "Two", "One"]


def test_the_list_of_a_topic_goes_on(client, publish):
    for number in range(45):
        publish(f"Article {number}", "hearts", *(["valves"] if number % 2 else []), days=number)
    seen, address = [], "/topics/hearts/"
    while address:
        page = text_of(client.get(address))
        seen += TITLE.findall(page)
        following = re.search(r'href="(\?before=[^"]+)"', page)
        address = following and f"/topics/hearts/{following[1]}"
    assert seen == [f"Article {number}" for number in range(44, -1, -1)]


def test_a_topic_says_what_it_is_about(client, row):
    topic = Topic.objects.get()
    topic.description = "What *beats* <script>x</script>."
    topic.save()
    page = text_of(client.get("/topics/hearts/"))
    assert "What <em>beats</em>" in page
    assert "<script>x" not in page


def test_a_topic_of_drafts_has_nothing_to_show(client, db):
    Article.objects.create(title="Draft", slug="draft", body="x").topics.add(Topic.get_or_create_by_name("hearts"))
    assert "There are no articles about this yet." in text_of(client.get("/topics/hearts/"))
    assert "No article has a topic yet." in text_of(client.get("/topics/"))


def test_topics_are_listed_with_what_can_be_read(client, row, publish, travel):
    publish("Another", "hearts", "valves")
    later = Article.objects.create(title="Later", slug="later", body="Text")
    later.topics.add(Topic.get_or_create_by_name("hearts"), Topic.get_or_create_by_name("arteries"))
    publish_article(later, now() + timedelta(hours=2))
    retire_article(row[0], "Old.")
    counts = re.compile(r'<a href="/topics/\w+/">(\w+)</a> <span class="meta">(\d) article')
    assert counts.findall(text_of(client.get("/topics/"))) == [("hearts", "3"), ("valves", "1")]
    travel(hours=3)
    assert counts.findall(text_of(client.get("/topics/"))) == [("arteries", "1"), ("hearts", "4"), ("valves", "1")]


def test_lists_cost_the_same_for_few_and_for_many(client, publish, django_assert_num_queries):
    questions = {"/topics/": 1, "/topics/hearts/": 4, "/archive/": 1, "/archive/2020/": 1}
    for count in (1, 25):
        for number in range(count):
            publish(f"Article {count} {number}", "hearts", f"topic {number}", days=number)
        for address, asked in questions.items():
            with django_assert_num_queries(asked):
                client.get(address)


def test_the_archive_counts_each_year(client, row, publish):
    publish("Later", days=366)
    page = text_of(client.get("/archive/"))
    years = re.findall(r'<a href="/archive/(\d+)/">\1</a> <span class="meta">(\d) article', page)
    assert years == [("2021", "1"), ("2020", "3")]


def test_a_year_lists_its_articles_by_month(client, row, publish):
    publish("In April", days=40)
    publish("In another year", days=400)
    page = text_of(client.get("/archive/2020/"))
    words = ["April", "In April", "March", "Three", "Two", "One"]
    assert re.findall(rf">({'|'.join(words)})<", page) == words
    assert "In another year" not in page


def test_a_year_begins_where_the_site_is(client, publish, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    publish("The last of December", days=305.6)  # 31 December in London
    assert "The last of December" in text_of(client.get("/archive/2021/"))
    assert client.get("/archive/2020/").status_code == 404
    assert "/archive/2021/" in text_of(client.get("/archive/"))


def test_a_year_goes_on(client, publish, monkeypatch):
    monkeypatch.setattr("articles.views.archive.TITLES_PER_PAGE", 2)
    for number in range(3):
        publish(f"Article {number}", days=number)
    page = text_of(client.get("/archive/2020/"))
    assert "Article 1" in page
    assert "Article 0" not in page
    assert "Article 0" in text_of(client.get("/archive/2020/?before=article-1"))


@pytest.mark.parametrize("year", ["2019", "9999", "1000", "02020", "0020", "-1", "%D9%A2020", "x"])
def test_a_year_without_articles_is_not_here(client, row, year):
    assert client.get(f"/archive/{year}/").status_code == 404


@pytest.mark.parametrize("address", ["/topics/hearts/", "/archive/2020/", "/people/ada/", "/"])
@pytest.mark.parametrize("before", ["nothing", "%00", "x" * 5000, "'"])
def test_a_list_that_begins_nowhere_begins_at_its_top(client, row, address, before):
    Byline.objects.replace(row[0].pk, "written", [Person.get_or_create_by_name("Ada")])
    response = client.get(f"{address}?before={before}", follow=True)
    assert response.status_code == 200
    assert "One" in text_of(response)


@pytest.mark.parametrize("address", ["/preview/%00/", "/topics/%00/", "/topics/none/", "/people/%00/", "/people/a b/"])
def test_unknown_addresses_are_404(client, db, address):
    assert client.get(address).status_code == 404


def test_a_slug_may_be_of_any_script(client, publish):
    article = publish("Herz", "Herzgeräusche", "סרטן")
    Byline.objects.replace(article.pk, "written", [Person.get_or_create_by_name("Žofie")])
    after_change(article)
    page = text_of(client.get(article.get_absolute_url()))
    addresses = {*re.findall(r'href="(/(?:topics|people)/[^"]+)"', page)}
    assert len(addresses) == 3
    for address in addresses:
        assert client.get(address).status_code == 200


def test_a_person_s_page_says_what_they_have_done(client, publish):
    ada, ben = Person.get_or_create_by_name("Ada"), Person.get_or_create_by_name("Ben")
    written, checked = publish("Her own", days=1), publish("His")
    Byline.objects.replace(written.pk, "written", [ada])
    Byline.objects.replace(checked.pk, "written", [ben])
    for role in ("edited", "reviewed"):
        Byline.objects.replace(checked.pk, role, [ada])
    page = " ".join(text_of(client.get("/people/ada/")).split())
    assert TITLE.findall(page) == ["Her own", "His"]
    assert "Written · <time" in page
    assert 'Edited, reviewed · Written by <a href="/people/ben/">Ben</a> ·' in page


def test_the_articles_of_a_person_go_on(client, publish, django_assert_num_queries):
    ada = Person.get_or_create_by_name("Ada")
    for number in range(25):
        Byline.objects.replace(publish(f"Article {number}", days=number).pk, "edited", [ada])
    with django_assert_num_queries(4):
        page = text_of(client.get("/people/ada/"))
    assert len(TITLE.findall(page)) == 20
    address = re.search(r'href="(\?before=[^"]+)"', page)[1]
    assert len(TITLE.findall(text_of(client.get(f"/people/ada/{address}")))) == 5


def test_people_are_listed_whose_work_can_be_read(client, publish, monkeypatch):
    monkeypatch.setattr("articles.views.people.PEOPLE_PER_PAGE", 2)
    names = ["Ada", "Ben", "Cora"]
    Byline.objects.replace(publish("All").pk, "written", map(Person.get_or_create_by_name, names))
    draft = Article.objects.create(title="Draft", slug="draft", body="x")
    Byline.objects.replace(draft.pk, "written", [Person.get_or_create_by_name("Dora")])
    page = text_of(client.get("/people/"))
    assert ("Ada" in page, "Ben" in page, "Cora" in page, "Dora" in page) == (*(True, True, False, False),)
    address = re.search(r'href="(\?after=[^"]+)"', page)[1]
    page = text_of(client.get(f"/people/{address}"))
    assert ("Ben" in page, "Cora" in page) == (False, True)


def test_people_after_nobody_are_all(client, publish):
    Byline.objects.replace(publish("One").pk, "written", [Person.get_or_create_by_name("Ada")])
    for after in ("nobody", "%00", "x" * 5000):
        assert "Ada" in text_of(client.get(f"/people/?after={after}", follow=True))


def test_a_person_with_articles_cannot_be_deleted(as_admin, publish):
    ada = Person.get_or_create_by_name("Ada")
    Byline.objects.replace(publish("Hers").pk, "written", [ada])
    address = f"/admin/articles/person/{ada.pk}/delete/"
    page = text_of(as_admin.post(address, {"post": "yes"}, follow=True))
    assert "“Ada” stands above 1 article. Take the name off it first." in page
    chosen = {"action": "delete_selected", "_selected_action": [ada.pk], "post": "yes"}
    as_admin.post("/admin/articles/person/", chosen)
    assert Person.objects.filter(pk=ada.pk).exists()
    Byline.objects.all().delete()
    as_admin.post(address, {"post": "yes"})
    assert not Person.objects.exists()


def test_an_article_is_shared_by_its_address(client, article):
    page = text_of(client.get(article.get_absolute_url()))
    assert 'readonly value="http://testserver/articles/on-threads/"' in page
    assert "Share" not in text_of(client.get(f"{article.get_absolute_url()}?print"))


def test_each_host_shares_its_own_address(client, article, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    for host in settings.ALLOWED_HOSTS:
        page = text_of(client.get(article.get_absolute_url(), headers={"host": host}))
        assert f'value="http://{host}/articles/on-threads/"' in page


def test_a_topic_that_is_deleted_leaves_no_entry(publish):
    publish("One", "hearts")
    Topic.objects.get().delete()
    assert not ArticleTopic.objects.exists()
