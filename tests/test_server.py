"""The production server with production settings, as a proxy and a robot see it."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import FORM, NO_NGINX, ROOT, Nginx, Site, wait_until


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("var"))
    site.prepare()
    site.manage("import_article", str(ROOT / "articles/demo"))
    with site.running():
        yield site


ARTICLE = "/articles/mitral-valve-leak/"
PICTURE = "/pictures/four-valves/"


@pytest.mark.parametrize("path", ["/", ARTICLE, "/house-rules/", "/nowhere/", "/healthz", "/accounts/login/"])
def test_https_is_kept_to(site, path):
    answer = site.ask(path)
    assert answer.status == (404 if path == "/nowhere/" else 200)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "Python" not in (answer.headers["Server"] or "")
    for cookie in answer.headers.get_all("Set-Cookie") or []:
        name, _equals, rest = cookie.partition("=")
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in rest.split(";")}
        assert "no-store" in answer.headers["Cache-Control"]


def test_a_reader_gets_no_cookie(site):
    assert not site.ask(ARTICLE).headers["Set-Cookie"]


@pytest.mark.parametrize("accepted", ["", "gzip", "br, gzip"])
def test_the_front_cache_keeps_pictures_as_they_are(site, accepted):
    place = site.ask(PICTURE).headers["Location"]
    for headers in ({}, {"Cookie": "__Host-session=abc"}):
        site.ask(place, Accept_Encoding=accepted)
        answer = site.ask(place, Accept_Encoding=accepted, **headers)
        assert answer.status == 200
        assert answer.headers["Content-Encoding"] is None
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert bool(answer.headers["Age"]) == (not headers)
        assert answer.words.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "policy"),
    [(ARTICLE, "same-origin"), ("/healthz", "same-origin"), (PICTURE, "cross-origin"), ("/widgets/fact/", "cross-origin")],
)  # fmt: skip
def test_every_answer_says_which_sites_may_load_it(site, path, policy):
    answers = [
        site.ask(path),
        site.ask(path),
        site.ask(path, Host="evil.example"),
        site.ask(path, X_Forwarded_Proto="http"),
    ]
    if tag := answers[0].headers["ETag"]:
        answers.append(site.ask(path, If_None_Match=tag))
        assert answers[-1].status == 304
    assert [answer.headers.get_all("Cross-Origin-Resource-Policy") for answer in answers] == [[policy]] * len(answers)


def test_other_sites_may_load_pictures_and_the_icon_but_no_other_file(site):
    page = site.ask(ARTICLE).words.decode()
    files = {
        file: site.ask(file).headers["Cross-Origin-Resource-Policy"] for file in re.findall(r'"(/static/[^"]+)"', page)
    }
    assert len(files) >= 3
    assert {policy for file, policy in files.items() if "icon" in file} == {"cross-origin"}
    assert {policy for file, policy in files.items() if "icon" not in file} == {"same-origin"}
    assert site.ask(site.ask(PICTURE).headers["Location"]).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_plain_http_is_led_to_https(site):
    answer = site.ask(ARTICLE, X_Forwarded_Proto="http")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://forum.example.org{ARTICLE}")
    assert site.ask("/healthz", X_Forwarded_Proto="http").status == 200


def test_another_host_is_turned_away(site):
    assert site.ask("/", Host="evil.example").status == 400


def test_all_that_an_article_needs_is_light_and_kept_for_good(site):
    page = site.ask(ARTICLE, Accept_Encoding="br, gzip")
    weight = len(page.words)
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', site.ask(ARTICLE).words.decode())
    assert len(files) == 4  # icon, stylesheet, two scripts
    for file in files:
        answer = site.ask(file, Accept_Encoding="br, gzip")
        assert "immutable" in answer.headers["Cache-Control"]
        weight += len(answer.words)
    assert weight <= 60_000


def test_a_guest_posts(site):
    body = b"body=From+behind+the+proxy"
    answer = site.ask("/threads/1/comments/", "POST", body, Content_Type=FORM, Origin="https://forum.example.org")
    assert answer.status == 302
    assert b"Keep this link" in site.ask(answer.headers["Location"]).words
    assert not answer.headers["Set-Cookie"]


def test_another_site_posts_nothing(site):
    answer = site.ask("/threads/1/comments/", "POST", b"body=x", Content_Type=FORM, Origin="https://evil.example")
    assert answer.status == 403


@pytest.mark.parametrize("size", [1_100_000, 10_485_760])
def test_megabytes_are_refused_and_the_site_lives_on(site, size):
    answer = site.ask(
        "/threads/1/comments/", "POST", b"body=" + b"x" * size,
        Content_Type=FORM, Origin="https://forum.example.org",
    )  # fmt: skip
    assert answer.status == 413
    assert b"8,000 characters" in answer.words
    assert site.is_up()


def test_the_health_check_tells_when_nobody_answers(site):
    elsewhere = Site(Path(site.environment["VAR_DIR"]))
    done = elsewhere.run("deploy/healthcheck.py")
    assert done.returncode == 1
    assert "Not well" in done.stderr


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, site):
    """nginx in front of a site without its own HTTP cache, as in deploy/production.env."""
    if NO_NGINX:
        pytest.skip(NO_NGINX)
    deployed = Site(Path(site.environment["VAR_DIR"]), FRONT_CACHE_MB="0")
    nginx = Nginx(tmp_path_factory.mktemp("nginx"), deployed)
    with deployed.running(), nginx.running():
        yield nginx


BROWSER = "gzip, deflate, br, zstd"


def test_behind_nginx(nginx):
    answer = nginx.ask(ARTICLE, Accept_Encoding=BROWSER)
    assert answer.status == 200
    assert b"Discuss this Article" in gzip.decompress(answer.words)
    assert answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("", None), ("gzip", "gzip"), (BROWSER, "gzip"), ("gzip; q=0, br", None), ("br", None), ("gzip;q=0.5", "gzip")],
)
def test_nginx_keeps_a_page_in_each_encoding(nginx, accepted, sent):
    nginx.ask(ARTICLE, Accept_Encoding=accepted)
    answer = nginx.ask(ARTICLE, Accept_Encoding=accepted, User_Agent="Another")
    assert (answer.headers["X-Cache"], answer.headers["Content-Encoding"]) == ("HIT", sent)
    known = nginx.ask(ARTICLE, If_None_Match=answer.headers["ETag"])
    assert known.status == 304


@pytest.mark.parametrize("cookie", ["", "__Host-session=abc"])
def test_nginx_keeps_pictures_whoever_asks(nginx, cookie):
    place = urlsplit(nginx.ask(PICTURE).headers["Location"]).path
    nginx.ask(place, Accept_Encoding=BROWSER)
    answer = nginx.ask(place, Accept_Encoding="", Cookie=cookie)
    assert (answer.status, answer.headers["X-Cache"]) == (200, "HIT")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.words.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("path", "policy"), [(ARTICLE, "same-origin"), ("/admin/", "same-origin"), (PICTURE, "cross-origin")]
)
def test_every_answer_of_nginx_says_which_sites_may_load_it(nginx, path, policy):
    answers = [nginx.ask(path), nginx.ask(path), nginx.ask(path, If_None_Match="*"), nginx.ask(path, "PUT")]
    assert [answer.headers.get_all("Cross-Origin-Resource-Policy") for answer in answers] == [[policy]] * 4
    too_large = nginx.ask(path, "POST", b"x" * 13_000_000)
    assert too_large.status == 413
    assert too_large.headers.get_all("Cross-Origin-Resource-Policy") == ["same-origin"]


@pytest.mark.parametrize(("path", "status"), [("/admin/", 403), (ARTICLE, 413)])
def test_nginx_lets_only_editors_send_much(nginx, path, status):
    body = b"x" * 5_000_000
    assert nginx.ask(path, "POST", body).status == status


def test_a_word_in_an_address_is_no_wish(nginx):
    for path in ("/articles/gzip/", "/?before=gzip"):
        assert nginx.ask(path).headers["Content-Encoding"] is None


def test_nginx_sends_static_files_as_small_as_they_are(nginx):
    page = nginx.ask("/house-rules/").words.decode()
    style = re.search(r'href="(/static/site[^"]+)"', page)[1]
    assert nginx.ask(style, Accept_Encoding=BROWSER).headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("cookie", ["__Host-session=abc", "theme=dark; __Host-csrftoken=abc"])
def test_nginx_passes_those_by_who_are_somebody(nginx, cookie):
    for _ in range(2):
        answer = nginx.ask(ARTICLE, Cookie=cookie)
        assert answer.headers["X-Cache"] == "BYPASS"


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere/", "/posts/no-such-link/"])
def test_nginx_keeps_nothing_that_is_not_for_everybody(nginx, path):
    for _ in range(2):
        assert nginx.ask(path).headers["X-Cache"] == "MISS"


def test_nginx_serves_what_it_has_while_the_site_is_away(site, tmp_path):
    if NO_NGINX:
        pytest.skip(NO_NGINX)
    another = Site(Path(site.environment["VAR_DIR"]))
    nginx = Nginx(tmp_path, another)
    with nginx.running():
        with another.running():
            nginx.ask(ARTICLE)
        wait_until(lambda: nginx.ask(ARTICLE).headers["X-Cache"] == "STALE")
        answer = nginx.ask(ARTICLE)
        assert answer.status == 200
        assert b"Discuss this Article" in answer.words
        assert nginx.ask("/house-rules/").status == 502
