"""The page of an author: posts, decisions, flags and sanctions under one author key."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from comments.models import Comment, Flag, Sanction
from comments.submission.author_keys import get_account_key
from tests.comments.acting import submit_comment
from tests.conftest import HELD, text_of


def page_of(client, comment, query="") -> str:
    return text_of(client.get(f"/moderation/authors/{comment.pk}/{query}"))


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_is_for_moderators(client, as_member, post):
    address = f"/moderation/authors/{post().pk}/"
    assert client.get(address).url == f"/accounts/login/?next={address}"
    assert as_member.get(address).status_code == 403


def test_rows_and_cases_lead_to_it(as_moderator, post):
    comment = post(verdict=HELD)
    link = f'href="/moderation/authors/{comment.pk}/"'
    assert link in text_of(as_moderator.get("/moderation/"))
    assert link in text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))


def test_the_page_shows_the_counts_of_decisions(as_moderator, moderator, post):
    for verb in ("approve", "approve", "reject", "spam"):
        post(verdict=HELD).decide(verb, by=moderator)
    comment = post("Waiting still", verdict=HELD)
    post(author_key="other")
    page = words_of(page_of(as_moderator, comment))
    assert "approved 2 refused 2 waiting 1" in page
    assert "In the last 7 days moderators decided about 4 posts and refused 2 of them (50 %)." in page


def test_what_was_long_ago_does_not_count_among_the_last_days(as_moderator, moderator, post):
    comment = post(verdict=HELD)
    comment.decide("reject", by=moderator)
    Comment.objects.update(decided_at=now() - timedelta(days=8))
    assert "In the last 7 days moderators decided about none." in page_of(as_moderator, comment)


def test_it_lists_their_posts_newest_first_and_no_others(as_moderator, post):
    comment = post("The first")
    post("The second", verdict=HELD)
    post("By somebody else", author_key="other")
    page = page_of(as_moderator, comment)
    assert page.index("The second") < page.index("The first")
    assert "By somebody else" not in page
    for pk in Comment.objects.by_author_key("ada").values_list("pk", flat=True):
        assert f'href="/moderation/comments/{pk}/"' in page


def test_the_list_goes_on(as_moderator, post):
    for number in range(60):
        comment = post(f"Words {number}.")
    page = page_of(as_moderator, comment)
    before = re.search(r'href="(\?before=\d+)" rel="next"', page)[1]
    rest = page_of(as_moderator, comment, before)
    seen = [int(number) for number in re.findall(r"Words (\d+)\.", page + rest)]
    assert seen == [*reversed(range(60))]


@pytest.mark.parametrize("start", ["x", "-1", "9" * 30, "%00"])
def test_an_invalid_start_shows_the_beginning(as_moderator, post, start):
    assert "Here I am" in page_of(as_moderator, post("Here I am"), f"?before={start}")


def test_it_costs_the_same_for_many_posts_and_sanctions(as_moderator, moderator, post):
    comment = post()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page_of(as_moderator, comment)
        return len(asked)

    Sanction.objects.create(author_key="ada", reason="x", by=moderator)
    page_of(as_moderator, comment)
    few = cost()
    for _ in range(10):
        Sanction.objects.create(author_key="ada", reason="x", by=moderator, comment=post())
    assert cost() == few


def give_flags(post, outcomes) -> None:
    for outcome in outcomes:
        flagged = post(author_key="other")
        by = None if outcome == "open" else flagged.last_decision
        Flag.objects.create(comment=flagged, author_key="ada", reason="spam", outcome=outcome, resolved_by=by)


def test_it_tells_how_their_flags_fared(as_moderator, post):
    give_flags(post, ["upheld"] * 3 + ["dismissed"] * 2 + ["open"])
    page = page_of(as_moderator, post())
    assert "Of the flags that they gave, moderators agreed with 3 and not with 2." in page


def test_few_flags_are_not_attributed_to_the_author(as_moderator, post):
    give_flags(post, ["upheld"] * 4 + ["open"] * 4)
    assert "flags that they gave" not in page_of(as_moderator, post())


def test_it_tells_sanctions_that_have_ended_and_who_gave_them(as_moderator, moderator, post):
    comment = post()
    Sanction.objects.create(author_key="ada", reason="Once", by=moderator, until=now() - timedelta(days=1))
    Sanction.objects.create(author_key="other", reason="Not theirs", by=moderator)
    page = page_of(as_moderator, comment)
    assert "ended on" in page
    assert "Once" in page
    assert "given by mona" in page
    assert "Not theirs" not in page


# Who it is


def test_a_member_who_posts_by_name_is_named(as_moderator, regular):
    page = page_of(as_moderator, regular.comments.first())
    assert '<bdi class="author">regina</bdi>' in page
    assert "shares it" not in page


def test_a_guest_is_said_to_share_a_key(client, as_moderator, thread):
    submit_comment(client, thread, author_name="Mira")
    page = page_of(as_moderator, Comment.objects.get())
    assert 'class="author">Mira</bdi> <span class="guest">guest</span>' in page
    assert "everybody behind the same connection shares it" in page


def test_a_nameless_member_looks_like_a_nameless_guest(client, as_moderator, regular, post):
    key = get_account_key(regular.pk, anonymously=True)
    by_member = post("The same", author=regular, author_name="", author_key=key)
    by_guest = post("The same", author_name="", author_key="guest")
    pages = [
        re.sub(r"\d+", "0", re.sub(r'(value|datetime|title)="[^"]*"', "", page))
        for page in (page_of(as_moderator, by_member), page_of(as_moderator, by_guest))
    ]
    assert pages[0] == pages[1]


def test_nothing_brings_the_two_names_of_a_member_together(as_moderator, moderator, regular, post):
    named = regular.comments.first()
    key = get_account_key(regular.pk, anonymously=True)
    nameless = post("A secret", author=regular, author_name="", author_key=key)
    Sanction.objects.create(user=regular, reason="On the account", by=moderator)
    Sanction.objects.create(author_key=key, reason="On no name", by=moderator, comment=nameless)
    Sanction.objects.create(author_key=named.author_key, reason="On the name", by=moderator, comment=named)
    pages = [page_of(as_moderator, comment) for comment in (named, nameless)]
    cases = [  # with what stands about the author, not with the neighbours in the thread
        "".join(re.findall(r'<section class="aside".*?</section>|<article.*?</article>', page, re.S))
        for page in (text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/")) for comment in (named, nameless))
    ]
    forms = [text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/sanction/")) for comment in (named, nameless)]
    for of_named, of_nameless in (pages, cases, forms):
        assert "On the account" in of_named
        assert "On the name" in of_named
        assert "On no name" not in of_named
        assert "A secret" not in of_named
        assert "On no name" in of_nameless
        assert "On the account" not in of_nameless
        assert "On the name" not in of_nameless
        assert "regina" not in of_nameless


def test_a_sanction_does_not_link_to_a_post_made_anonymous(as_moderator, moderator, regular):
    """The author has removed the name from the post; a link would tell whose it is."""
    occasion, named = regular.comments.order_by("pk")
    key = named.author_key
    Sanction.objects.create(author_key=key, reason="Be kind", by=moderator, comment=occasion)
    assert f"/moderation/comments/{occasion.pk}/" in page_of(as_moderator, named)
    nameless = get_account_key(regular.pk, anonymously=True)
    Comment.objects.filter(pk=occasion.pk).update(author_name="", author_key=nameless)
    assert f"/moderation/comments/{occasion.pk}/" not in page_of(as_moderator, named)
    assert "Be kind" in page_of(as_moderator, named)


def test_without_a_key_it_says_so(as_moderator, post):
    post("Of somebody else without a key", author_key="")
    page = page_of(as_moderator, post(author_key=""))
    assert "is not known any more" in page
    assert "Of somebody else" not in page


def test_a_post_that_is_gone_has_no_author(as_moderator):
    assert as_moderator.get("/moderation/authors/1/").status_code == 404
