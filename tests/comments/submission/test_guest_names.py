"""Guest names: they do not resemble a member, a moderator or a reserved name."""

import pytest

from articles.models import Article, Byline, Person
from articles.publication import publish_article
from comments.models import Comment
from comments.submission.guest_names import is_guest_name_taken
from comments.submission.submit import add_comment
from comments.text.confusables import build_skeleton
from mvforum.accounts.models import User
from tests.comments.acting import submit_comment
from tests.conftest import ACCEPTED, logged_in, person, text_of

REFUSAL = "This name reads like that of somebody else here."


@pytest.mark.parametrize("name", ["Moderаtor", "admin", "ADMIN", "mona", "MONA", "rnona", "м0nа", "rita", "R.i.t.a"])
def test_a_guest_cannot_take_a_name_that_reads_like_one_of_them(client, thread, moderator, member, name):
    response = submit_comment(client, thread, "My own words", author_name=name)
    assert response.status_code == 422
    assert REFUSAL in text_of(response)
    assert "My own words" in text_of(response)
    assert f'value="{name}"' in text_of(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["Alice 🛡️", "Alice ✔", "[staff] Alice", "Nurse (verified)", "Alice, moderator"])
def test_a_guest_cannot_wear_a_badge(client, thread, name):
    response = submit_comment(client, thread, "My own words", author_name=name)
    assert response.status_code == 422
    assert REFUSAL in text_of(response)
    assert "My own words" in text_of(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["\u202enimda", "\u2067rotaredom\u2069", "nim\u200fda"])
def test_a_guest_cannot_turn_a_name_around(client, thread, name):
    assert submit_comment(client, thread, author_name=name).status_code == 422
    assert is_guest_name_taken(name, thread.pk) or "\u200f" in name
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("Alma Author", "ALMA AUTHOR", "Аlma Аuthor", "Author, Alma", "AlmaAuthor", "Alma-Author", "Dr. Alma Author"),
        *("Alma Author, MD", "I am Alma Author", "Alma Author (author)", "Alma Author (demo)", "Edgar Editor"),
    ],
)
def test_a_guest_cannot_pose_as_a_person_of_the_byline(client, thread, name):
    """Whether they have written, edited or reviewed it, and with any titles."""
    response = submit_comment(client, thread, "My own words", author_name=name)
    assert response.status_code == 422
    assert REFUSAL in text_of(response)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["Alma", "Alma B.", "Anna Author", "Edgar", "Edgar Allan", "Another Alma"])
def test_a_part_of_the_name_of_a_person_is_free(client, thread, name):
    assert submit_comment(client, thread, author_name=name).status_code == 302


def test_a_person_of_another_article_is_nobody_here(client, thread):
    other = Article.objects.create(title="Another", slug="another", body="A text")
    Byline.objects.replace(other.pk, "reviewed", [Person.get_or_create_by_name("Rita Reviewer")])
    publish_article(other)
    assert submit_comment(client, thread, "Here", author_name="Rita Reviewer").status_code == 302
    assert submit_comment(client, other.thread, "There", author_name="Rita Reviewer").status_code == 422


@pytest.mark.parametrize("name", ["", "Anonymous", "Ritchie", "Ramona"])
def test_other_names_are_free(client, thread, moderator, member, name):
    assert submit_comment(client, thread, author_name=name).status_code == 302


def test_a_member_posts_under_the_own_name(thread, regular):
    assert submit_comment(logged_in(regular), thread).status_code == 302


def test_old_posts_keep_their_names(client, post):
    comment = post(author_name="Admin")
    secret = comment.issue_secret()
    client.post(f"/posts/{secret}/edit/", {"body": "Other words", "author_name": "Admin"})
    comment.refresh_from_db()
    assert comment.body == "Other words"
    response = client.post(f"/posts/{secret}/edit/", {"body": "More", "author_name": "Moderator"})
    assert response.status_code == 422


def test_imported_posts_keep_theirs(thread):
    assert add_comment(thread, Comment(body="Hello", author_name="Admin"), ACCEPTED).author_name == "Admin"


@pytest.mark.django_db
def test_a_new_name_of_a_member_gets_a_new_skeleton(member):
    member.username = "wilma"
    member.save(update_fields=["username"])
    assert User.objects.get().name_skeleton == build_skeleton("wilma") != build_skeleton("rita")


def test_the_name_is_looked_up_by_an_index(member, django_assert_num_queries):
    from comments.models.accounts import is_member_name

    with django_assert_num_queries(1):
        assert is_member_name("RITA")


def sign_up(client, name: str):
    return client.post(
        "/accounts/signup/",
        {"username": name, "email": "new@example.org", "password1": "a-long-password", "password2": "a-long-password"},
    )


@pytest.mark.parametrize("name", ["wi11i", "WILLI", "Wiili", "w.i.l.l.i"])
def test_nobody_signs_up_with_a_name_that_reads_like_a_members(client, db, name):
    person("willi")
    response = sign_up(client, name)
    assert "Somebody has this name already." in text_of(response)
    assert "willi@example.org" not in text_of(response)
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["m0derator", "admin-team", "rnoderator"])
def test_nobody_signs_up_with_a_reserved_name(client, db, name):
    assert "This name is reserved." in text_of(sign_up(client, name))
    assert not User.objects.exists()


def test_other_names_sign_up(client, db):
    person("willi")
    assert sign_up(client, "wilma").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_names_that_are_there_already_are_read_by_the_migration():
    from importlib import import_module

    from django.apps import apps
    from django.db import connection

    person("willi")
    User.objects.update(name_skeleton=None)
    migration = import_module("mvforum.accounts.migrations.0005_read_all_names")
    with connection.schema_editor() as editor:
        migration.read_names(apps, editor)
    assert User.objects.get().name_skeleton == build_skeleton("willi")
