"""Pictures in Django admin: upload, list, and use in a text."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.test import Client, RequestFactory

from articles.models import Article, Picture
from articles.pictures.decoding import MAX_PICTURE_BYTES
from articles.pictures.files import encode_picture
from articles.publication import save_article
from mvforum import uploads
from mvforum.accounts.models import User
from tests.articles.pictures.sample_files import drawn, file, png
from tests.conftest import logged_in, person, text_of

pytestmark = pytest.mark.usefixtures("media_folder")
LIST = "/admin/articles/picture/"
ADD = "/admin/articles/picture/add/"
NEW = "/admin/articles/article/add/"


@pytest.fixture
def picture(db) -> Picture:
    data = encode_picture(file(image=drawn(1200, 800)))
    return Picture.objects.create_with_files(Picture(slug="valve", alt="A valve", caption="Open"), data)


def upload(client: Client, data: bytes | None = None, name: str = "My Heart.jpg", **fields: str):
    given = SimpleUploadedFile(name, data or file(image=drawn(700, 500)), "image/jpeg")
    words = {"alt": "A heart", "caption": "", "credit": "", "slug": ""}
    return client.post(ADD, words | {"file": given} | fields, follow=True)


def test_an_editor_uploads_a_picture_and_learns_how_texts_name_it(as_admin, admin_user):
    page = text_of(upload(as_admin, caption="Mine"))
    picture = Picture.objects.get()
    assert (picture.slug, picture.width, picture.uploaded_by) == ("my-heart", 700, admin_user)
    assert "<code>![](/pictures/my-heart/)</code>" in page
    assert picture.url in page


def test_names_of_files_say_nothing(as_admin):
    upload(as_admin, file("PNG"), name="photo.jpg.exe")
    assert Picture.objects.get().format == "PNG"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg onload=alert(1)>", "SVG drawing"),
        (png(30_000, 30_000), "too many pixels"),
        (b"\xff\xd8\xff" + b"x" * 99, "damaged or not whole"),
        (b"\xff\xd8\xff" + b"\0" * MAX_PICTURE_BYTES, "a picture may have 10.0"),
    ],
    ids=["svg", "bomb", "broken", "large"],
)
def test_a_refused_upload_is_explained_and_the_form_keeps_its_text(as_admin, data, words):
    page = text_of(upload(as_admin, data, caption="Words I typed"))
    assert words in page
    assert 'value="Words I typed"' in page
    assert not Picture.objects.exists()


def test_a_picture_needs_a_description(as_admin):
    assert "This field is required" in text_of(upload(as_admin, alt=" "))
    assert not Picture.objects.exists()


def test_a_slug_in_use_is_refused(as_admin, picture):
    assert "already exists" in text_of(upload(as_admin, slug="valve"))


def test_the_same_file_again_leads_to_the_one_that_is_there(as_admin, picture):
    page = text_of(upload(as_admin, file(image=drawn(1200, 800))))
    assert "This picture is in the library already" in page
    assert f'<a href="/admin/articles/picture/{picture.pk}/change/">valve</a>' in page


def test_words_can_be_changed_and_the_address_cannot(as_admin, picture):
    fields = {"alt": "Other", "caption": "", "credit": "Ada", "slug": "other"}
    as_admin.post(f"{LIST}{picture.pk}/change/", fields)
    picture.refresh_from_db()
    assert (picture.alt, picture.credit, picture.slug) == ("Other", "Ada", "valve")


@pytest.mark.parametrize("query", ["valve", "A valve", "Open"])
def test_the_list_shows_and_finds(as_admin, picture, query):
    page = text_of(as_admin.get(LIST, {"q": query}))
    assert picture.get_file_url("WEBP", 480) in page
    assert "0 pictures" in text_of(as_admin.get(LIST, {"q": "nothing"}))


def test_a_dialogue_asks_for_pictures(as_admin, picture):
    for query in ("", "valve"):
        found = as_admin.get(f"{LIST}library/", {"q": query}).json()["pictures"]
        assert [(one["slug"], one["markdown"]) for one in found] == [("valve", "![](/pictures/valve/)")]
    assert as_admin.get(f"{LIST}library/", {"q": "\x00"}).status_code == 200
    for query in ("nothing", "x" * 5000, "'\""):
        assert as_admin.get(f"{LIST}library/", {"q": query}).json() == {"pictures": []}


def test_a_text_may_name_pictures_of_the_library_only(as_admin, picture, form):
    body = "![a](/pictures/valve/) ![b](/pictures/gone/) ![far](https://e.example/x.png)"
    page = text_of(as_admin.post(NEW, form | {"body": body}))
    assert "There is no picture “gone” in the library." in page
    assert "The picture “far” is not one of the library." in page
    assert "![a](/pictures/valve/)" in page
    assert not Article.objects.exists()


def test_a_text_may_cite_sources_that_are_there_only(as_admin, form):
    cited = form | {"body": "One[^1], two[^2], four[^4].", "sources": "First\nSecond"}
    page = text_of(as_admin.post(NEW, cited))
    assert "There is no source 4." in page
    assert "There is no source 2." not in page
    assert not Article.objects.exists()


def test_its_page_says_where_it_is_shown(as_admin, picture, form):
    as_admin.post(NEW, form | {"body": "![](/pictures/valve/)"})
    page = text_of(as_admin.get(f"{LIST}{picture.pk}/change/"))
    assert f'<a href="/admin/articles/article/{Article.objects.get().pk}/change/">A new one</a>' in page


def test_a_picture_in_use_is_not_deleted(as_admin, picture, article):
    article.body = "![](/pictures/valve/)"
    save_article(article)
    page = text_of(as_admin.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"}, follow=True))
    assert "On Threads" in page
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk], "post": "yes"}
    assert "On Threads" in text_of(as_admin.post(LIST, chosen, follow=True))
    assert Picture.objects.exists()


def test_a_picture_that_nobody_shows_is_deleted(as_admin, picture):
    as_admin.post(f"{LIST}{picture.pk}/delete/", {"post": "yes"})
    assert not Picture.objects.exists()


@pytest.mark.parametrize("group", ["author", "editor"])
def test_authors_and_editors_upload(group, db):
    person("ida", is_staff=True).groups.add(Group.objects.get(name=group))
    upload(logged_in(User.objects.get(username="ida")))
    assert Picture.objects.exists()


def test_who_may_not_upload_does_not(as_member, as_moderator, client, db):
    for somebody in (client, as_member, as_moderator, logged_in(person("stan", is_staff=True))):
        response = somebody.post(ADD, {"file": SimpleUploadedFile("a.jpg", file())})
        assert response.status_code in {302, 403}
        assert somebody.get(f"{LIST}library/").status_code in {302, 403}
    assert not Picture.objects.exists()


# What is received


def received(user: User, address: str, *sizes: int) -> dict[str, UploadedFile]:
    """The files that a view finds in a request of this user."""
    files = {f"file{n}": SimpleUploadedFile("a", b"x" * size) for n, size in enumerate(sizes)}
    request = RequestFactory().post(address, files)
    request.user = user
    found: dict[str, UploadedFile] = {}
    uploads.StaffUploadsMiddleware(lambda request: found.update(request.FILES.items()))(request)
    return found


@pytest.mark.parametrize(
    ("address", "is_for_staff"),
    [(ADD, True), ("/threads/1/comments/", False), ("/administration/", False), ("/Admin/", False)],
)
def test_only_staff_send_files_and_only_to_django_admin(admin_user, moderator, address, is_for_staff):
    assert bool(received(admin_user, address, 100)) == is_for_staff
    for somebody in (moderator, AnonymousUser(), User(is_staff=True, is_active=False)):
        assert not received(somebody, address, 100)


def test_of_a_file_that_is_too_large_only_the_size_is_kept(admin_user):
    kept = received(admin_user, ADD, MAX_PICTURE_BYTES + 1)["file0"]
    assert (kept.size, kept.read()) == (MAX_PICTURE_BYTES + 1, b"")


def test_many_files_are_no_more_than_one(admin_user):
    kept = received(admin_user, ADD, *[MAX_PICTURE_BYTES // 2] * 4)
    assert sum(len(file.read()) for file in kept.values()) <= MAX_PICTURE_BYTES


def test_who_does_not_stop_is_cut_short(as_admin, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_RECEIVED_BYTES", 100_000)
    response = upload(as_admin, b"x" * 1_000_000)
    assert response.status_code == 422
    assert "This field is required" in text_of(response)


def test_nobody_waits_while_a_picture_is_decoded(as_admin, monkeypatch, django_db_blocker):
    """Django admin begins a transaction for whole requests, and SQLite has one writer."""
    from django.db import connection

    from articles.admin import picture_forms as forms

    depths = [len(connection.savepoint_ids)]

    def noticing(data: bytes):
        depths.append(len(connection.savepoint_ids))
        return encode_picture(data)

    monkeypatch.setattr(forms, "encode_picture", noticing)
    upload(as_admin)
    assert Picture.objects.exists()
    assert depths[0] == depths[1]


def test_authors_describe_their_own_pictures_until_readers_see_them(author, picture, article):
    by_author = logged_in(author)
    change = f"{LIST}{picture.pk}/change/"
    words = {"alt": "Mine now", "caption": "", "credit": ""}
    assert by_author.post(change, words).status_code == 403
    Picture.objects.update(uploaded_by=author)
    assert by_author.post(change, words).status_code == 302
    article.body = "![](/pictures/valve/)"
    save_article(article)
    assert by_author.post(change, words | {"alt": "Again"}).status_code == 403
    assert Picture.objects.get().alt == "Mine now"


def test_editors_describe_every_picture(editor, picture, article):
    article.body = "![](/pictures/valve/)"
    save_article(article)
    words = {"alt": "Better", "caption": "", "credit": ""}
    assert logged_in(editor).post(f"{LIST}{picture.pk}/change/", words).status_code == 302
    assert 'alt="Better"' in Article.objects.get().body_html
