"""Permissions of the groups that come with the site, on a fresh and on an upgraded database."""

import pytest

from tests.upgrade.differences import permission_now

ALL = ("add", "change", "delete", "view")


def all_of(*models: str) -> set[str]:
    return {f"{verb} {model}" for model in models for verb in ALL}


# As "verb model", by the names at e19ede4; a permission of our own as "codename model".
GROUPS = {
    "moderator": {"moderate comments.comment"},
    "admin": {
        "moderate comments.comment",
        "undo_others comments.comment",
        "sanction_moderators comments.comment",
        "view comments.comment",
        "view comments.decision",
        "view comments.letter",
        "view comments.flag",
        "view comments.appeal",
        "view comments.thread",
        "change comments.thread",
        "view comments.houserules",
        "change comments.houserules",
        "publish articles.article",
        *all_of(
            "comments.ground",
            "comments.watchedword",
            "comments.dangerphrase",
            "comments.helpline",
            "comments.sanction",
            "articles.almanac",
            "articles.anniversary",
            "articles.article",
            "articles.byline",
            "articles.fact",
            "articles.formeraddress",
            "articles.gist",
            "articles.likeness",
            "articles.person",
            "articles.picture",
            "articles.pictureuse",
            "articles.revision",
            "articles.spelling",
            "articles.topic",
            "articles.topicentry",
        ),
    },
    "author": {
        "add articles.article",
        "change articles.article",
        "view articles.article",
        "view articles.topic",
        "view articles.person",
        "add articles.picture",
        "change articles.picture",
        "view articles.picture",
    },
    "editor": {
        "publish articles.article",
        "add articles.topic",
        "change articles.topic",
        "view articles.topic",
        "add articles.person",
        "change articles.person",
        "view articles.person",
        *all_of("articles.article", "articles.fact", "articles.anniversary", "articles.picture"),
    },
}


def wanted(group: str) -> set[tuple[str, str]]:
    pairs = (line.split(" ") for line in GROUPS[group])
    return {permission_now(model, f"{verb}_{model.split('.')[1]}" if verb in ALL else verb) for verb, model in pairs}


@pytest.mark.parametrize("name", ["fresh", "upgraded"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_the_site_may_do_exactly_this(databases, request, group, name):
    assert request.getfixturevalue(name).granted()[group] == wanted(group)


def test_a_fresh_site_has_no_other_group(fresh):
    assert {*fresh.granted()} == {*GROUPS}


@pytest.mark.parametrize("who", ["group", "user"])
def test_what_was_granted_by_hand_follows(original, upgraded, who):
    before, after = original.granted(who), upgraded.granted(who)
    assert {"group": "librarians", "user": "mona"}[who] in before
    assert after == {name: {permission_now(*permission) for permission in granted} for name, granted in before.items()}


def test_what_was_taken_by_hand_does_not_come_back(stepped):
    database, _steps = stepped
    taken = permission_now("comments.ground", "delete_ground")
    assert database.granted()["admin"] == wanted("admin") - {taken}
