"""Sanctions: moderators give and lift them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.utils.timezone import now

from comments.models import Comment, Sanction
from comments.submission.active_sanctions import ActiveSanctions
from comments.submission.author_keys import get_account_key
from tests.comments.acting import messages_on, submit_comment
from tests.conftest import HELD, logged_in, person, text_of


def give(client, comment, **fields):
    said = {"kind": "ban", "lasts": "good", "reason": "Advertising", "nonce": uuid4()}
    return client.post(f"/moderation/comments/{comment.pk}/sanction/", said | fields)


def by_account(post, account, *, name: str | None = None, **fields) -> Comment:
    name = account.username if name is None else name
    key = get_account_key(account.pk, anonymously=not name)
    return post(author=account, author_name=name, author_key=key, **fields)


@pytest.fixture
def colleague(db):
    user = person("milo")
    user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return user


def test_the_form_is_for_moderators(client, as_member, post):
    address = f"/moderation/comments/{post().pk}/sanction/"
    assert client.get(address).url == f"/accounts/login/?next={address}"
    assert as_member.get(address).status_code == 403
    assert as_member.post(address, {"kind": "ban"}).status_code == 403
    assert not Sanction.objects.exists()


def test_cases_and_rows_link_to_the_form_with_a_key(as_moderator, post):
    comment = post(verdict=HELD)
    link = re.compile(rf'data-key="b" href="/moderation/comments/{comment.pk}/sanction/"')
    assert link.search(text_of(as_moderator.get("/moderation/")))
    assert link.search(text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/")))


@pytest.mark.parametrize(
    ("kind", "lasts", "hours"),
    [
        ("warning", "hour", None),
        ("premoderate", "good", None),
        ("premoderate", "week", 168),
        ("suspension", "hour", 1),
        ("suspension", "day", 24),
        ("ban", "good", None),
        ("ban", "week", 168),
    ],
)
def test_each_kind_has_its_end(as_moderator, moderator, post, kind, lasts, hours):
    comment = post()
    response = give(as_moderator, comment, kind=kind, lasts=lasts)
    assert response.url == f"/moderation/comments/{comment.pk}/"
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.author_key, sanction.comment) == (kind, "ada", comment)
    assert (sanction.reason, sanction.by, sanction.user) == ("Advertising", moderator, None)
    if hours is None:
        assert sanction.until is None
    else:
        assert abs(sanction.until - now() - timedelta(hours=hours)) < timedelta(minutes=1)


def test_an_end_of_ones_own(as_moderator, post):
    until = (now() + timedelta(days=3)).replace(second=0, microsecond=0)
    give(as_moderator, post(), kind="suspension", lasts="own", until=f"{until:%Y-%m-%dT%H:%M}")
    assert Sanction.objects.get().until == until


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        ({"reason": ""}, "Please give a reason"),
        ({"reason": "x" * 501}, "at most 500 characters"),
        ({"reason": "a\x00b"}, "Null characters"),
        ({"kind": "flogging"}, "not one of the available choices"),
        ({"kind": "suspension", "lasts": "good"}, "A suspension ends."),
        ({"lasts": "own"}, "Please give the date and the time."),
        ({"lasts": "own", "until": "2001-01-01T10:00"}, "has passed already"),
        ({"lasts": "own", "until": "9999-12-31T23:59"}, "more than ten years"),
        ({"lasts": "own", "until": "soon"}, "Enter a valid date/time."),
        ({"nonce": "x"}, "Please open this page anew."),
    ],
)
def test_what_makes_no_sense_is_refused_and_the_words_are_kept(as_moderator, post, mistake, says):
    response = give(as_moderator, post(), **{"reason": "My own words"} | mistake)
    assert response.status_code == 422
    assert says in text_of(response)
    assert "reason" in mistake or "My own words</textarea>" in text_of(response)
    assert not Sanction.objects.exists()


def test_nobody_is_sanctioned_by_nothing(as_moderator, post):
    assert as_moderator.post(f"/moderation/comments/{post().pk}/sanction/").status_code == 422
    assert not Sanction.objects.exists()


def test_a_double_click_gives_one(as_moderator, post):
    comment, nonce = post(), uuid4()
    for _ in range(2):
        assert give(as_moderator, comment, nonce=nonce).status_code == 302
    assert Sanction.objects.count() == 1


def test_a_sanction_cannot_join_the_action_of_another_moderator(as_moderator, colleague, post, regular):
    nonce = uuid4()
    give(as_moderator, post(), nonce=nonce)
    give(logged_in(colleague), Comment.objects.first(), nonce=nonce)
    assert Sanction.objects.values("action_id").distinct().count() == 2


def test_of_two_moderators_the_second_sees_what_the_first_has_given(as_moderator, colleague, post):
    comment = post()
    give(as_moderator, comment)
    response = give(logged_in(colleague), comment, kind="warning", seen=0)
    page = text_of(response)
    assert response.status_code == 409
    assert "in the meantime" in page
    assert Sanction.objects.count() == 1
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert give(logged_in(colleague), comment, kind="warning", seen=seen).status_code == 302


# With what is held


def test_held_posts_are_rejected_in_the_same_action(as_moderator, post):
    held = [post(verdict=HELD).pk for _ in range(3)]
    shown, other = post(), post(verdict=HELD, author_key="other")
    response = give(as_moderator, shown, rejects_held="on")
    assert "3 posts rejected." in messages_on(as_moderator, response)
    act = Sanction.objects.get().action_id
    lines = [comment.last_decision for comment in Comment.objects.filter(pk__in=held)]
    assert {(line.verb, line.reason, line.action_id) for line in lines} == {("reject", "Advertising", act)}
    shown.refresh_from_db()
    other.refresh_from_db()
    assert (shown.is_published, other.is_held) == (True, True)


def test_without_the_tick_the_post_stays_held(as_moderator, post):
    comment = post(verdict=HELD)
    give(as_moderator, comment)
    comment.refresh_from_db()
    assert comment.is_held


def test_what_is_held_under_the_other_name_stays(as_moderator, post, member):
    named = by_account(post, member, verdict=HELD)
    nameless = by_account(post, member, name="", verdict=HELD)
    give(as_moderator, named, rejects_held="on")
    nameless.refresh_from_db()
    assert nameless.is_held


def test_of_very_much_the_oldest_is_rejected(as_moderator, post, monkeypatch):
    monkeypatch.setattr("comments.moderation.sanctions.MAX_POSTS_REJECTED", 2)
    held = [post(verdict=HELD) for _ in range(3)]
    response = give(as_moderator, held[0], rejects_held="on")
    assert "There is more of theirs in the queue" in messages_on(as_moderator, response)
    assert [*Comment.objects.held()] == held[2:]


# Ranks


def test_nobody_sanctions_themselves(as_moderator, moderator, post):
    for name in (None, ""):
        response = give(as_moderator, by_account(post, moderator, name=name))
        assert response.status_code == 403
        assert "Nobody sanctions themselves" in text_of(response)
    assert not Sanction.objects.exists()


def test_moderators_do_not_sanction_moderators(as_moderator, colleague, group_admin, post):
    for account, says in ((colleague, "Please ask an admin."), (group_admin, "anna is an admin")):
        comment = by_account(post, account)
        response = give(as_moderator, comment)
        assert response.status_code == 403
        assert says in text_of(response)
        page = as_moderator.get(f"/moderation/comments/{comment.pk}/sanction/")
        assert page.status_code == 403
        assert "<textarea" not in text_of(page)
    assert not Sanction.objects.exists()


def test_admins_sanction_moderators_and_not_each_other(group_admin, admin_user, moderator, post):
    client = logged_in(group_admin)
    assert give(client, by_account(post, admin_user)).status_code == 403
    assert give(client, by_account(post, moderator)).status_code == 302
    assert give(logged_in(admin_user), by_account(post, group_admin)).status_code == 403


def test_a_nameless_post_does_not_tell_that_staff_wrote_it(as_moderator, colleague, member, post):
    """The same answers, whoever it was; it only has no effect."""
    answers = []
    for account in (colleague, member):
        comment = by_account(post, account, name="", body="The same")
        form = text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/sanction/"))
        response = give(as_moderator, comment)
        case = text_of(as_moderator.get(f"/moderation/comments/{comment.pk}/"))
        pages = [
            case.partition('<section class="aside"')[2],  # above it stand other posts
            text_of(as_moderator.get(f"/moderation/authors/{comment.pk}/")),
        ]
        answers.append([response.status_code, *map(same, [form, *pages])])
    assert answers[0] == answers[1]
    assert Sanction.objects.count() == 2
    assert submit_comment(logged_in(colleague), comment.thread, "Here I am").status_code == 302
    nameless = submit_comment(logged_in(colleague), comment.thread, "And here", anonymously="on")
    assert nameless.status_code == 422
    assert submit_comment(logged_in(member), comment.thread, "Here I am, too").status_code == 422


def same(page: str) -> str:
    """The page without random parts: keys, numbers, tokens, times."""
    page = re.sub(r'(value|datetime|title)="[^"]*"|messages.*?</ul>', "", page, flags=re.DOTALL)
    return re.sub(r"\d+", "0", page)


# Whom nobody knows any more


def test_without_a_key_there_is_nobody_to_sanction(as_moderator, post):
    comment = post(author_key="")
    address = f"/moderation/comments/{comment.pk}/sanction/"
    page = as_moderator.get(address)
    assert page.status_code == 200
    assert "is not known any more" in text_of(page)
    assert give(as_moderator, comment).status_code == 422
    assert not Sanction.objects.exists()


def test_a_post_that_is_gone_has_no_form(as_moderator):
    assert as_moderator.get("/moderation/comments/1/sanction/").status_code == 404


# Lifting


def lift(client, comment, sanction, reason="A mistake"):
    address = f"/moderation/authors/{comment.pk}/sanctions/{sanction.pk}/"
    return client.post(address, {"lift_reason": reason})


def test_a_sanction_is_lifted_with_a_reason(as_moderator, moderator, post):
    comment = post()
    give(as_moderator, comment)
    assert "Lift it" in text_of(as_moderator.get(f"/moderation/authors/{comment.pk}/"))
    response = lift(as_moderator, comment, Sanction.objects.get())
    assert "The sanction is lifted." in messages_on(as_moderator, response)
    sanction = Sanction.objects.get()
    assert (sanction.lifted_by, sanction.lift_reason) == (moderator, "A mistake")
    page = text_of(as_moderator.get(f"/moderation/authors/{comment.pk}/"))
    assert "lifted by mona on" in page
    assert "Why it was lifted: A mistake" in page
    assert "Lift it" not in page


@pytest.mark.parametrize("reason", ["", "x" * 201, "\x00"])
def test_a_sanction_is_not_lifted_without_a_reason(as_moderator, post, reason):
    comment = post()
    give(as_moderator, comment)
    assert lift(as_moderator, comment, Sanction.objects.get(), reason).status_code == 422
    assert Sanction.objects.get().is_active


def test_what_has_ended_cannot_be_lifted(as_moderator, post):
    comment = post()
    give(as_moderator, comment)
    lift(as_moderator, comment, Sanction.objects.get(), "First")
    response = lift(as_moderator, comment, Sanction.objects.get(), "Second")
    assert "had ended already" in messages_on(as_moderator, response)
    assert Sanction.objects.get().lift_reason == "First"


def test_what_an_admin_gave_admins_lift(as_moderator, group_admin, post):
    comment = post()
    give(logged_in(group_admin), comment)
    assert "Lift it" not in text_of(as_moderator.get(f"/moderation/authors/{comment.pk}/"))
    assert lift(as_moderator, comment, Sanction.objects.get()).status_code == 403
    assert Sanction.objects.get().is_active
    assert lift(logged_in(group_admin), comment, Sanction.objects.get()).status_code == 302


def test_a_sentence_about_its_end_has_one_full_stop(as_moderator, post):
    """The moment may have one of its own: p.m."""
    until = (now() + timedelta(days=2)).replace(hour=15, minute=30)
    given = {"kind": "ban", "lasts": "own", "until": f"{until:%Y-%m-%dT%H:%M}"}
    assert ".m.." not in messages_on(as_moderator, give(as_moderator, post(), **given))
    told_to_author = ActiveSanctions(on_this_identity=(Sanction.objects.get(),)).block_explanation[-1]
    assert told_to_author.endswith("3:30 p.m.")


def test_nobody_lifts_their_own_not_even_for_a_post_without_a_name(as_moderator, group_admin, post):
    comment = post(author=group_admin, author_name="", author_key="nameless")
    give(as_moderator, comment)
    as_group_admin = logged_in(group_admin)
    assert "Lift it" not in text_of(as_group_admin.get(f"/moderation/authors/{comment.pk}/"))
    assert lift(as_group_admin, comment, Sanction.objects.get()).status_code == 403
    assert Sanction.objects.get().is_active


def test_a_sanction_is_lifted_only_on_the_page_of_its_author(as_moderator, post):
    comment, other = post(), post(author_key="other")
    give(as_moderator, comment)
    assert lift(as_moderator, other, Sanction.objects.get()).status_code == 404
    assert Sanction.objects.get().is_active


def test_reading_the_address_lifts_nothing(as_moderator, post):
    comment = post()
    give(as_moderator, comment)
    address = f"/moderation/authors/{comment.pk}/sanctions/{Sanction.objects.get().pk}/"
    assert as_moderator.get(address).status_code == 405
