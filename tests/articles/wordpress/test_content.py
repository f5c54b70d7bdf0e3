"""What arrives of the content of a WordPress export, and what the report says of the rest."""

import json
import re
from html import escape, unescape
from urllib.parse import unquote

import pytest

from articles.models import Article, Topic
from articles.wordpress.importing import import_wordpress
from comments.management.commands import forget
from comments.models import Comment, Decision
from comments.moderation.decisions import Caller, apply_decision
from tests.articles.wordpress.export import comment_xml, export_xml, item_xml
from tests.conftest import text_of

LETTERS = "https://a.example/a_b_c?x=1&y=~z"


@pytest.fixture
def load(db, tmp_path):
    def load(xml: str | bytes) -> str:
        path = tmp_path / "export.xml"
        path.write_bytes(xml if isinstance(xml, bytes) else xml.encode())
        return "\n".join(map(str, import_wordpress(path)))

    return load


def visible_text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    "address", [LETTERS, "https://a.example/_foo_/*b*", "https://a.example/?a[0]=b&copy=1", "http://a.example/x=y|z"]
)
@pytest.mark.parametrize("text", ["See {} there.", "{}", "({})", "“{}”", "{}, then {}", "{}<br>{}"])
def test_bare_addresses_stay_links(load, address, text):
    words = text.format(*[address.replace("&", "&amp;")] * 2)
    load(export_xml(item_xml(1, "One", html=words, comments=comment_xml(2, words))))
    for html in (Article.objects.get().body_html, Comment.objects.get().body_html):
        links = re.findall(r'href="([^"]*)"', html)
        assert links
        assert {unquote(unescape(link)) for link in links} == {unquote(address)}


def test_the_text_of_a_link_is_its_address(load):
    address = LETTERS.replace("&", "&amp;")
    load(export_xml(item_xml(1, "One", comments=comment_xml(2, f'<a href="{address}">{address}</a>'))))
    assert f'<a href="{address}"' in Comment.objects.get().body_html
    assert visible_text(Comment.objects.get().body_html) == address


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("10<sup>9</sup>/L", "10⁹/L"),
        ("m<sup>2</sup>", "m²"),
        ("CO<sub>2</sub>", "CO₂"),
        ("10<sup>-3</sup>", "10⁻³"),
        ("Ca<sup>2+</sup>", "Ca²⁺"),
        ("the 19<sup>th</sup>", "the 19th"),
        ("V<sub>max</sub>", "Vmax"),
        ("2<sup>10/3</sup>", "2^(10/3)"),
    ],
)
def test_raised_and_lowered_figures_keep_their_value(load, html, shown):
    load(export_xml(item_xml(1, html, html=html, comments=comment_xml(2, html))))
    article = Article.objects.get()
    assert article.title == shown
    assert visible_text(article.body_html).strip() == shown
    assert visible_text(Comment.objects.get().body_html) == shown


def test_entities_are_read_in_titles_and_names(load):
    person = (
        "<wp:author><wp:author_login>ab</wp:author_login>"
        "<wp:author_display_name><![CDATA[Ann &amp; Bo (demo)]]></wp:author_display_name></wp:author>"
    )
    more = (
        '<dc:creator>ab</dc:creator><category domain="category" nicename="x"><![CDATA[Hearts &amp; minds]]></category>'
    )
    item = item_xml(
        1,
        "Salt &amp; pepper &#8217;n&#8217; <em>more</em>",
        more=more,
        comments=comment_xml(2, "x", author="A &amp; B"),
    )
    load(export_xml(person, item))
    article = Article.objects.get()
    assert article.title == "Salt & pepper ’n’ more"
    assert Topic.objects.get().name == "Hearts & minds"
    assert [str(who) for who in article.written_by] == ["Ann & Bo (demo)"]
    assert Comment.objects.get().author_name == "A & B"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<h2>My heading</h2>Then text", "<p><strong>My heading</strong></p>\n<p>Then text</p>"),
        ("<del>30 mg</del> 3 mg", "<p>(crossed out: 30 mg) 3 mg</p>"),
        ("<s>a</s> <strike>b</strike>", "<p>(crossed out: a) (crossed out: b)</p>"),
        (
            "<table><tr><th>Year</th><th>mmHg</th></tr><tr><td>2001</td><td>12</td></tr></table>",
            "<p>Year – mmHg</p>\n<p>2001 – 12</p>",
        ),
        ("One<hr>Two", "<p>One</p>\n<p>Two</p>"),
        ("<dl><dt>INR</dt><dd>2.5</dd></dl>", "<p><strong>INR</strong></p>\n<p>2.5</p>"),
    ],
)
def test_comments_show_no_syntax_of_markdown(load, html, shown):
    load(export_xml(item_xml(1, "One", comments=comment_xml(2, html))))
    assert Comment.objects.get().body_html == shown


