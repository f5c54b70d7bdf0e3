"""Appeals: one for each post, decided by another moderator than the first."""

import pytest
from django.core.management import call_command

from comments.models import (
    AlreadyDecided,
    Appeal,
    AppealNotAllowed,
    Comment,
    ConflictOfInterest,
    Decision,
    OutgoingEmail,
)
from comments.moderation.appeals import create_appeal
from comments.moderation.decisions import Caller, apply_decision, apply_decisions
from comments.moderation.undo import revert_decision, undo_action
from tests.comments.acting import cases_of, decide, messages_on, submit_comment, undo
from tests.conftest import HELD, logged_in, person, text_of


@pytest.fixture
def refused(member, post, moderator) -> Comment:
    comment = post("Mine", author=member, author_name="rita", verdict=HELD)
    apply_decisions(cases_of(comment), "reject", by=moderator, reason="Not here")
    comment.refresh_from_db()
    return comment


@pytest.fixture
def appeal(refused) -> Appeal:
    return create_appeal(refused, "Please read it again.")


def ask(client, comment: Comment, words: str = "Please read it again."):
    return client.post(f"/posts/own/{comment.pk}/appeal/", {"words": words})


def settle(comment: Comment, verb: str, *, by) -> Decision:
    """Decide with all consequences."""
    return apply_decision(comment, verb, caller=Caller.SINGLE_DECISION, by=by)


def status_of(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).status


# Asking


def test_a_member_asks_for_a_second_look(as_member, refused, moderator):
    address = f"/posts/own/{refused.pk}/"
    assert f'action="{address}appeal/"' in text_of(as_member.get(address))
    assert f"{address}#appeal" in text_of(as_member.get("/posts/"))
    assert ask(as_member, refused).url == address
    appeal = Appeal.objects.get()
    assert (appeal.comment, appeal.words) == (refused, "Please read it again.")
    assert appeal.decision.moderator == moderator
    for page in (address, "/posts/"):
        said = text_of(as_member.get(page))
        assert "Another moderator will look again." in said
        assert "appeal/" not in said


def test_a_guest_asks_by_the_manage_link(client, thread, moderator):
    link = submit_comment(client, thread, "Mine").url
    comment = Comment.objects.get()
    comment.decide("remove", by=moderator)
    assert f'action="{link}appeal/"' in text_of(client.get(link))
    assert client.post(f"{link}appeal/", {"words": "Why?"}).url == link
    assert Appeal.objects.get().words == "Why?"
    assert not client.cookies


@pytest.mark.parametrize("verb", ["reject", "spam", "remove"])
def test_whatever_the_refusal_was(as_member, member, post, moderator, verb):
    comment = post(author=member, author_name="rita", verdict=HELD)
    comment.decide(verb, by=moderator)
    ask(as_member, comment)
    assert Appeal.objects.exists()


def test_nobody_asks_about_the_post_of_another(client, refused):
    assert ask(logged_in(person("olga")), refused).status_code == 404
    answer = client.post(f"/posts/own/{refused.pk}/appeal/", {"words": "Why?"})
    assert answer.status_code == 403
    assert "Log in to continue" in text_of(answer)
    assert not Appeal.objects.exists()


def test_a_post_has_one_appeal(as_member, refused, appeal, other_moderator):
    answer = ask(as_member, refused, "Again!")
    assert answer.status_code == 409
    assert "Again!</textarea>" in text_of(answer)
    apply_decisions(cases_of(refused), "approve", by=other_moderator)
    apply_decisions(cases_of(refused), "remove", by=other_moderator)
    ask(as_member, refused, "And again!")
    assert [a.words for a in Appeal.objects.all()] == ["Please read it again."]


@pytest.mark.parametrize("verb", ["approve", "hold"])
def test_only_about_what_is_refused(as_member, member, post, moderator, verb):
    comment = post(author=member, author_name="rita", verdict=HELD)
    if verb == "approve":
        comment.decide("approve", by=moderator)
    ask(as_member, comment)
    with pytest.raises(AppealNotAllowed):
        create_appeal(comment, "Why?")
    assert not Appeal.objects.exists()


