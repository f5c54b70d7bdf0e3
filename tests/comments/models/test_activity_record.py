"""What an author has done before: trust, the share of refused posts, the same words elsewhere.
Nobody washes a record clean, and no record tells who posts anonymously."""

from uuid import uuid4

import pytest
from django.core.management import call_command

from comments.models import ActivityRecord, Comment, Thread
from tests.conftest import HELD, logged_in, say, text_of


@pytest.fixture
def other(thread) -> Thread:
    return Thread.objects.create(title="Other", url="/other/")


@pytest.fixture
def as_regular(regular):
    return logged_in(regular)


def last() -> Comment:
    return Comment.objects.latest("pk")


def refuse(words: str, moderator, verb: str = "reject") -> Comment:
    comment = Comment.objects.get(body=words)
    if comment.is_published and verb == "reject":
        comment.hold(by=moderator)
    comment.decide(verb, by=moderator)
    return comment


def two_links(words: str) -> str:
    return f"{words} https://a.example https://b.example"


def test_trust_ends_with_a_refusal(as_regular, thread, moderator):
    say(as_regular, thread, "All is well")
    assert last().is_published
    refuse("All is well", moderator, "remove")
    say(as_regular, thread, "And again")
    assert last().is_held


def test_trust_comes_back_after_two_more_approvals(as_regular, thread, moderator):
    say(as_regular, thread, "All is well")
    refuse("All is well", moderator, "remove")
    for words in ("One", "Two"):
        say(as_regular, thread, words)
        assert last().is_held
        last().approve(by=moderator)
    say(as_regular, thread, "Three")
    assert last().is_published


def test_undoing_a_refusal_gives_trust_back(as_regular, thread, moderator):
    say(as_regular, thread, two_links("See"))
    comment = last()
    decision = comment.reject(by=moderator)
    say(as_regular, thread, "After it")
    assert last().is_held
    comment.undo(decision, by=moderator, action_id=uuid4())
    say(as_regular, thread, "After all")
    assert last().is_published


def test_deleting_what_was_refused_gives_no_trust_back(as_regular, thread, moderator):
    say(as_regular, thread, two_links("See"))
    comment = last()
    comment.reject(by=moderator)
    as_regular.post(f"/posts/own/{comment.pk}/delete/")
    assert not Comment.objects.filter(pk=comment.pk).exists()
    say(as_regular, thread, "As if nothing had been")
    assert last().is_held


def test_editing_what_was_refused_gives_no_trust_back(as_regular, thread, moderator):
    say(as_regular, thread, two_links("See"))
    comment = last()
    comment.reject(by=moderator)
    as_regular.post(f"/posts/own/{comment.pk}/edit/", {"body": "Harmless"})
    say(as_regular, thread, "As if nothing had been")
    assert last().is_held


def test_a_refusal_of_a_nameless_post_does_not_show_under_the_name(as_regular, thread, moderator):
    """Otherwise moderators would see who had posted it."""
    say(as_regular, thread, "Nameless", anonymously="on")
    refuse("Nameless", moderator, "remove")
    say(as_regular, thread, "Under my name")
    assert last().is_published
    say(as_regular, thread, "Nameless again", anonymously="on")
    assert last().is_held
    reasons = last().decisions.last().moderator_messages
    assert reasons == ["Not known here yet"]  # as of any guest


def test_what_was_approved_namelessly_does_not_show_under_the_name(as_member, thread, moderator):
    for words in ("One", "Two"):
        say(as_member, thread, words, anonymously="on")
        last().approve(by=moderator)
    say(as_member, thread, "Under my name")
    assert last().is_held
    say(as_member, thread, "Three", anonymously="on")
    assert last().is_published


def with_a_record(client, thread, moderator, *, approved: int, refused: int) -> None:
    for turn in range(approved + refused):
        say(client, thread, f"Post {turn}")
        comment = last()
        if comment.is_published:
            comment.hold(by=moderator)
        comment.decide("approve" if turn < approved else "reject", by=moderator)


def why(comment: Comment) -> list[str]:
    return comment.decisions.first().moderator_messages


@pytest.mark.parametrize(
    ("approved", "refused", "is_told"), [(3, 2, True), (4, 2, True), (7, 3, False), (1, 3, False)]
)
def test_an_author_with_many_refusals_waits(client, thread, moderator, approved, refused, is_told):
    with_a_record(client, thread, moderator, approved=approved, refused=refused)
    say(client, thread, "One more")
    sentence = f"{refused} of {approved + refused} refused in 7 days"
    assert (sentence in why(last())) == is_told


def test_refusals_are_forgotten_after_a_week(client, thread, moderator, travel):
    with_a_record(client, thread, moderator, approved=3, refused=2)
    travel(days=7)
    say(client, thread, "One more")
    assert why(last()) == ["Not known here yet"]


def test_deleting_washes_no_record_clean(client, thread, moderator):
    links = []
    for turn in range(5):
        links.append(say(client, thread, f"Post {turn}").url)
        last().decide("approve" if turn < 3 else "reject", by=moderator)
    for link in links:
        client.post(f"{link}delete/")
    call_command("forget")
    say(client, thread, "One more")
    assert "2 of 5 refused in 7 days" in why(last())


def test_what_nobody_decided_leaves_no_fate(client, thread):
    client.post(f"{say(client, thread).url}delete/")
    assert [*ActivityRecord.objects.values_list("kind", flat=True)] == ["post"]


def test_fates_are_forgotten_after_a_month(client, thread, moderator, travel):
    link = say(client, thread).url
    last().reject(by=moderator)
    client.post(f"{link}delete/")
    travel(days=29)
    call_command("forget")
    assert [*ActivityRecord.objects.values_list("kind", flat=True)] == ["refused"]
    travel(days=2)
    call_command("forget")
    assert not ActivityRecord.objects.exists()


def test_the_share_of_a_nameless_post_is_that_of_its_key(as_member, thread, moderator):
    with_a_record(as_member, thread, moderator, approved=3, refused=2)
    say(as_member, thread, "Nameless", anonymously="on")
    assert why(last()) == ["Not known here yet"]


def test_the_same_words_in_another_discussion_wait(as_regular, thread, other):
    say(as_regular, thread, "Buy this book")
    say(as_regular, other, "Buy this book")
    assert last().is_held
    assert "Said in another discussion, too" in why(last())


def test_the_same_words_in_the_same_discussion_are_refused(as_regular, thread):
    say(as_regular, thread, "Buy this book")
    Comment.objects.update(created_at="2026-01-01T00:00Z")
    response = say(as_regular, thread, "Buy this book")
    assert response.status_code == 422
    assert "You have already said this here" in text_of(response)


def test_what_others_say_elsewhere_counts_for_them(as_regular, thread, other):
    other.add_comment(Comment(body="Thank you!", author_key="somebody"), HELD)
    say(as_regular, thread, "Thank you!")
    assert last().is_published


def test_an_edit_is_not_its_own_repetition(as_regular, thread):
    say(as_regular, thread, "My words")
    as_regular.post(f"/posts/own/{last().pk}/edit/", {"body": "My words", "anonymously": "on"})
    assert last().is_published
