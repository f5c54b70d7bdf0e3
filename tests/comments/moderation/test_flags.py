"""Effects of flags: hiding a post, their answers, their weights."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment, Decision, Flag, HouseRules
from comments.moderation.decisions import apply_decisions, revise_comment, withdraw_comment
from comments.moderation.flags import add_flag
from comments.moderation.undo import revert_decision
from comments.policy import RuleSettings, compute_flag_weight, has_reached_hide_threshold
from tests.conftest import ACCEPTED, HELD, text_of

RULES = RuleSettings()


def flag(comment: Comment, reader: str = "reader", rules: RuleSettings = RULES, **fields: object) -> Flag:
    made = Flag(**{"author_key": reader, "reason": "insult"} | fields)
    add_flag(made, comment, rules)
    return made


def decide(comment: Comment, verb: str, moderator) -> Decision:
    """As the desk does."""
    apply_decisions([(comment.pk, None)], verb, by=moderator, reason="")
    comment.refresh_from_db()
    return comment.decisions.last()


def history(reader: str, post, moderator, *, upheld: int = 0, dismissed: int = 0) -> None:
    """Create answered flags of a reader."""
    for verb, times in (("remove", upheld), ("approve", dismissed)):
        for _time in range(times):
            comment = post()
            flag(comment, reader)
            decide(comment, verb, moderator)


def test_three_readers_hide_a_post(post):
    comment = post()
    for reader in ("a", "b"):
        flag(comment, reader)
        assert comment.is_published
    flag(comment, "c")
    assert comment.is_held
    assert comment.is_tombstone
    reason = {"check": "flagged_by_readers", "outcome": "hold", "flags": 3}
    assert comment.last_decision.reasons == [reason]
    assert comment.last_decision.moderator is None
    assert comment.failed_checks == " flagged_by_readers "


def test_what_readers_see_changes_only_when_the_post_is_hidden(post, thread):
    comment = post()
    thread.refresh_from_db()
    version = thread.version
    for reader, is_new in (("a", False), ("b", False), ("c", True)):
        flag(comment, reader)
        thread.refresh_from_db()
        assert (thread.version > version) == is_new


@pytest.mark.parametrize(("needed", "flags", "is_hidden"), [(2, 2, True), (0, 9, False)])
def test_admins_say_how_many_it_takes(post, needed, flags, is_hidden):
    comment = post()
    for number in range(flags):
        flag(comment, str(number), RuleSettings(flags_to_hold=needed))
    assert comment.is_held == is_hidden


def test_in_a_sensitive_discussion_one_is_enough(post):
    comment = post()
    flag(comment, rules=RULES.for_preset("sensitive"))
    assert comment.is_held


def test_a_post_that_a_moderator_has_approved_needs_three_new_readers(post, moderator):
    comment = post()
    for reader in "ab":
        flag(comment, reader)
    decide(comment, "approve", moderator)
    for reader in "cd":
        flag(comment, reader)
    assert comment.is_published
    flag(comment, "e")
    assert comment.is_held


def test_flags_do_not_hide_a_moderators_post_but_put_it_into_the_queue(post, moderator):
    comment = post(author=moderator, author_name="mona")
    for reader in "abcd":
        flag(comment, reader)
    assert comment.is_published
    assert comment.flag_count == 4


def test_flags_do_not_find_out_which_nameless_post_is_a_moderators(post, moderator, member):
    for author in (moderator, member, None):
        comment = post(author=author, author_name="")
        for reader in "abc":
            flag(comment, reader)
        assert comment.is_held


def test_a_guest_who_takes_a_moderators_name_is_not_immune(post, moderator):
    comment = post(author=None, author_name="mona")
    for reader in "abc":
        flag(comment, reader)
    assert comment.is_held


def test_the_database_keeps_a_second_flag_out(post):
    comment = post()
    flag(comment, "a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(comment=comment, author_key="a", reason="spam")


@pytest.mark.parametrize(
    ("verb", "outcome"), [("approve", "dismissed"), ("remove", "upheld"), ("spam", "upheld"), ("hold", "upheld")]
)
def test_a_moderators_decision_answers_all_flags(post, moderator, verb, outcome):
    comment = post()
    for reader in "ab":
        flag(comment, reader)
    decision = decide(comment, verb, moderator)
    answered = comment.flags.values_list("outcome", "resolved_by")
    assert [*answered] == [(outcome, decision.pk)] * 2
    assert comment.flag_count == 0


def test_a_rejected_post_was_flagged_rightly(post, moderator):
    comment = post()
    for reader in "abc":
        flag(comment, reader)
    decide(comment, "reject", moderator)
    assert {row.outcome for row in comment.flags.all()} == {"upheld"}


def test_a_post_is_approved_again_while_flags_are_open(post, moderator):
    comment = post()
    decide(comment, "approve", moderator)
    flag(comment)
    assert "approve" in comment.allowed_verbs
    decide(comment, "approve", moderator)
    assert comment.flags.get().outcome == "dismissed"
    assert "approve" not in comment.allowed_verbs


def test_an_undone_decision_answers_nothing(post, moderator):
    comment = post()
    flag(comment, "a")
    decide(comment, "approve", moderator)
    flag(comment, "b")
    decision = decide(comment, "remove", moderator)
    revert_decision(comment, decision, by=moderator)
    comment.refresh_from_db()
    outcomes = dict(comment.flags.values_list("author_key", "outcome"))
    assert outcomes == {"a": "dismissed", "b": "open"}
    assert comment.flag_count == 1


def test_an_author_who_takes_the_post_back_ends_it_without_judgement(post):
    comment = post()
    flag(comment, words="He says “…”")
    withdraw_comment(comment)
    assert not Flag.objects.exists()
    comment.refresh_from_db()
    assert comment.flag_count is None


def test_an_edit_answers_no_flag(post):
    comment = post()
    for reader in "abc":
        flag(comment, reader)
    revise_comment(comment, HELD, body="Kinder words", author_name="Ada")
    assert comment.flag_count == 3
    assert comment.failed_checks == " flagged_by_readers strangers_wait "
    comment.decide("approve")
    revise_comment(comment, ACCEPTED, body="Other words", author_name="Ada")
    assert {row.outcome for row in comment.flags.all()} == {"open"}


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"),
    [
        (0, 0, 1), (0, 2, 1), (2, 0, 1), (3, 0, 1), (50, 0, 1), (25, 25, 1),
        (0, 3, 0.4), (1, 2, 0.8), (1, 3, 0.67), (0, 10, 0.17), (0, 50, 0.04),
    ],
)  # fmt: skip
def test_who_was_mostly_wrong_weighs_less(upheld, dismissed, weight):
    assert compute_flag_weight(upheld=upheld, dismissed=dismissed) == weight


@pytest.mark.parametrize(("weight", "is_hidden"), [(2.99, False), (3, True), (0.1 * 3 + 2.7, True), (3.3, True)])
def test_flags_hide_a_post_by_their_weight(weight, is_hidden):
    assert has_reached_hide_threshold(RULES, weight) == is_hidden


def test_it_takes_more_readers_when_some_were_mostly_wrong(post, moderator):
    history("wrong", post, moderator, dismissed=3)
    comment = post()
    assert flag(comment, "wrong").weight == 0.4
    for reader in "ab":
        flag(comment, reader)
    assert comment.is_published
    flag(comment, "c")
    assert comment.is_held


def test_who_was_right_is_believed(post, moderator):
    history("right", post, moderator, upheld=3, dismissed=1)
    assert flag(post(), "right").weight == 1


def test_only_the_last_flags_of_a_reader_count(post, moderator, monkeypatch):
    monkeypatch.setattr("comments.models.flag.RECENT_FLAGS", 3)
    history("better", post, moderator, dismissed=6)
    history("better", post, moderator, upheld=3)
    assert flag(post(), "better").weight == 1


@pytest.mark.parametrize("weight", [0, 1.5])
def test_no_flag_counts_twice(post, weight):
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(comment=post(), author_key="a", reason="spam", weight=weight)


def test_who_has_flagged_is_forgotten_after_a_month_if_a_guest(post, moderator):
    comment = post()
    for reader in "ab":
        flag(comment, reader)
    flag(post(), "fresh")
    flag(comment, "member", RuleSettings(flags_to_hold=9), is_by_guest=False)
    Flag.objects.exclude(author_key="fresh").update(made_at=now() - timedelta(days=31))
    call_command("forget")
    keys = Flag.objects.order_by("pk").values_list("author_key", flat=True)
    assert [*keys] == ["", "", "fresh", "member"]
    comment.refresh_from_db()
    assert comment.flag_count == 3
    decide(comment, "approve", moderator)
    assert comment.flag_count == 0


def test_the_words_of_answered_flags_are_forgotten_after_a_month(post, moderator):
    answered, waiting = post(), post()
    for comment in (answered, waiting):
        flag(comment, words="Words")
    decide(answered, "approve", moderator)
    Flag.objects.update(made_at=now() - timedelta(days=31))
    call_command("forget")
    assert (answered.flags.get().words, waiting.flags.get().words) == ("", "Words")


def test_moderators_see_what_readers_say_and_never_who(as_moderator, post, moderator):
    history("k3y", post, moderator, dismissed=3)
    comment = post()
    flag(comment, "a", reason="spam", words="It sells <b>pills</b>")
    flag(comment, "b", reason="spam")
    flag(comment, "k3y", reason="insult")
    page = text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))
    assert "3 readers" in page
    assert "2 × Advertising or spam, 1 × Insulting or threatening" in page
    assert "It sells &lt;b&gt;pills&lt;/b&gt;" in page
    assert "a reader with whom moderators mostly disagreed" in page
    assert "k3y" not in page


def test_moderators_see_how_earlier_flags_were_answered(as_moderator, post, moderator):
    comment = post()
    flag(comment)
    decide(comment, "approve", moderator)
    page = text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))
    assert "Insulting or threatening (not agreed)" in page


def test_the_flags_of_many_cases_are_one_query(post, django_assert_num_queries):
    for _ in range(5):
        comment = post()
        for reader in "ab":
            flag(comment, reader)
    comments = [*Comment.objects.values_list("pk", flat=True)]
    with django_assert_num_queries(1):
        flags = Flag.objects.newest_by_comment(comments)
    assert [len(of_one) for of_one in flags.values()] == [2] * 5


VERBS = [*Decision.MODERATOR_VERBS, "flag", "flag", "flag", "undo", "edit", "withdraw"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 5)), min_size=1, max_size=40))
def test_the_number_of_open_flags_is_always_right(post, moderator, steps):
    with transaction.atomic():
        comment = post()
        for verb, reader in steps:
            step(comment, verb, str(reader), moderator)
            comment.refresh_from_db()
            assert (comment.flag_count or 0) == Flag.objects.open().filter(comment=comment).count()
        transaction.set_rollback(True)


def step(comment: Comment, verb: str, reader: str, moderator) -> None:
    if verb == "withdraw":
        withdraw_comment(comment)
    elif verb == "flag":
        known = comment.flags.filter(author_key=reader).exists()
        if comment.is_published and not known:
            flag(comment, reader)
    elif verb == "edit":
        if comment.is_editable:
            revise_comment(comment, ACCEPTED, body="Other words", author_name="Ada")
    elif verb == "undo":
        last = next(iter(comment.effective_decisions[-1:]), None)
        if last and last.moderator and last.status_after == comment.status:
            revert_decision(comment, last, by=moderator)
    else:
        decide(comment, verb, moderator)


def test_the_house_rules_in_force_are_those_of_the_database(post, client):
    HouseRules.objects.create(flags_to_hold=1)
    comment = post()
    client.post(f"/threads/{comment.thread_id}/flags/", {"post": comment.number, "why": "spam"})
    comment.refresh_from_db()
    assert comment.is_held