def test_a_refusal_that_is_undone_meanwhile_is_none(as_member, refused, moderator):
    revert_decision(refused, refused.last_decision, by=moderator)
    assert ask(as_member, refused).status_code == 409
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Please write why another moderator should look again."),
        (" \n ", "Please write why another moderator should look again."),
        ("x" * 2001, "2001 characters, and there is room for 2000"),
        ("a\x00b", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_an_appeal_is_refused_kindly(as_member, refused, words, told):
    response = ask(as_member, refused, words)
    assert response.status_code == 422
    page = text_of(response)
    assert told in page
    assert words.strip("\n ") in page
    assert not Appeal.objects.exists()


def test_two_thousand_characters_fit_with_the_ends_of_lines_that_browsers_send(as_member, refused):
    ask(as_member, refused, "\r\n".join("x" * 9 for _ in range(200)))
    assert len(Appeal.objects.get().words) == 1999


def test_not_more_than_five_a_day(as_member, member, post, moderator, travel):
    posts = [post(author=member, author_name="rita", verdict=HELD) for _ in range(6)]
    for comment in posts:
        comment.decide("reject", by=moderator)
        response = ask(as_member, comment, "My words")
    assert response.status_code == 429
    assert response["Retry-After"] == "86400"
    assert "My words" in text_of(response)
    assert Appeal.objects.count() == 5


def test_what_an_author_writes_is_shown_as_text(as_member, refused, other_moderator):
    ask(as_member, refused, "<b>Bold</b>")
    for client, address in (
        (as_member, f"/posts/own/{refused.pk}/"),
        (logged_in(other_moderator), f"/moderation/comments/{refused.pk}/"),
    ):
        assert "&lt;b&gt;Bold&lt;/b&gt;" in text_of(client.get(address))


# Answering


def test_another_moderator_upholds_the_refusal(as_member, refused, appeal, other_moderator):
    client = logged_in(other_moderator)
    page = text_of(client.get(f"/moderation/comments/{refused.pk}/"))
    assert "Please read it again." in page
    response = decide(client, "uphold", refused.pk, reason="It names a clinic.", stay="1")
    assert "1 refusal stands." in messages_on(client, response)
    appeal.refresh_from_db()
    assert (appeal.answer.verb, appeal.answer.moderator) == ("uphold", other_moderator)
    assert status_of(refused) == "rejected"
    page = text_of(as_member.get(f"/posts/own/{refused.pk}/"))
    assert "Another moderator has looked again: the decision stands." in page
    assert "The moderator writes: “It names a clinic.”" in page
    assert "The moderator writes: “Not here”" in page  # the own reason of the refusal


def test_another_moderator_approves_the_post(as_member, refused, appeal, other_moderator):
    decide(logged_in(other_moderator), "approve", refused.pk, reason="You are right.")
    appeal.refresh_from_db()
    assert appeal.answer.verb == "approve"
    page = text_of(as_member.get(f"/posts/own/{refused.pk}/"))
    assert "Published as" in page
    assert "You are right." in page


def test_any_other_decision_answers_the_appeal(refused, appeal, other_moderator):
    decide(logged_in(other_moderator), "spam", refused.pk)
    appeal.refresh_from_db()
    assert appeal.answer.verb == "spam"


def test_holding_the_post_leaves_the_appeal_pending(as_member, refused, appeal, moderator, other_moderator):
    decide(logged_in(other_moderator), "hold", refused.pk)
    assert Appeal.objects.get().is_pending
    assert "Another moderator will look again" in text_of(as_member.get("/posts/"))
    case = text_of(logged_in(other_moderator).get(f"/moderation/comments/{refused.pk}/"))
    assert "What you decide above is the answer." in case
    assert 'value="uphold"' not in case
    assert decide(logged_in(moderator), "reject", refused.pk).status_code == 403
    assert status_of(refused) == "held"
    decide(logged_in(other_moderator), "reject", refused.pk)
    assert not Appeal.objects.get().is_pending


def test_undoing_the_hold_leaves_the_appeal_pending(refused, appeal, moderator, other_moderator):
    held = settle(refused, "hold", by=other_moderator)
    revert_decision(Comment.objects.get(pk=refused.pk), held, by=other_moderator)
    assert status_of(refused) == "rejected"
    assert Appeal.objects.get().is_pending
    with pytest.raises(ConflictOfInterest):
        settle(Comment.objects.get(pk=refused.pk), "approve", by=moderator)


def test_an_edit_of_a_held_post_ends_the_appeal(as_member, refused, appeal, other_moderator):
    refused.decide("hold", by=other_moderator)
    as_member.post(f"/posts/own/{refused.pk}/edit/", {"body": "Kinder words"})
    assert not Appeal.objects.get().is_pending


def test_without_an_appeal_nothing_can_be_upheld(refused, other_moderator):
    with pytest.raises(AlreadyDecided):
        settle(refused, "uphold", by=other_moderator)


def test_the_answer_is_given_once(refused, appeal, other_moderator, admin_user):
    apply_decisions(cases_of(refused), "uphold", by=other_moderator)
    done, problems = apply_decisions(cases_of(refused), "uphold", by=admin_user)
    assert (done, len(problems)) == ("", 1)


def test_an_edit_by_the_author_ends_the_appeal(as_member, refused, appeal, moderator):
    as_member.post(f"/posts/own/{refused.pk}/edit/", {"body": "Kinder words"})
    appeal.refresh_from_db()
    assert not appeal.is_pending
    assert "You have changed the post since" in text_of(as_member.get("/posts/"))
    apply_decisions(cases_of(refused), "approve", by=moderator)
    assert status_of(refused) == "published"


def test_who_takes_the_post_back_takes_the_words_back(as_member, member, post, moderator):
    comment = post(author=member, author_name="rita")
    comment.decide("remove", by=moderator)
    ask(as_member, comment)
    as_member.post(f"/posts/own/{comment.pk}/delete/")
    assert status_of(comment) == "withdrawn"
    assert not Appeal.objects.exists()


def test_a_post_with_a_pending_appeal_is_not_deleted(refused, appeal, other_moderator):
    from datetime import timedelta

    from django.utils.timezone import now

    Comment.objects.update(created_at=now() - timedelta(days=40))
    call_command("forget")
    assert Comment.objects.exists()
    apply_decisions(cases_of(refused), "uphold", by=other_moderator)
    call_command("forget")
    assert not Comment.objects.exists()


# Not by the first


@pytest.mark.parametrize("verb", ["approve", "spam", "hold", "uphold"])
def test_the_first_cannot_decide(as_moderator, refused, appeal, verb):
    response = decide(as_moderator, verb, refused.pk)
    assert response.status_code == 403
    assert "that must be another moderator’s" in text_of(response)
    assert status_of(refused) == "rejected"
    assert Appeal.objects.get().is_pending


@pytest.mark.parametrize("verb", ["approve", "spam", "hold", "uphold"])
def test_the_first_moderator_cannot_decide_with_any_verb(refused, appeal, moderator, verb):
    with pytest.raises(ConflictOfInterest):
        settle(refused, verb, by=moderator)
    assert status_of(refused) == "rejected"
    assert refused.decisions.count() == 2


def test_superusers_are_no_exception(post, member, admin_user):
    comment = post(author=member, author_name="rita", verdict=HELD)
    comment.decide("reject", by=admin_user)
    create_appeal(comment, "Why?")
    assert decide(logged_in(admin_user), "approve", comment.pk).status_code == 403


@pytest.mark.parametrize("by", ["act", "decision"])
def test_the_first_moderator_cannot_undo_the_refusal(as_moderator, refused, appeal, by):
    line = appeal.decision
    response = undo(as_moderator, **{by: line.action_id if by == "act" else line.pk})
    assert response.status_code == 403
    assert status_of(refused) == "rejected"
    assert Appeal.objects.get().is_pending


def test_nor_by_going_back_step_by_step(as_moderator, refused, appeal, post):
    message = messages_on(as_moderator, undo(as_moderator))
    assert "that must be another moderator’s" in message
    assert status_of(refused) == "rejected"


def test_a_conflict_of_interest_among_several_cases_is_listed(as_moderator, refused, appeal, post):
    another = post(verdict=HELD)
    message = messages_on(as_moderator, decide(as_moderator, "approve", refused.pk, another.pk))
    assert "1 post approved." in message
    assert "that must be another moderator’s" in message
    assert (status_of(refused), status_of(another)) == ("rejected", "published")


def test_a_conflict_of_interest_is_listed_in_django_admin(refused, post, member, admin_user):
    comment = post(author=member, author_name="rita", verdict=HELD)
    comment.decide("reject", by=admin_user)
    create_appeal(comment, "Why?")
    data = {"action": "approve", "_selected_action": [comment.pk]}
    page = text_of(logged_in(admin_user).post("/admin/comments/comment/", data, follow=True))
    assert "that must be another moderator’s" in page
    assert status_of(comment) == "rejected"


def test_undoing_an_action_leaves_out_posts_with_a_pending_appeal(moderator, post, member):
    from uuid import uuid4

    act = uuid4()
    posts = [post(author=member, author_name="rita", verdict=HELD) for _ in range(2)]
    apply_decisions(cases_of(*posts), "reject", by=moderator, action_id=act)
    create_appeal(posts[0], "Why?")
    done, problems = undo_action(act, by=moderator)
    assert (done, len(problems)) == ("1 decision undone.", 1)
    assert [status_of(comment) for comment in posts] == ["rejected", "held"]


def test_a_moderator_does_not_answer_ones_own_appeal(post, moderator, other_moderator):
    comment = post(author=other_moderator, author_name="", verdict=HELD)
    comment.decide("reject", by=moderator)
    create_appeal(comment, "Why?")
    assert decide(logged_in(other_moderator), "approve", comment.pk).status_code == 403


def test_the_page_tells_the_first_moderator_why_there_are_no_buttons(as_moderator, refused, appeal):
    page = text_of(as_moderator.get(f"/moderation/comments/{refused.pk}/"))
    assert "You have refused this post yourself." in page
    assert "Another moderator must decide about this post" in page
    assert 'name="verb"' not in page


def test_the_page_tells_the_author_of_a_post_why_there_are_no_buttons(post, moderator, other_moderator):
    comment = post(author=other_moderator, author_name="", verdict=HELD)
    comment.decide("reject", by=moderator)
    create_appeal(comment, "Why?")
    page = text_of(logged_in(other_moderator).get(f"/moderation/comments/{comment.pk}/"))
    assert "You have written this post yourself." in page
    assert "Another moderator must decide about this post" in page
    assert 'name="verb"' not in page


def test_in_the_queue_only_others_find_buttons(as_moderator, refused, appeal, other_moderator):
    for who, has_buttons in ((as_moderator, False), (logged_in(other_moderator), True)):
        page = text_of(who.get("/moderation/?queue=appeals"))
        row = page[page.index('<article class="case') : page.index("</article>")]
        assert ('value="approve"' in row) is has_buttons
        assert ("Another moderator must decide" in row) is not has_buttons


def test_once_it_is_answered_the_first_may_decide_again(refused, appeal, moderator, other_moderator):
    apply_decisions(cases_of(refused), "uphold", by=other_moderator)
    apply_decisions(cases_of(refused), "approve", by=moderator)
    assert status_of(refused) == "published"


def test_the_first_cannot_undo_the_answer(refused, appeal, other_moderator, admin_user):
    """Not even with the right to undo what others have decided."""
    answer = settle(refused, "approve", by=other_moderator)
    first = appeal.decision.moderator
    with pytest.raises(ConflictOfInterest):
        revert_decision(Comment.objects.get(pk=refused.pk), answer, by=first)
    assert Comment.objects.get(pk=refused.pk).is_published
    revert_decision(Comment.objects.get(pk=refused.pk), answer, by=admin_user)
    assert Appeal.objects.get().is_pending


def test_an_answer_that_is_undone_is_none(refused, appeal, moderator, other_moderator):
    for verb in ("uphold", "approve"):
        apply_decisions(cases_of(refused), verb, by=other_moderator)
        line = refused.last_decision
        undo_action(line.action_id, by=other_moderator)
        appeal.refresh_from_db()
        assert appeal.is_pending
    with pytest.raises(ConflictOfInterest):
        settle(Comment.objects.get(pk=refused.pk), "approve", by=moderator)


def test_another_moderator_may_undo_the_refusal(refused, appeal, other_moderator):
    revert_decision(refused, refused.last_decision, by=other_moderator)
    appeal.refresh_from_db()
    assert not appeal.is_pending
    assert status_of(refused) == "held"


# Letters


def test_other_moderators_hear_of_it_once(as_member, refused, moderator, other_moderator, admin_user):
    ask(as_member, refused)
    emails = OutgoingEmail.objects.filter(kind="appeal")
    assert {email.to for email in emails} == {"milo@example.org", "abel@example.org"}
    email = emails[0]
    assert "http://testserver/moderation/" in email.body
    for private in ("Mine", "rita", "read it again"):
        assert private not in email.subject + email.body


def test_the_email_does_not_name_a_moderator_who_appeals(post, moderator, other_moderator):
    comment = post(author=other_moderator, author_name="", verdict=HELD)
    comment.decide("reject", by=moderator)
    ask(logged_in(other_moderator), comment)
    assert OutgoingEmail.objects.get(kind="appeal").to == other_moderator.email
