"""robots.txt and security.txt."""

from datetime import UTC, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest

from tests.conftest import text_of


@pytest.fixture
def robots(client, db) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(text_of(client.get("/robots.txt")).splitlines())
    return parser


@pytest.mark.parametrize(
    "path", ["/admin/", "/accounts/login/", "/moderation/", "/posts/x/", "/threads/1/reply/", "/search/?q=x"]
)  # fmt: skip
def test_robots_stay_away_from_what_is_for_one_person(robots, path):
    assert not robots.can_fetch("*", f"http://testserver{path}")


@pytest.mark.parametrize(
    "path", ["/", "/articles/on-threads/", "/articles/on-threads/?print", "/feeds/posts.atom", "/cards/a-b.png"]
)  # fmt: skip
def test_robots_may_read_the_rest(robots, path):
    assert robots.can_fetch("*", f"http://testserver{path}")


def test_robots_txt_names_the_sitemap(robots):
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]


def fields(client) -> dict[str, str]:
    response = client.get("/.well-known/security.txt", secure=True)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in text_of(response).splitlines())


def test_security_txt_says_whom_to_tell(client, db):
    said = fields(client)
    assert said["Contact"] == "mailto:security@testserver"
    assert said["Canonical"] == "https://testserver/.well-known/security.txt"
    assert said["Preferred-Languages"] == "en-gb"


def test_security_txt_expires_within_a_year(client, db):
    left = datetime.fromisoformat(fields(client)["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


def test_operators_configure_the_contacts(client, db, settings):
    settings.SECURITY_CONTACTS = ["https://example.org/report", "mailto:a@example.org"]
    page = text_of(client.get("/.well-known/security.txt"))
    assert page.startswith("Contact: https://example.org/report\nContact: mailto:a@example.org\n")


@pytest.mark.parametrize("address", ["/robots.txt", "/.well-known/security.txt"])
def test_robots_txt_and_security_txt_are_cacheable(client, db, address):
    response = client.get(address)
    assert "public" in response["Cache-Control"]
    again = client.get(address, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(address).status_code == 405
