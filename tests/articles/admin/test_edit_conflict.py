"""Edit conflicts: two editors save the same article, and no text is lost."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from articles.models import Article, Byline, Person
from tests.articles.conftest import ADD, change_of, rows
from tests.conftest import logged_in, person, text_of


@pytest.fixture
def written(as_admin, form) -> Article:
    as_admin.post(ADD, form)
    return Article.objects.get()


def sent_again(page: str, sent: dict) -> dict:
    """The fields that a browser sends when the returned form is saved unchanged."""
    return sent | {"revision": re.search(r'name="revision" value="(\d+)"', page)[1]}


def test_the_second_editor_sees_what_the_first_has_changed(as_admin, as_other_admin, written, opened):
    mine, theirs = opened(as_admin, written), opened(as_other_admin, written)
    as_other_admin.post(change_of(written), theirs | {"body": "Some <i>other</i> text."})
    page = text_of(as_admin.post(change_of(written), mine | {"body": "My own text.", "title": "Mine"}))
    assert "somebody has saved this article since you opened it" in page
    assert re.search(r"Revision 2, [^<]*, by olga", page)
    assert "&lt;i&gt;other&lt;/i&gt; text." in page
    assert "My own text.</textarea>" in page
    assert 'value="Mine"' in page
    written.refresh_from_db()
    assert (written.body, written.title) == ("Some <i>other</i> text.\n", "A new one")


def test_saving_again_puts_ones_own_words_in_place(as_admin, as_other_admin, written, opened):
    mine, theirs = opened(as_admin, written), opened(as_other_admin, written)
    as_other_admin.post(change_of(written), theirs | {"body": "Theirs."})
    mine |= {"body": "Mine."}
    page = text_of(as_admin.post(change_of(written), mine))
    assert as_admin.post(change_of(written), sent_again(page, mine)).status_code == 302
    assert [one.snapshot["body"] for one in written.revisions.all()] == ["Mine.", "Theirs.", "Some *text*."]


def test_a_third_editor_sees_both_changes(as_admin, as_other_admin, written, opened):
    mine = opened(as_admin, written) | {"body": "Mine."}
    for words in ("Second.", "Third."):
        as_other_admin.post(change_of(written), opened(as_other_admin, written) | {"body": words})
        page = text_of(as_admin.post(change_of(written), mine))
        assert f"{words.rstrip('.')}" in page
        mine = sent_again(page, mine)
    assert as_admin.post(change_of(written), mine).status_code == 302


@pytest.mark.parametrize("change", ["topics", "bylines", "discussion"])
def test_changes_to_other_fields_are_conflicts_too(as_admin, as_other_admin, article, opened, change):
    mine, theirs = opened(as_admin, article), opened(as_other_admin, article)
    match change:
        case "topics":
            from articles.models import Topic

            theirs |= {"topics": [Topic.get_or_create_by_name("new topic").pk]}
        case "bylines":
            cora = Byline(role="reviewed", person=Person.get_or_create_by_name("Cora"), position=3)
            theirs |= rows([*article.bylines.all(), cora])
        case "discussion":
            del theirs["discussion_is_open"]
    assert as_other_admin.post(change_of(article), theirs).status_code == 302
    page = text_of(as_admin.post(change_of(article), mine | {"body": "Mine."}))
    assert "Saved meanwhile" in page
    assert {"topics": "new topic", "bylines": "reviewed by: Cora", "discussion": "closed"}[change] in page
    article.refresh_from_db()
    assert article.body == "A *text* about threads.\n"


def test_a_discussion_that_a_moderator_closes_stays_closed(as_admin, article, opened):
    mine = opened(as_admin, article)
    article.thread.set_open(False)
    page = text_of(as_admin.post(change_of(article), mine))
    assert "Saved meanwhile" in page
    article.thread.refresh_from_db()
    assert not article.thread.is_open


def test_a_discussion_that_its_dates_close_stays_closed(as_admin, article, opened, travel):
    article.thread.update_settings({"closes_after": 3})
    mine = opened(as_admin, article)
    travel(days=4)
    as_admin.post(change_of(article), mine)
    article.thread.refresh_from_db()
    assert not article.thread.is_open


def test_rows_of_by_lines_are_fitted_to_those_that_are_there(as_admin, as_other_admin, article, opened):
    """The other editor removes Edgar and adds Cora and Ben; this one adds Ben and Dora."""
    alma, edgar = article.bylines.all()
    ben, cora, dora = (
        Byline(role="reviewed", person=Person.get_or_create_by_name(name), position=place)
        for place, name in enumerate(("Ben", "Cora", "Dora"), 3)
    )
    mine = opened(as_admin, article) | rows([alma, edgar, ben, dora])
    theirs = opened(as_other_admin, article) | rows([alma, edgar, ben, cora])
    as_other_admin.post(change_of(article), theirs | {"bylines-1-DELETE": "on"})
    page = text_of(as_admin.post(change_of(article), mine))
    found = bylines_of(page)
    kept = [
        found[f"bylines-{n}-person"]
        for n in range(int(found["bylines-TOTAL_FORMS"]))
        if f"bylines-{n}-DELETE" not in found
    ]
    assert sorted(kept) == sorted(str(line.person_id) for line in (alma, edgar, ben, dora))
    again = {name: value for name, value in mine.items() if not name.startswith("bylines")}
    again = sent_again(page, again) | found
    assert as_admin.post(change_of(article), again).status_code == 302
    names = sorted(line.person.name for line in Byline.objects.filter(article=article))
    assert names == ["Alma Author (demo)", "Ben", "Dora", "Edgar Editor (demo)"]


def bylines_of(page: str) -> dict[str, str]:
    """The fields that a browser sends for the byline rows of a page."""
    sent = {}
    for tag in re.findall(r'<input[^>]*name="bylines-(?![^>]*__)[^>]*>', page):
        name, value = (re.search(f'{what}="([^"]*)"', tag) for what in ("name", "value"))
        if "checkbox" not in tag or " checked" in tag:
            sent[name[1]] = value[1] if value else "on" if "checkbox" in tag else ""
    rows = re.findall(r'<select name="(bylines-(?!__)[^"]*)"(.*?)</select>', page, re.DOTALL)
    for name, options in rows:
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_two_people_change_places(as_admin, article, opened):
    Byline.objects.replace(
        article.pk, "written", [Person.get_or_create_by_name("Ada"), Person.get_or_create_by_name("Ben")]
    )
    lines = [*article.bylines.all()]
    sent = opened(as_admin, article)
    ada, ben = (next(n for n, line in enumerate(lines) if line.person.name == name) for name in ("Ada", "Ben"))
    sent[f"bylines-{ada}-person"], sent[f"bylines-{ben}-person"] = (
        sent[f"bylines-{ben}-person"], sent[f"bylines-{ada}-person"],
    )  # fmt: skip
    assert as_admin.post(change_of(article), sent).status_code == 302
    assert list(map(str, Article.objects.get().written_by)) == ["Ben", "Ada"]


@pytest.mark.parametrize("said", ["", "x", "²", "-1", "9" * 40])
def test_nonsense_instead_of_a_revision_is_no_error(as_admin, written, opened, said):
    sent = opened(as_admin, written) | {"revision": said, "body": "Mine."}
    assert as_admin.post(change_of(written), sent).status_code in {302, 422}


def test_other_mistakes_are_shown_at_the_same_time(as_admin, as_other_admin, written, opened):
    mine, theirs = opened(as_admin, written), opened(as_other_admin, written)
    as_other_admin.post(change_of(written), theirs | {"body": "Theirs."})
    page = text_of(as_admin.post(change_of(written), mine | {"title": "", "body": "Mine."}))
    assert "Saved meanwhile" in page
    assert "This field is required." in page


TAKEN = {"title": "Mine", "slug": "on-threads", "body": "My words."}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "on-threads"}, "Article with this Address already exists."),
        ({"slug": "no good"}, "Enter a valid “slug”"),
        ({"body": "My words.\x00"}, "Null characters are not allowed."),
        ({"title": "\x00"}, "Null characters are not allowed."),
        ({"sources": "a\x00b"}, "Null characters are not allowed."),
        ({"body": ""}, "This field is required."),
        ({"last_modified": "yesterday"}, "Enter a valid date."),
        ({"licence": "none such"}, "Select a valid choice."),
        ({"topics": ["0"]}, "Select a valid choice."),
        ({"title": "x" * 201}, "at most 200 characters"),
    ],
)
def test_mistakes_are_shown_at_their_field(as_admin, article, form, change, said):
    page = text_of(as_admin.post(ADD, form | {"sources": "My source"} | change))
    assert said in page.replace("&quot;", '"').replace("&#x27;", "'")
    if "sources" not in change:
        assert "My source</textarea>" in page
    assert not Article.objects.exclude(pk=article.pk).exists()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([("written", "Ada"), ("written", "Ada")], "This person stands here in that role already."),
        ([("", "Ada")], "This field is required."),
        ([("none such", "Ada")], "Select a valid choice."),
        ([("reviewed", None)], "This field is required."),
    ],
)
def test_mistakes_in_bylines_are_shown_in_their_row(as_admin, form, lines, said):
    sent = {"bylines-TOTAL_FORMS": len(lines)}
    for number, (role, name) in enumerate(lines):
        sent |= {
            f"bylines-{number}-role": role,
            f"bylines-{number}-person": Person.get_or_create_by_name(name).pk if name else "",
            f"bylines-{number}-position": 1,
        }
    page = text_of(as_admin.post(ADD, form | sent))
    assert said in page
    assert "Some *text*.</textarea>" in page
    assert not Article.objects.exists()


def test_authors_set_by_lines_of_their_drafts(author, form):
    sent = {
        "bylines-TOTAL_FORMS": 1, "bylines-0-role": "written", "bylines-0-position": 1,
        "bylines-0-person": Person.get_or_create_by_name("Ada").pk,
    }  # fmt: skip
    logged_in(author).post(ADD, form | sent)
    assert [str(one) for one in Article.objects.get().written_by] == ["Ada"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_the_same_moment_one_saves(as_admin, form, opened):
    as_admin.post(ADD, form)
    article = Article.objects.get()
    sent = opened(as_admin, article)
    clients = [logged_in(person(f"editor{n}", is_staff=True, is_superuser=True)) for n in range(8)]

    def save(turn: int) -> int:
        try:
            mine = sent | {"body": f"Words of {turn}."}
            return clients[turn].post(change_of(article), mine).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(save, range(8)))
    assert sorted(answers) == [302] + [422] * 7
    article.refresh_from_db()
    assert article.body == f"Words of {answers.index(302)}.\n"
    assert [one.number for one in article.revisions.all()] == [2, 1]
