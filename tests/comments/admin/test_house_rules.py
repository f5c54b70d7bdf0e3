"""The house rules in Django admin, and their public page."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from comments.models import Comment, HouseRules
from comments.models.house_rules import RULE_FIELDS
from comments.moderation.log_lines import list_reasons_for_moderators
from comments.policy import RuleSettings
from tests.comments.acting import submit_comment
from tests.conftest import logged_in, person, text_of

pytestmark = pytest.mark.django_db
FORM = "/admin/comments/houserules/1/change/"


def as_sent(**changes: object) -> dict[str, object]:
    """The fields of the form as first shown, with changes."""
    rules = RuleSettings()
    sent = {name: getattr(rules, name) for name in RULE_FIELDS} | changes
    return {name: "on" if value is True else value for name, value in sent.items() if value is not False}


def staff(*rights: str):
    user = person("stella", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return logged_in(user)


def test_the_list_leads_to_the_one_form(as_admin):
    response = as_admin.get("/admin/comments/houserules/")
    assert (response.status_code, response["Location"]) == (302, FORM)


def test_the_form_shows_what_holds_before_anything_is_set(as_admin):
    page = text_of(as_admin.get(FORM))
    assert 'name="seconds_between_posts" value="20"' in page
    assert 'name="trusted_after" value="2"' in page
    assert not HouseRules.objects.exists()


def test_no_second_set_and_no_end_of_the_first(as_admin):
    HouseRules.change()
    assert as_admin.get("/admin/comments/houserules/add/").status_code == 403
    assert as_admin.get("/admin/comments/houserules/1/delete/").status_code == 403
    assert as_admin.get("/admin/comments/houserules/2/change/").status_code == 302
    page = text_of(as_admin.get(FORM))
    assert "_addanother" not in page
    assert "deletelink" not in page


def test_a_change_takes_effect_at_once_and_is_noted(as_admin, as_member, thread):
    response = as_admin.post(FORM, as_sent(max_links=0))
    assert (response.status_code, response["Location"]) == (302, FORM)
    assert HouseRules.current() == RuleSettings(max_links=0)
    submit_comment(as_member, thread, "See https://a.example")
    words = list_reasons_for_moderators(Comment.objects.get().decisions.get())
    assert "1 links, more than 0" in words
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.get_change_message()) == ("1", "Changed Links in a post.")
    assert "Changed Links in a post" in text_of(as_admin.get("/admin/comments/houserules/1/history/"))


def test_what_is_as_before_is_not_noted_as_changed(as_admin):
    as_admin.post(FORM, as_sent())
    assert LogEntry.objects.get().get_change_message() == "No fields changed."


def test_two_admins_do_not_undo_each_other(as_admin, monkeypatch):
    as_admin.get(FORM)
    change = HouseRules.change.__func__

    def somebody_was_quicker(cls, **changes):
        change(cls, trusted_after=5)
        change(cls, **changes)

    monkeypatch.setattr(HouseRules, "change", classmethod(somebody_was_quicker))
    as_admin.post(FORM, as_sent(max_links=3))
    assert (HouseRules.current().max_links, HouseRules.current().trusted_after) == (3, 5)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"posts_per_day": 3, "posts_per_ten_minutes": 5},
        {"posts_per_day": 101},
        {"seconds_between_posts": -1},
        {"seconds_between_posts": 3601},
        {"seconds_between_posts": ""},
        {"refused_share": 101},
        {"refused_days": 0},
        {"refused_days": 31},
        {"refused_of": 0},
        {"spam_threshold": 101},
        {"max_links": "many"},
        {"trusted_after": 99999},
    ],
    ids=str,
)
def test_nonsense_is_refused_kindly(as_admin, nonsense):
    response = as_admin.post(FORM, as_sent(**nonsense))
    assert response.status_code == 422
    assert "errorlist" in text_of(response)
    assert not HouseRules.objects.exists()


def test_a_day_without_a_limit_may_have_ten_minutes_with_one(as_admin):
    assert as_admin.post(FORM, as_sent(posts_per_day=0)).status_code == 302


def test_house_rules_need_a_permission(db, thread):
    assert staff("change_thread").get(FORM).status_code == 403


def test_who_may_look_cannot_change(db):
    client = staff("view_houserules")
    assert 'name="max_links"' not in text_of(client.get(FORM))
    assert client.post(FORM, as_sent(max_links=9)).status_code == 403


def test_members_of_the_admin_group_may(db):
    from django.contrib.auth.models import Group

    user = person("stella", is_staff=True)
    user.groups.add(Group.objects.get(name="admin"))
    assert logged_in(user).post(FORM, as_sent(max_links=9)).status_code == 302
    assert HouseRules.current().max_links == 9


def rules_page(client, **headers):
    return client.get("/house-rules/", headers=headers)


@pytest.mark.usefixtures("limits")
def test_everybody_reads_the_numbers_in_force(client):
    page = text_of(rules_page(client))
    for words in (
        "until 2 posts have been approved",
        "Posts with more than 1 link wait",
        "once in 20 seconds",
        "5 posts in ten minutes",
        "20 posts in a day",
        "more than 30 % were refused, counting 7 days and at least 5 decisions",
    ):
        assert words in page
    HouseRules.change(
        trusted_after=1, max_links=0, seconds_between_posts=0, posts_per_day=1, refused_share=100,
        posts_per_ten_minutes=0, asks_about_personal_details=False, guests_may_post=False,
    )  # fmt: skip
    page = text_of(rules_page(client))
    assert "until 1 post has been approved" in page
    assert "Posts with links wait" in page
    assert "1 post in a day" in page
    assert "At present only members can post" in page
    for words in ("seconds", "ten minutes", "were refused", "telephone"):
        assert words not in page


def test_the_page_of_the_rules_is_kept_until_they_change(client):
    etag = rules_page(client)["ETag"]
    assert rules_page(client, if_none_match=etag).status_code == 304
    HouseRules.change(max_links=7)
    assert rules_page(client, if_none_match=etag).status_code == 200


def test_without_guests_their_form_is_replaced_by_a_way_in(client, thread, post):
    post("Hello")
    first = client.get(thread.url)
    assert 'name="body"' in text_of(first)
    HouseRules.change(guests_may_post=False)
    response = client.get(thread.url, headers={"if-none-match": first["ETag"]})
    page = text_of(response)
    assert response.status_code == 200
    assert 'name="body"' not in page
    assert "only members can post here" in page
    assert f'href="/accounts/login/?next={thread.url}%23compose"' in page
    assert "data-reply=" not in page
    assert 'href="#compose"' not in page
    assert not client.cookies
    HouseRules.change(guests_may_post=True)
    again = client.get(thread.url)
    assert (again["ETag"], again.content) == (first["ETag"], first.content)


def test_without_guests_members_have_their_form(as_member, client, thread, post):
    post("Hello")
    HouseRules.change(guests_may_post=False)
    assert "data-reply=" not in text_of(client.get(thread.url))
    page = text_of(as_member.get(thread.url))
    assert 'name="body"' in page
    assert "data-reply=" in page
    assert submit_comment(as_member, thread).status_code == 302


def test_a_guest_who_posts_all_the_same_keeps_the_words(client, thread):
    HouseRules.change(guests_may_post=False)
    response = submit_comment(client, thread, "My long story")
    assert response.status_code == 422
    assert "My long story" in text_of(response)
    assert 'name="body"' in text_of(response)
    assert 'formaction="/accounts/continue/' in text_of(response)
    assert "/accounts/login/" in text_of(response)
    assert not Comment.objects.exists()


def test_the_page_for_a_reply_says_so_too(client, thread):
    HouseRules.change(guests_may_post=False)
    assert "only members can post here" in text_of(client.get(f"/threads/{thread.pk}/reply/"))


def test_who_posted_as_a_guest_can_still_change_it(client, thread):
    link = submit_comment(client, thread).url
    HouseRules.change(guests_may_post=False, seconds_between_posts=0)
    assert client.post(f"{link}edit/", {"body": "Better words"}).status_code == 302
    assert Comment.objects.get().body == "Better words"


def test_before_anything_is_set_pages_ask_as_often(article, client, django_assert_num_queries):
    client.get(article.get_absolute_url())
    with django_assert_num_queries(1):
        Client().get(article.get_absolute_url())