def test_crossed_out_text_is_named_in_articles_too(load):
    load(export_xml(item_xml(1, "One", html="<del>30 mg</del> 3 mg")))
    assert "~" not in Article.objects.get().body_html


@pytest.mark.parametrize(
    "html", ['<img src="{}">', 'Look: <img src="{}" alt="Scar">', '<a href="{}"><img src="{}"></a>']
)
def test_a_picture_in_a_comment_becomes_a_link_and_is_reported(load, html):
    address = "https://old.example/up_loads/my_scar.jpg"
    report = load(export_xml(item_xml(1, "One", comments=comment_xml(2, html.format(address, address)))))
    assert f'<a href="{address}"' in Comment.objects.get().body_html
    assert f"Comment 2: Now a link: the picture {address}" in report


@pytest.mark.parametrize(
    "html", ["<iframe src='{}'></iframe>", "<video><source src='{}'></video>", "<object data='{}'></object>"]
)
def test_other_media_become_links_and_are_reported(load, html):
    address = "https://film.example/watch"
    item = item_xml(1, "One", html=html.format(address), comments=comment_xml(2, html.format(address)))
    report = load(export_xml(item))
    for text in (Article.objects.get().body_html, Comment.objects.get().body_html):
        assert f'<a href="{address}"' in text
    assert report.count(address) == 2


@pytest.mark.parametrize("html", ["<img src='data:image/png;base64,AAAA'>", "<script>1</script>", "<!-- x -->"])
def test_a_comment_of_which_nothing_is_left_is_reported(load, html):
    report = load(export_xml(item_xml(1, "One", comments=comment_xml(2, html))))
    assert not Comment.objects.exists()
    assert "Comment 2: It has no text, and was left out." in report


def test_pictures_are_reported_however_deep_they_are(load):
    deep = "<div>" * 300 + "x <img src='https://old.example/deep.png'>"
    report = load(export_xml(item_xml(1, "One", html=deep, comments=comment_xml(2, deep))))
    assert report.count("https://old.example/deep.png") == 2


def approve(comment: Comment, moderator) -> None:
    apply_decision(comment, Decision.Verb.APPROVE, caller=Caller.SINGLE_DECISION, by=moderator)


def place(comment: Comment) -> list[int]:
    comment.refresh_from_db()
    return [int(comment.path[at : at + 7]) for at in range(0, len(comment.path), 7)]


def get(body: str) -> Comment:
    return Comment.objects.select_related("thread", "parent").get(body=body)


FAMILY = [
    comment_xml(1, "Parent", approved="0"),
    comment_xml(2, "Child", parent=1, date="2020-05-06 10:00:00"),
    comment_xml(3, "Grandchild", parent=2, date="2020-05-07 10:00:00"),
    comment_xml(4, "Other", date="2020-05-08 10:00:00"),
]


def test_a_reply_moves_below_its_parent_when_that_is_approved(load, moderator, client):
    load(export_xml(item_xml(1, "One", comments="".join(FAMILY))))
    assert place(get("Grandchild")) == [1, 2]
    assert client.get(get("Child").get_absolute_url()).status_code == 200
    version = get("Child").thread.version
    approve(get("Parent"), moderator)
    assert (place(get("Parent")), place(get("Child")), place(get("Grandchild"))) == ([4], [4, 1], [4, 1, 2])
    assert place(get("Other")) == [3]
    assert get("Child").thread.version > version
    page = text_of(client.get(get("Parent").thread.get_absolute_url()))
    assert page.index(">Other<") < page.index(">Parent<") < page.index(">Child<") < page.index(">Grandchild<")


