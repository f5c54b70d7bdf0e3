"""Pages of facts and of days, and their admin forms."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group

from articles.models import Anniversary, Fact, Topic
from articles.publication import after_change
from tests.articles.conftest import anniversary, fact
from tests.conftest import logged_in, person, text_of


def test_a_fact_has_a_page_with_its_source(client, db):
    known = fact(
        "Hearts beat.", Topic.get_or_create_by_name("rhythm"), more="A *lot*.", source_url="https://e.example/b"
    )
    page = text_of(client.get(known.get_absolute_url()))
    for words in (
        "Hearts beat.</h1>",
        "A <em>lot</em>.",
        '<a href="https://e.example/b" rel="noopener">the house</a>',
        "Checked on",
        "rhythm",
    ):
        assert words in page


def test_the_list_of_facts_goes_on(client, db):
    for number in range(105):
        fact(f"Fact {number}")
    seen, address = [], "/facts/"
    while address:
        page = text_of(client.get(address))
        seen += re.findall(r"<p dir=\"auto\">Fact (\d+) ", page)
        following = re.search(r'href="(\?before=[^"]+)"', page)
        address = following and f"/facts/{following[1]}"
    assert seen == [str(number) for number in range(104, -1, -1)]


@pytest.mark.parametrize("before", ["nothing", "%00", "x" * 5000, "'"])
def test_a_list_that_begins_nowhere_begins_at_its_top(client, db, before):
    fact("Hearts beat.")
    assert "Hearts beat." in text_of(client.get(f"/facts/?before={before}", follow=True))


def test_a_day_tells_its_entries_and_leads_to_its_neighbours(client, today):
    told = anniversary("The crisis began.", "10-14", 1962)
    anniversary("Earlier.", "03-01", 1900)
    anniversary("Later.", "11-30", 1901)
    page = text_of(client.get("/on-this-day/10-14/"))
    assert f'id="{told.slug}"' in page
    assert 'href="/on-this-day/03-01/" rel="prev">1 March' in page
    assert 'href="/on-this-day/11-30/" rel="next">30 November' in page
    assert "Earlier." not in page
    assert "The crisis began." in text_of(client.get("/on-this-day/"))


def test_the_days_go_round(client, db):
    anniversary("Early.", "01-02", 1900)
    anniversary("Late.", "12-30", 1901)
    page = text_of(client.get("/on-this-day/12-31/"))
    assert 'href="/on-this-day/12-30/" rel="prev"' in page
    assert 'href="/on-this-day/01-02/" rel="next"' in page


def test_a_day_without_entries_shows_the_nearest_day_and_says_so(client, db):
    anniversary("Elsewhere.", "03-01", 1900)
    response = client.get("/on-this-day/02-29/")
    assert response.status_code == 200
    page = text_of(response)
    assert "<h1>1 March</h1>" in page
    assert "We know of nothing that happened on 29 February." in page
    assert 'This is the nearest day: <a href="/on-this-day/03-01/">1 March</a>.' in page
    assert "Elsewhere." in page
    assert '<link rel="canonical" href="http://testserver/on-this-day/03-01/">' in page


def test_today_shows_the_same_nearest_day_as_its_widget(client, today):
    today(date(2026, 10, 14))
    anniversary("Before.", "10-02", 1900)
    anniversary("After.", "11-30", 1901)
    anniversary("Long before.", "01-05", 1902)
    page, widget = text_of(client.get("/on-this-day/")), text_of(client.get("/widgets/on-this-day/"))
    assert "Before." in widget
    assert "<h1>2 October</h1>" in page
    assert re.findall(r"</time>: (\w+)", page) == ["Before"]
    assert "We know of nothing that happened on 14 October." in page
    assert 'href="/on-this-day/10-02/" rel="prev"' in page
    assert 'href="/on-this-day/11-30/" rel="next"' in page
    anniversary("Today.", "10-14", 1900)
    page = text_of(client.get("/on-this-day/"))
    assert "<h1>14 October</h1>" in page
    assert "data-nearest-day" not in page
    assert re.findall(r"</time>: (\w+)", page) == ["Today"]


@pytest.mark.parametrize("day", ["02-30", "13-01", "00-10", "1-1", "10-14-1962", "٠١-٠١"])
def test_what_is_no_day_is_not_here(client, db, day):
    assert client.get(f"/on-this-day/{day}/").status_code == 404


def test_without_any_the_pages_say_so(client, db):
    assert "There are no facts yet." in text_of(client.get("/facts/"))
    assert "We know of nothing" in text_of(client.get("/on-this-day/"))


@pytest.mark.parametrize("address", ["/facts/", "/facts/hearts-beat/", "/on-this-day/10-14/"])
def test_they_are_kept_like_other_public_pages(client, db, address):
    fact("Hearts beat.")
    response = client.get(address)
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=1")
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


FORM = {
    "text": "Hearts beat.", "slug": "hearts-beat", "more": "A *lot*.", "source_title": "A book",
    "source_url": "", "checked_on": "2026-10-01", "is_shown": "on", "topics": [],
}  # fmt: skip
DAY = FORM | {"day": "14", "month": "10", "year": "1962"}


def test_an_admin_writes_a_fact(client, as_admin, article):
    before = client.get(article.get_absolute_url())["ETag"]
    as_admin.post("/admin/articles/fact/add/", FORM)
    assert "A <em>lot</em>." in text_of(client.get("/facts/hearts-beat/"))
    assert client.get(article.get_absolute_url())["ETag"] != before
    assert "/facts/hearts-beat/" in text_of(as_admin.get("/admin/articles/fact/"))
    assert "/facts/hearts-beat/" in text_of(as_admin.get(f"/admin/articles/fact/{Fact.objects.get().pk}/change/"))


def test_an_admin_writes_an_anniversary(client, as_admin):
    as_admin.post("/admin/articles/anniversary/add/", DAY)
    assert "Hearts beat." in text_of(client.get("/on-this-day/10-14/"))
    assert "14 October" in text_of(as_admin.get("/admin/articles/anniversary/"))


def test_a_topic_alone_brings_a_fact_to_an_article(client, as_admin, article):
    article.topics.add(topic := Topic.get_or_create_by_name("rhythm"))
    after_change(article)
    known, other = fact("Hearts beat."), fact("Ice melts.")
    for one, unfit in ((known, other), (other, known)):
        for row, topics in ((one, [topic.pk]), (unfit, [])):
            form = FORM | {"text": row.text, "slug": row.slug, "topics": topics}
            as_admin.post(f"/admin/articles/fact/{row.pk}/change/", form)
        assert one.text in text_of(client.get(article.get_absolute_url()))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"day": "31", "month": "4"}, "There is no 31 April."),
        ({"day": "29", "month": "2", "year": "1900"}, "1900 had no 29 February."),
        ({"day": "14", "month": "13"}, "less than or equal to 12"),
        ({"day": "40"}, "less than or equal to 31"),
        ({"source_title": ""}, "This field is required."),
        ({"text": "x" * 301}, "at most 300 characters"),
        ({"source_url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_mistake_is_shown_beside_its_field(as_admin, change, said):
    page = text_of(as_admin.post("/admin/articles/anniversary/add/", DAY | change))
    assert said in page
    assert not Anniversary.objects.exists()


def test_entries_that_are_deleted_together_leave_articles_together(client, as_admin, article):
    fact("Hearts beat.")
    assert "Hearts beat." in text_of(client.get(article.get_absolute_url()))
    form = {"action": "delete_selected", "_selected_action": [Fact.objects.get().pk], "post": "y"}
    as_admin.post("/admin/articles/fact/", form)
    assert "Hearts beat." not in text_of(client.get(article.get_absolute_url()))


def test_editors_keep_the_almanac_and_authors_do_not(client, db):
    answers = {}
    for group in ("editor", "author"):
        user = person(group, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        for model, form in (("fact", FORM), ("anniversary", DAY)):
            answer = logged_in(user).post(f"/admin/articles/{model}/add/", form)
            answers[group, model] = answer.status_code
    assert answers == {
        ("editor", "fact"): 302,
        ("editor", "anniversary"): 302,
        ("author", "fact"): 403,
        ("author", "anniversary"): 403,
    }


@pytest.mark.parametrize("query", ["q=heart", "is_shown__exact=1", "topics__id__exact=1"])
def test_facts_are_found_in_admin(as_admin, query):
    Topic.get_or_create_by_name("rhythm")
    fact("Hearts beat.")
    assert as_admin.get(f"/admin/articles/fact/?{query}").status_code == 200
