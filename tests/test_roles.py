"""Permissions of moderators and admins, in Django admin and on the moderation pages."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils.timezone import now

from comments.models import Sanction
from tests.conftest import logged_in, person, text_of

# What admins look after there, where the site has a page for it.
THEIRS = {
    "comments": [
        "houserules", "watchedword", "crisisphrase", "helpline", "rejectionreason", "sanction",
        "thread", "comment", "decision", "outgoingemail",
    ],
    "articles": ["article", "fact", "anniversary", "person", "picture", "topic"],
}  # fmt: skip
PAGES = [f"{app}/{model}" for app, models in THEIRS.items() for model in models]


@pytest.fixture
def as_group_admin(group_admin) -> Client:
    return logged_in(group_admin)


def test_the_group_moderator_opens_moderation_pages_only(thread):
    user = person("milo")
    user.groups.add(Group.objects.get(name="moderator"))
    client = logged_in(user)
    assert client.get("/moderation/").status_code == 200
    assert client.get("/admin/").status_code == 302
    assert user.get_all_permissions() == {"comments.moderate"}


def test_each_model_in_the_list_has_a_page_in_django_admin():
    registered = {model._meta.label_lower.replace(".", "/") for model in admin.site._registry}
    assert {*PAGES} <= registered
    assert len(PAGES) == 16


@pytest.mark.parametrize("listed", PAGES)
def test_admins_find_what_they_look_after(as_group_admin, article, listed):
    assert f'href="/admin/{listed}/"' in text_of(as_group_admin.get("/admin/"))
    assert as_group_admin.get(f"/admin/{listed}/", follow=True).status_code == 200


@pytest.mark.parametrize("model", ["houserules", "watchedword", "rejectionreason", "sanction", "thread"])
def test_admins_have_the_right_to_change_it(group_admin, model):
    assert group_admin.has_perm(f"comments.change_{model}")


def test_admins_open_moderation_pages_and_may_sanction_moderators(as_group_admin, group_admin):
    assert as_group_admin.get("/moderation/").status_code == 200
    assert group_admin.has_perms(["comments.sanction_moderators", "comments.undo_others"])


def test_admins_cannot_give_anybody_rights(as_group_admin, group_admin, member):
    """Not even to themselves: accounts and groups are closed to them."""
    index = text_of(as_group_admin.get("/admin/"))
    assert "/admin/accounts/" not in index
    assert "/admin/auth/" not in index
    for address in (
        f"/admin/accounts/user/{group_admin.pk}/change/",
        f"/admin/accounts/user/{member.pk}/change/",
        "/admin/accounts/user/add/",
        "/admin/accounts/user/",
        f"/admin/auth/group/{Group.objects.get(name='admin').pk}/change/",
    ):
        for answer in (as_group_admin.get(address), as_group_admin.post(address, {"is_superuser": "on"})):
            assert answer.status_code in {403, 404}, address
    group_admin.refresh_from_db()
    assert not group_admin.is_superuser
    known = {name.partition(".")[0] for name in group_admin.get_all_permissions()}
    assert known == {"comments", "articles"}


def test_admins_do_not_read_the_addresses_of_members(as_group_admin, member):
    """Addresses appear neither in lists of accounts nor through filters."""
    complete = "/admin/autocomplete/?app_label=comments&model_name=sanction&field_name=user&term=rita"
    assert as_group_admin.get(complete).status_code in {403, 404}
    page = text_of(as_group_admin.get("/admin/comments/sanction/add/"))
    assert "rita" not in page
    answer = as_group_admin.get("/admin/comments/sanction/?user__email__startswith=rita")
    assert answer.status_code in {302, 400}


# Sanctions of accounts


def give(client, name, **fields):
    said = {"account": name, "kind": "ban", "reason": "Advertising", "until_0": "", "until_1": ""}
    return client.post("/admin/comments/sanction/add/", said | fields)


@pytest.mark.parametrize(("until", "says"), [("", "Say until when"), ("2020-01-01", "has passed already")])
def test_a_suspension_keeps_an_end_that_is_to_come(as_group_admin, group_admin, member, until, says):
    end = now() + timedelta(days=1)
    given = {"kind": "suspension", "reason": "Rude", "until": end, "by": group_admin}
    sanction = Sanction.objects.create(user=member, **given)
    said = {"reason": "Rude", "until_0": until, "until_1": until and "12:00"}
    answer = as_group_admin.post(f"/admin/comments/sanction/{sanction.pk}/change/", said)
    assert says in text_of(answer)
    sanction.refresh_from_db()
    assert sanction.until == end


def test_admins_sanction_an_account_by_its_name(as_group_admin, group_admin, member):
    assert give(as_group_admin, "Rita").status_code == 302
    sanction = Sanction.objects.get()
    assert (sanction.user, sanction.by, sanction.kind) == (member, group_admin, "ban")
    assert sanction.author_key is None


@pytest.mark.parametrize(
    ("name", "says"),
    [("nobody", "no account with this name"), ("anna", "Nobody sanctions themselves"), ("abel", "abel is an admin")],
)
def test_ranks_count_there_as_well(as_group_admin, admin_user, name, says):
    page = text_of(give(as_group_admin, name))
    assert says in page
    assert not Sanction.objects.exists()


def test_a_suspension_needs_an_end_there_as_well(as_group_admin, member):
    assert "Say until when" in text_of(give(as_group_admin, "rita", kind="suspension"))
    assert "passed already" in text_of(give(as_group_admin, "rita", until_0="2001-01-01", until_1="10:00"))
    assert not Sanction.objects.exists()


def test_no_key_is_typed_by_hand(as_group_admin, member):
    give(as_group_admin, "rita", author_key="made up")
    assert Sanction.objects.get().author_key is None
    assert 'name="author_key"' not in text_of(as_group_admin.get("/admin/comments/sanction/add/"))


def test_admins_change_its_end_and_not_whom_it_meets(as_group_admin, member, moderator):
    give(as_group_admin, "rita")
    sanction = Sanction.objects.get()
    address = f"/admin/comments/sanction/{sanction.pk}/change/"
    said = {"reason": "Other words", "until_0": "2999-01-01", "until_1": "10:00"}
    as_group_admin.post(address, said | {"account": "mona", "kind": "warning"})
    sanction.refresh_from_db()
    assert (sanction.user, sanction.kind, sanction.reason) == (member, "ban", "Other words")
    assert sanction.until.year == 2999


def test_nobody_changes_one_that_is_on_themselves_or_on_their_rank(as_group_admin, group_admin, admin_user):
    for account in (group_admin, admin_user):
        sanction = Sanction.objects.create(user=account, reason="Because")
        address = f"/admin/comments/sanction/{sanction.pk}/change/"
        assert as_group_admin.post(address, {"reason": "Never mind"}).status_code == 403


def test_sanctions_are_lifted_and_never_deleted(as_group_admin, group_admin, member):
    give(as_group_admin, "rita")
    sanction = Sanction.objects.get()
    assert as_group_admin.post(f"/admin/comments/sanction/{sanction.pk}/delete/").status_code == 403
    chosen = {"_selected_action": [sanction.pk], "reason": "A mistake"}
    as_group_admin.post("/admin/comments/sanction/", chosen | {"action": "delete_selected"})
    as_group_admin.post("/admin/comments/sanction/", chosen | {"action": "lift"})
    sanction.refresh_from_db()
    assert (sanction.lifted_by, sanction.lift_reason) == (group_admin, "A mistake")


def test_an_account_can_be_deleted_with_its_sanctions(as_admin, member):
    Sanction.objects.create(user=member, reason="Advertising")
    as_admin.post(f"/admin/accounts/user/{member.pk}/delete/", {"post": "yes"})
    assert not Sanction.objects.exists()


def test_who_may_add_sanctions_and_is_no_admin_may_not(db):
    user = person("vera", is_staff=True)
    names = ["add_sanction", "change_sanction", "view_sanction", "moderate"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = logged_in(user)
    assert client.get("/admin/comments/sanction/").status_code == 200
    assert client.get("/admin/comments/sanction/add/").status_code == 403


# Bans from the list of comments


def ban(client, *comments, reason="Spam"):
    chosen = {"action": "ban_authors", "_selected_action": [c.pk for c in comments]}
    return text_of(client.post("/admin/comments/comment/", chosen | {"reason": reason}, follow=True))


def test_a_ban_from_the_list_has_a_giver_and_a_reason(as_group_admin, group_admin, post):
    page = ban(as_group_admin, post(), post(), post(author_key="other"))
    assert "Authors banned: 2" in page
    given = Sanction.objects.values_list("author_key", "by", "reason")
    assert {*given} == {("ada", group_admin.pk, "Spam"), ("other", group_admin.pk, "Spam")}


def test_without_a_reason_nobody_is_banned(as_group_admin, post):
    assert "Please give a reason" in ban(as_group_admin, post(), reason=" ")
    assert not Sanction.objects.exists()


def test_staff_of_ones_own_rank_are_left_out(as_group_admin, admin_user, post):
    page = ban(as_group_admin, post(author=admin_user, author_name="abel", author_key="abel"), post())
    assert "abel is an admin" in page
    assert Sanction.objects.get().author_key == "ada"
