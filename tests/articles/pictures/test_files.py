"""Stored files of a picture: sizes, immutable names, clean-up, and pages that show them."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.utils.timezone import now
from PIL import Image

from articles.models import Article, Picture
from articles.pictures.files import encode_picture, get_copy_widths
from articles.publication import save_article, save_picture
from tests.articles.pictures.sample_files import drawn, file, opened
from tests.conftest import text_of

pytestmark = pytest.mark.usefixtures("media_folder")


@pytest.fixture
def picture(db) -> Picture:
    return take_in(slug="valve")


def files() -> set[str]:
    return {path.name for path in Path(default_storage.path("pictures")).iterdir()}


def take_in(data: bytes | None = None, **fields: str) -> Picture:
    fields = {"slug": "valve", "alt": "A valve"} | fields
    return Picture.objects.create_with_files(Picture(**fields), encode_picture(data or file(image=drawn(1200, 800))))


# What is kept


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (300, [300]), (480, [480]), (700, [480, 700]), (1200, [480, 960, 1200]), (4000, [480, 960, 1600])],
)
def test_no_copy_is_larger_than_the_picture(width, widths):
    assert get_copy_widths(width) == widths


def test_there_are_copies_in_every_width_and_both_formats(picture):
    assert (picture.width, picture.height, picture.format) == (1200, 800, "JPEG")
    for name in picture.file_names:
        with default_storage.open(name) as stored:
            image = Image.open(stored)
            image.load()
        assert image.width in {480, 960, 1200}
        assert abs(image.height - image.width * 2 / 3) < 1
    assert len(picture.file_names) == 7


def test_the_digest_is_that_of_the_picture_that_is_kept(picture):
    with default_storage.open(picture.file_names[0]) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == picture.digest


def test_a_line_of_pixels_keeps_one_of_them():
    encoded = encode_picture(file("PNG", drawn(4000, 1)))
    assert {opened(data).height for data in encoded.files.values()} == {1}


def test_the_same_file_twice_is_one_picture(picture):
    assert take_in(slug="other") == picture
    assert Picture.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_file_by_eight_people_at_once_is_one_picture():
    data = file(image=drawn(1200, 800))

    def upload(number: int) -> int:
        try:
            return take_in(data, slug=f"valve-{number}").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(upload, range(8)))
    assert len({*keys}) == Picture.objects.count() == 1
    picture = Picture.objects.get()
    assert files() == {name.rpartition("/")[2] for name in picture.file_names}


def test_a_row_that_fails_leaves_files_at_worst(db):
    take_in(slug="valve")
    with pytest.raises(IntegrityError):
        take_in(file(image=drawn(100, 100)), slug="valve")
    assert Picture.objects.count() == 1


def test_files_that_fail_leave_no_row(db, monkeypatch):
    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        take_in()
    assert not Picture.objects.exists()
    assert files() == set()


def test_files_without_a_picture_are_forgotten_after_a_day(picture):
    gone = take_in(file(image=drawn(100, 100)), slug="gone")
    gone.delete()
    call_command("forget_pictures", stdout=StringIO())
    assert default_storage.exists(gone.file_names[0])
    assert Picture.objects.delete_orphan_files(now() + timedelta(days=2)) == 3
    assert not default_storage.exists(gone.file_names[0])
    assert picture.file_names
    assert all(default_storage.exists(name) for name in picture.file_names)


@pytest.mark.parametrize(
    ("wish", "slug"), [("IMG 0815", "img-0815"), ("valve", "valve-2"), ("心", "picture"), ("", "picture")]
)
def test_a_slug_that_is_free(picture, wish, slug):
    assert Picture.objects.find_free_slug(wish) == slug


# In texts


@pytest.fixture
def illustrated(article, picture) -> Article:
    article.body = "Look:\n\n![](/pictures/valve/)"
    save_article(article)
    return article


def test_an_article_shows_the_picture(client, illustrated, picture):
    page = text_of(client.get(illustrated.get_absolute_url()))
    assert 'alt="A valve"' in page
    for address in (picture.url, picture.get_file_url("WEBP", 480)):
        assert address in page
        assert client.get(address).status_code == 200
    assert list(picture.articles.all()) == [illustrated]


def test_other_words_about_it_change_the_articles_that_show_it(client, illustrated, picture):
    before = client.get(illustrated.get_absolute_url())["ETag"]
    picture.alt = "A valve that leaks"
    save_picture(picture)
    after = client.get(illustrated.get_absolute_url())
    assert "A valve that leaks" in text_of(after)
    assert after["ETag"] != before


def test_other_words_about_it_leave_the_text_alone(illustrated, picture):
    Article.objects.update(body="Newer text. ![](/pictures/valve/)")
    picture.caption = "New"
    save_picture(picture)
    assert Article.objects.get().body.startswith("Newer text.")


def test_an_article_that_shows_it_no_longer_lets_it_go(illustrated, picture):
    with pytest.raises(models.ProtectedError):
        picture.delete()
    illustrated.body = "No more."
    save_article(illustrated)
    picture.delete()
    assert not Picture.objects.exists()


def test_an_article_can_go_and_the_picture_stays(picture):
    draft = Article.objects.create(title="x", slug="x", body="![](/pictures/valve/)")
    draft.delete()
    assert Picture.objects.exists()


# Its addresses


def test_a_file_is_for_everybody_and_for_good(client, picture):
    for format_, type_ in (("JPEG", "image/jpeg"), ("WEBP", "image/webp")):
        response = client.get(picture.get_file_url(format_, 480), headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200
        assert response["Content-Type"] == type_
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Content-Encoding" not in response
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


def test_a_browser_that_has_the_file_gets_a_304(client, picture):
    etag = client.get(picture.url)["ETag"]
    response = client.get(picture.url, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["{original}", "../../mvforum.sqlite3", "%2e%2e/%2e%2e/local.env", "{digest}-480.svg", "{digest}-480.jpg.html",
     "{digest}-77.jpg", "x", "", "{digest}-480.JPG", ".tmp", "{digest}-480.jpg%00", "{digest}-480.jpg%0a"],
)  # fmt: skip
def test_nothing_else_is_served(client, picture, name):
    facts = {"digest": picture.digest[:32], "original": picture.file_names[0].rpartition("/")[2]}
    assert client.get(f"/media/pictures/{name.format(**facts)}").status_code == 404


def test_a_file_has_one_address(client, picture):
    response = client.get(f"{picture.url}?v=1")
    assert (response.status_code, response["Location"]) == (301, picture.url)


def test_the_address_in_texts_leads_to_the_largest_file(client, picture):
    response = client.get("/pictures/valve/")
    assert (response.status_code, response["Location"]) == (302, picture.get_file_url("JPEG", 1200))
    assert client.get("/pictures/gone/").status_code == 404
