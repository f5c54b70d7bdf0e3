"""The public log of decisions about posts that readers had seen."""

import pytest

from articles.publication import unpublish_article
from comments.models import Comment, Decision, HouseRules, RejectionReason
from comments.moderation.decisions import withdraw_comment
from tests.conftest import HELD, logged_in, text_of
from tests.feeds import read_atom

PAGE, FEED = "/moderation/log/", "/moderation/log.atom"


@pytest.fixture
def rejection_reason(db) -> RejectionReason:
    return RejectionReason.objects.create(title="Shouting", text="Please do not shout.")


def test_the_log_shows_the_post_the_decision_and_the_title_of_the_reason(client, post, moderator, rejection_reason):
    comment = post("Some secret words", author_name="Ada")
    comment.decide("remove", by=moderator, rejection_reason=rejection_reason, reason="Dear Ada")
    page = text_of(client.get(PAGE))
    assert "Post 1</a> removed by a moderator: Shouting" in page
    for secret in ("Some secret words", "Ada", "mona"):
        assert secret not in page


def test_the_feed_tells_the_same(client, post, moderator, rejection_reason):
    post("Some secret words").decide("remove", by=moderator, rejection_reason=rejection_reason, reason="Dear Ada")
    feed = client.get(FEED)
    (entry,) = read_atom(feed.content).items
    assert entry["title"] == "Post 1 removed by a moderator"
    assert "Shouting" in text_of(feed)
    for secret in ("Some secret words", "Ada", "mona"):
        assert secret not in text_of(feed)


def test_what_readers_never_saw_is_not_in_it(client, post, moderator):
    post("Held and then rejected", verdict=HELD).decide("reject", by=moderator)
    assert "No post that was shown" in text_of(client.get(PAGE))


def test_how_a_post_first_came_to_be_shown_is_not_in_it(client, post, moderator):
    """It would reveal which anonymous posts are by trusted members, since nobody moderates those."""
    post("Of a known member")
    post("Of a stranger", verdict=HELD).decide("approve", by=moderator)
    assert "No post that was shown" in text_of(client.get(PAGE))


def test_what_authors_do_themselves_is_not_in_it(client, post):
    withdraw_comment(post())
    assert "No post that was shown" in text_of(client.get(PAGE))


def test_the_house_rules_do_not_tell_what_they_found(client, post):
    """A finding can be about an author in danger."""
    danger = [{"check": "somebody_may_be_in_danger", "outcome": "hold"}]
    post().decide("hold", reasons=danger)
    assert "Post 1</a> held by the house rules: changed by its author" in text_of(client.get(PAGE))


def test_what_was_decided_elsewhere_is_not_in_it(client, post):
    post().decide("remove", reasons=[{"check": "imported", "outcome": "accept"}])
    assert "No post that was shown" in text_of(client.get(PAGE))


def test_posts_hidden_by_flags_are_listed(client, post):
    post().decide("hold", reasons=[{"check": "flagged_by_readers", "outcome": "hold", "flags": 3}])
    assert "held by the house rules: flagged by readers" in text_of(client.get(PAGE))


def test_undone_decisions_are_marked(client, post, moderator):
    comment = post()
    comment.undo(comment.decide("remove", by=moderator), by=moderator)
    page = text_of(client.get(PAGE))
    assert "undone by a moderator" in page
    assert "removed by a moderator" in page


def test_a_page_that_cannot_be_read_is_not_named(client, post, moderator, article):
    post().decide("remove", by=moderator)
    unpublish_article(article)
    assert "On Threads" not in text_of(client.get(PAGE))


@pytest.mark.parametrize("address", [PAGE, FEED])
def test_admins_may_keep_it_to_themselves(client, as_moderator, thread, address):
    assert client.get(address).status_code == 200
    HouseRules.objects.create(log_is_public=False)
    assert client.get(address).status_code == 404
    assert as_moderator.get(address).status_code == 404


def test_it_goes_on_and_asks_the_same_few_questions(client, post, moderator, django_assert_num_queries):
    for _turn in range(51):
        post().decide("remove", by=moderator)
    with django_assert_num_queries(2):
        page = text_of(client.get(PAGE))
    assert page.count("removed by a moderator") == 50
    last = Decision.objects.public().newest_first()[49].pk
    assert f'href="?before={last}"' in page
    assert text_of(client.get(f"{PAGE}?before={last}")).count("removed by a moderator") == 1


def test_everybody_gets_the_same(client, post, moderator, member):
    post().decide("remove", by=moderator)
    assert client.get(PAGE)["Cache-Control"].startswith("public")
    assert not client.cookies
    assert logged_in(member).get(PAGE)["Cache-Control"].startswith("private")


def test_the_database_guards_the_number_of_a_line(post, moderator):
    from django.db import DatabaseError, connection, transaction

    decision = post().decide("remove", by=moderator)
    for column in ("number", "waited"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE comments_decision SET {column} = 9")
    assert Decision.objects.get(pk=decision.pk).number == Comment.objects.get().number


def test_the_house_rules_lead_to_it_while_it_is_public(client, db):
    assert f'href="{PAGE}"' in text_of(client.get("/house-rules/"))
    HouseRules.objects.create(log_is_public=False)
    assert f'href="{PAGE}"' not in text_of(client.get("/house-rules/"))
