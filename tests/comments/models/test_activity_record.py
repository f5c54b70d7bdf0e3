"""Records of an author: trust, share of refused posts, repetition in other discussions.

Deleting or editing refused posts improves no record, and no record identifies an anonymous author.
"""

from uuid import uuid4

import pytest
from django.core.management import call_command

from comments.models import ActivityRecord, Comment, Thread
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.submission.submit import add_comment
from tests.comments.acting import newest_comment, submit_comment
from tests.conftest import HELD, text_of


@pytest.fixture
def other(thread) -> Thread:
    return Thread.objects.create(title="Other", url="/other/")


def refuse(words: str, moderator, verb: str = "reject") -> Comment:
    comment = Comment.objects.get(body=words)
    if comment.is_published and verb == "reject":
        comment.decide("hold", by=moderator)
    comment.decide(verb, by=moderator)
    return comment


def two_links(words: str) -> str:
    return f"{words} https://a.example https://b.example"


def test_trust_ends_with_a_refusal(as_regular, thread, moderator):
    submit_comment(as_regular, thread, "All is well")
    assert newest_comment().is_published
    refuse("All is well", moderator, "remove")
    submit_comment(as_regular, thread, "And again")
    assert newest_comment().is_held


def test_trust_comes_back_after_two_more_approvals(as_regular, thread, moderator):
    submit_comment(as_regular, thread, "All is well")
    refuse("All is well", moderator, "remove")
    for words in ("One", "Two"):
        submit_comment(as_regular, thread, words)
        assert newest_comment().is_held
        newest_comment().decide("approve", by=moderator)
    submit_comment(as_regular, thread, "Three")
    assert newest_comment().is_published


def test_undoing_a_refusal_gives_trust_back(as_regular, thread, moderator):
    submit_comment(as_regular, thread, two_links("See"))
    comment = newest_comment()
    decision = comment.decide("reject", by=moderator)
    submit_comment(as_regular, thread, "After it")
    assert newest_comment().is_held
    comment.undo(decision, by=moderator, action_id=uuid4())
    submit_comment(as_regular, thread, "After all")
    assert newest_comment().is_published


def test_deleting_what_was_refused_gives_no_trust_back(as_regular, thread, moderator):
    submit_comment(as_regular, thread, two_links("See"))
    comment = newest_comment()
    comment.decide("reject", by=moderator)
    as_regular.post(f"/posts/own/{comment.pk}/delete/")
    assert not Comment.objects.filter(pk=comment.pk).exists()
    submit_comment(as_regular, thread, "As if nothing had been")
    assert newest_comment().is_held


def test_editing_what_was_refused_gives_no_trust_back(as_regular, thread, moderator):
    submit_comment(as_regular, thread, two_links("See"))
    comment = newest_comment()
    comment.decide("reject", by=moderator)
    as_regular.post(f"/posts/own/{comment.pk}/edit/", {"body": "Harmless"})
    submit_comment(as_regular, thread, "As if nothing had been")
    assert newest_comment().is_held


def test_a_refusal_of_a_nameless_post_does_not_show_under_the_name(as_regular, thread, moderator):
    """Otherwise moderators would see who posted it."""
    submit_comment(as_regular, thread, "Nameless", anonymously="on")
    refuse("Nameless", moderator, "remove")
    submit_comment(as_regular, thread, "Under my name")
    assert newest_comment().is_published
    submit_comment(as_regular, thread, "Nameless again", anonymously="on")
    assert newest_comment().is_held
    reasons = list_reasons_for_moderators(newest_comment().decisions.last())
    assert reasons == ["Not known here yet"]  # as of any guest


def test_what_was_approved_namelessly_does_not_show_under_the_name(as_member, thread, moderator):
    for words in ("One", "Two"):
        submit_comment(as_member, thread, words, anonymously="on")
        newest_comment().decide("approve", by=moderator)
    submit_comment(as_member, thread, "Under my name")
    assert newest_comment().is_held
    submit_comment(as_member, thread, "Three", anonymously="on")
    assert newest_comment().is_published


