"""Import keys: which items and comments of a WordPress export are known from an earlier import."""

from datetime import UTC, datetime

import pytest

from articles.models import Article
from articles.wordpress.importing import import_wordpress
from comments.models import Comment, ImportRecord
from tests.articles.wordpress.export import comment_xml, export_xml, item_xml

NETWORK = "https://network.example"
MILLS, SHIPS = f"{NETWORK}/mills", f"{NETWORK}/ships"


@pytest.fixture
def load(db, tmp_path):
    def load(xml: str) -> list[str]:
        path = tmp_path / "export.xml"
        path.write_text(xml)
        return [str(report) for report in import_wordpress(path)]

    return load


def blog(address: str, subject: str, *, guid: bool = True) -> str:
    """A blog whose numbers other blogs of its network have, too."""
    items = [
        item_xml(
            number,
            f"{subject} {number}",
            guid=f"{address}/?p={number}" if guid else "",
            date=f"2020-0{number}-0{'MSH'.index(subject[0]) + 1} 10:00:00",
            comments=comment_xml(10 + number, f"About {subject} {number}"),
        )
        for number in (1, 2)
    ]
    return export_xml(*items, site=NETWORK, blog=address)


def pretend_an_earlier_import() -> None:
    """Give articles and comments the keys of the first release: site and number."""
    for article in Article.objects.all():
        article.import_key = f"{NETWORK} {article.title[-1]}"
        article.save(update_fields=["import_key"])
    for record in ImportRecord.objects.all():
        record.key = f"{NETWORK} 1{record.comment.body[-1]}"
        record.save()


def says(subject: str) -> dict[str, str]:
    """The posts below each article of this subject."""
    return {
        article.title: " ".join(article.thread.comments.values_list("body", flat=True))
        for article in Article.objects.filter(title__startswith=subject)
    }


@pytest.mark.parametrize("guid", [True, False])
def test_two_blogs_of_one_network_are_two(load, guid):
    load(blog(MILLS, "Mill", guid=guid))
    load(blog(SHIPS, "Ship", guid=guid))
    assert says("Mill") == {"Mill 1": "About Mill 1", "Mill 2": "About Mill 2"}
    assert says("Ship") == {"Ship 1": "About Ship 1", "Ship 2": "About Ship 2"}


def test_each_blog_of_a_network_can_be_imported_again(load):
    for _time in range(2):
        load(blog(MILLS, "Mill"))
        load(blog(SHIPS, "Ship"))
    assert (Article.objects.count(), Comment.objects.count()) == (4, 4)


def test_a_blog_that_was_imported_earlier_keeps_its_keys(load):
    load(blog(MILLS, "Mill"))
    pretend_an_earlier_import()
    load(blog(MILLS, "Mill"))
    assert (Article.objects.count(), Comment.objects.count()) == (2, 2)
    assert Article.objects.filter(import_key=f"{NETWORK} 1").exists()


def test_a_second_blog_is_new_beside_one_that_was_imported_earlier(load):
    load(blog(MILLS, "Mill"))
    pretend_an_earlier_import()
    load(blog(SHIPS, "Ship"))
    assert says("Mill") == {"Mill 1": "About Mill 1", "Mill 2": "About Mill 2"}
    assert says("Ship") == {"Ship 1": "About Ship 1", "Ship 2": "About Ship 2"}


def test_the_main_blog_is_new_beside_another_one_of_its_network(load):
    load(blog(MILLS, "Mill"))
    pretend_an_earlier_import()
    load(blog(NETWORK, "Home"))
    assert says("Home") == {"Home 1": "About Home 1", "Home 2": "About Home 2"}


def test_a_title_and_a_date_that_were_changed_here_do_not_double_an_article(load):
    load(blog(NETWORK, "Home"))
    pretend_an_earlier_import()
    Article.objects.filter(title="Home 1").update(title="At home", published_at=datetime(2021, 1, 1, tzinfo=UTC))
    load(blog(NETWORK, "Home"))
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    "identity", [{"guid": "https://b.example/?page={n}"}, {"link": "https://b.example/page-{n}/"}, {}]
)
def test_items_without_a_number_all_arrive_once(load, identity):
    items = [
        item_xml(
            0, f"Page {n}", comments=comment_xml(0, f"Post {n}"), **{k: v.format(n=n) for k, v in identity.items()}
        )
        for n in range(7)
    ]
    for _time in range(2):
        load(export_xml(*items, site="https://b.example", blog="https://b.example"))
        assert says("Page") == {f"Page {n}": f"Post {n}" for n in range(7)}


def test_comments_without_a_number_all_arrive_once(load):
    comments = "".join(comment_xml(0, f"Post {n}", author=f"Name {n}") for n in range(5))
    for _time in range(2):
        load(export_xml(item_xml(1, "Page", comments=comments)))
        assert Comment.objects.count() == 5


def test_items_with_the_same_number_and_other_guids_are_two(load):
    load(export_xml(item_xml(1, "One", guid="https://b.example/?p=1"), item_xml(1, "Two", guid="urn:uuid:2")))
    assert {*Article.objects.values_list("title", flat=True)} == {"One", "Two"}


def test_files_without_the_address_of_a_blog_are_told_apart_by_their_channel(load):
    for address in ("https://a.example", "https://b.example"):
        load(export_xml(item_xml(1, f"Of {address}"), site="", blog="", link=address))
    assert Article.objects.count() == 2


def test_a_long_guid_has_a_key_of_its_own(load):
    for _time in range(2):
        load(export_xml(item_xml(1, "One", guid="https://b.example/" + "a" * 400 + "1")))
        load(export_xml(item_xml(2, "Two", guid="https://b.example/" + "a" * 400 + "2")))
    assert Article.objects.count() == 2


def test_an_article_may_have_more_comments_than_a_query_has_values(load, django_assert_max_num_queries):
    keys = [f"{NETWORK} comment-{number}" for number in range(40_000)]
    ImportRecord.objects.create(key=keys[-1])
    with django_assert_max_num_queries(4):
        assert ImportRecord.objects.comment_ids_by_key(keys) == {keys[-1]: None}