def test_a_reply_stays_where_it_is_when_its_parent_is_rejected_and_forgotten(load, moderator):
    load(export_xml(item_xml(1, "One", comments="".join(FAMILY))))
    apply_decision(get("Parent"), Decision.Verb.REJECT, caller=Caller.SINGLE_DECISION, by=moderator)
    Comment.objects.filter(body="Parent").update(created_at="2020-01-01T00:00Z")
    forget.Command().handle()
    assert not Comment.objects.filter(body="Parent").exists()
    assert place(get("Grandchild")) == [1, 2]


def test_a_reply_moves_when_a_later_file_brings_its_parent(load):
    load(export_xml(item_xml(1, "One", comments="".join(FAMILY).replace(">0<", ">spam<", 1))))
    assert get("Child").parent is None
    load(
        export_xml(
            item_xml(1, "One", comments="".join(FAMILY).replace(">0</wp:comment_approved", ">1</wp:comment_approved"))
        )
    )
    assert (place(get("Parent")), place(get("Child")), place(get("Grandchild"))) == ([4], [4, 1], [4, 1, 2])


def test_comments_that_answer_each_other_do_not_hang(load):
    for _time in range(2):
        load(export_xml(item_xml(1, "One", comments=comment_xml(1, "A", parent=2) + comment_xml(2, "B", parent=1))))
        assert Comment.objects.count() == 2


@pytest.mark.parametrize("broken", ["\x0b", "\x01", "&#x1;", "&#11;", "\ufffe", "&#xFFFF;", "&#55296;"])
def test_one_forbidden_character_does_not_refuse_a_site(load, broken):
    report = load(
        export_xml(item_xml(1, "One", html=f"a{broken}b"), item_xml(2, "Two", comments=comment_xml(3, "Post")))
    )
    assert Article.objects.get(title="One").body_html.startswith("<p>a")
    assert Comment.objects.get().body == "Post"
    assert re.search(r"one: .*\n.*Line 14: left out 1 × the character U\+[0-9A-F]{4}", report)


def test_bytes_that_cannot_be_read_are_shown_and_reported(load):
    report = load(export_xml(item_xml(1, "One", html="caf\udce9")).encode("utf-8", "surrogateescape"))
    assert "caf�" in Article.objects.get().body_html
    assert "Line 14: 1 × bytes that cannot be read" in report


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings_are_read(load, encoding):
    text = export_xml(item_xml(1, "Café", html="Süß"))
    load(text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding))
    assert Article.objects.get().title == "Café"


def test_a_character_outside_the_imported_items_is_reported(load):
    report = load(export_xml(item_xml(1, "One")).replace("A blog", "A\x02 blog"))
    assert "U+0002" in report


def test_posts_without_a_date_have_one_in_the_structured_data(load, client):
    load(export_xml(item_xml(1, "One", comments=comment_xml(2, "Post", date="0000-00-00 00:00:00"))))
    page = text_of(client.get(Article.objects.get().get_absolute_url()))
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    comments = [comment for data in map(json.loads, found) for comment in data.get("comment", [])]
    assert comments
    assert all(comment["datePublished"] for comment in comments)


@pytest.mark.parametrize(
    "text",
    ["5 * 3 * 2 *x* **y**", "a \\ b \\* c\\d", "`x` it`s", "[x](https://a.example)", "<b>x</b>", "&amp; &#42; R&D",
     "> said", "+ cheap", "- painful", "1986. What a year", "¯\\_(ツ)_/¯", "~~~", "a_b_c #1 | x = y"],
)  # fmt: skip
def test_signs_of_comments_are_no_marks(load, text):
    load(export_xml(item_xml(1, "One", comments=comment_xml(2, escape(text, quote=False)))))
    html = Comment.objects.get().body_html
    assert unescape(visible_text(html)) == text
    assert not re.search("<(?!/?(?:p|a)[ >])", html)