def with_a_record(client, thread, moderator, *, approved: int, refused: int) -> None:
    for turn in range(approved + refused):
        submit_comment(client, thread, f"Post {turn}")
        comment = newest_comment()
        if comment.is_published:
            comment.decide("hold", by=moderator)
        comment.decide("approve" if turn < approved else "reject", by=moderator)


def why(comment: Comment) -> list[str]:
    return list_reasons_for_moderators(comment.decisions.first())


@pytest.mark.parametrize(("approved", "refused", "is_told"), [(3, 2, True), (4, 2, True), (7, 3, False), (1, 3, False)])
def test_an_author_with_many_refusals_waits(client, thread, moderator, approved, refused, is_told):
    with_a_record(client, thread, moderator, approved=approved, refused=refused)
    submit_comment(client, thread, "One more")
    sentence = f"{refused} of {approved + refused} refused in 7 days"
    assert (sentence in why(newest_comment())) == is_told


def test_refusals_are_forgotten_after_a_week(client, thread, moderator, travel):
    with_a_record(client, thread, moderator, approved=3, refused=2)
    travel(days=7)
    submit_comment(client, thread, "One more")
    assert why(newest_comment()) == ["Not known here yet"]


def test_deleting_refused_posts_does_not_improve_the_record(client, thread, moderator):
    links = []
    for turn in range(5):
        links.append(submit_comment(client, thread, f"Post {turn}").url)
        newest_comment().decide("approve" if turn < 3 else "reject", by=moderator)
    for link in links:
        client.post(f"{link}delete/")
    call_command("forget")
    submit_comment(client, thread, "One more")
    assert "2 of 5 refused in 7 days" in why(newest_comment())


def test_deleting_an_undecided_post_records_no_outcome(client, thread):
    client.post(f"{submit_comment(client, thread).url}delete/")
    assert [*ActivityRecord.objects.values_list("kind", flat=True)] == ["post"]


def test_outcomes_are_forgotten_after_a_month(client, thread, moderator, travel):
    link = submit_comment(client, thread).url
    newest_comment().decide("reject", by=moderator)
    client.post(f"{link}delete/")
    travel(days=29)
    call_command("forget")
    assert [*ActivityRecord.objects.values_list("kind", flat=True)] == ["refused"]
    travel(days=2)
    call_command("forget")
    assert not ActivityRecord.objects.exists()


def test_the_share_of_a_nameless_post_is_that_of_its_key(as_member, thread, moderator):
    with_a_record(as_member, thread, moderator, approved=3, refused=2)
    submit_comment(as_member, thread, "Nameless", anonymously="on")
    assert why(newest_comment()) == ["Not known here yet"]


def test_the_same_words_in_another_discussion_wait(as_regular, thread, other):
    submit_comment(as_regular, thread, "Buy this book")
    submit_comment(as_regular, other, "Buy this book")
    assert newest_comment().is_held
    assert "Said in another discussion, too" in why(newest_comment())


def test_the_same_words_in_the_same_discussion_are_refused(as_regular, thread):
    submit_comment(as_regular, thread, "Buy this book")
    Comment.objects.update(created_at="2026-01-01T00:00Z")
    response = submit_comment(as_regular, thread, "Buy this book")
    assert response.status_code == 422
    assert "You have already said this here" in text_of(response)


def test_what_others_say_elsewhere_counts_for_them(as_regular, thread, other):
    add_comment(other, Comment(body="Thank you!", author_key="somebody"), HELD)
    submit_comment(as_regular, thread, "Thank you!")
    assert newest_comment().is_published


def test_an_edit_is_not_its_own_repetition(as_regular, thread):
    submit_comment(as_regular, thread, "My words")
    as_regular.post(f"/posts/own/{newest_comment().pk}/edit/", {"body": "My words", "anonymously": "on"})
    assert newest_comment().is_published
