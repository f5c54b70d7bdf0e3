"""Four processes behind nginx share counters and pages, on either database, with Redis."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from typing import NamedTuple

import pytest

from comments.models.house_rules import RULE_FIELDS
from comments.policy import RuleSettings
from tests import servers
from tests.running import NO_NGINX, Nginx, Site, Visitor, wait_until

pytestmark = [
    pytest.mark.skipif(bool(servers.missing()), reason=servers.missing()),
    pytest.mark.skipif(bool(NO_NGINX), reason=NO_NGINX),
]
PASSWORD = "a-long-password"
POSTS = 3  # by a guest within ten minutes; nobody is in a hurry beyond that
WRITERS = [f"writer{number}" for number in range(8)]
STAGE = f"""
from django.contrib.auth.models import Permission
from articles.publication import publish_article
from articles.models import Article
from comments.models import HouseRules
from tests.conftest import person

HouseRules.change(seconds_between_posts=0, posts_per_ten_minutes={POSTS})
person("admin", is_staff=True, is_superuser=True)
for name in ["victim", "herald", *{WRITERS}]:
    person(name).user_permissions.add(Permission.objects.get(codename="moderate"))
for slug in ("limits", "crowd", "race", "news"):
    article = Article.objects.create(title=slug, slug=slug, body="Words.")
    publish_article(article)
    print(slug, article.thread.pk)
"""


class House(NamedTuple):
    sites: list[Site]
    nginx: Nginx
    threads: dict[str, str]  # by the slugs of their articles

    def form_of(self, slug: str) -> str:
        return f"/threads/{self.threads[slug]}/comments/"


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def house(request, tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    with ExitStack() as stack:
        environment = {"CACHE_URL": stack.enter_context(servers.redis_server())}
        if request.param == "PostgreSQL":
            environment["DATABASE_URL"] = stack.enter_context(servers.postgresql()).url()
        sites = [Site(var, **environment) for _process in range(4)]
        threads = sites[0].prepare(STAGE)
        for site in sites:
            stack.enter_context(site.running())
        nginx = Nginx(tmp_path_factory.mktemp("nginx"), *sites)
        stack.enter_context(nginx.running())
        yield House(sites, nginx, dict(line.split() for line in threads.splitlines()))


def logged_in(house: House, name: str, address: str) -> Visitor:
    """A logged-in visitor whose posts are published at once."""
    visitor = Visitor(address)
    assert visitor.log_in(house.nginx, name, PASSWORD).status == 302
    return visitor


def test_every_process_refuses_the_post_that_is_one_too_many(house):
    guest, form = Visitor("203.0.113.1"), house.form_of("limits")
    for number in range(POSTS):
        assert guest.send(house.sites[number], form, body=f"Post {number}").status == 302
    for answer in (guest.send(site, form, body="More") for site in house.sites):
        assert answer.status == 429
        assert 500 < int(answer.headers["Retry-After"]) <= 600


def test_the_limit_holds_for_posts_that_come_at_once(house):
    guest, form = Visitor("127.0.2.1"), house.form_of("crowd")
    with ThreadPoolExecutor(8) as pool:
        posts = [pool.submit(guest.send, house.nginx, form, body=f"Post {n}") for n in range(8)]
    answers = [post.result().status for post in posts]
    assert sorted(answers) == [302] * POSTS + [429] * (8 - POSTS)


def test_guessed_passwords_are_counted_over_all_processes(house):
    door = cycle(house.sites)
    for guess in range(5):
        burglar = Visitor(f"203.0.113.{10 + guess}")
        assert b"is not right" in burglar.log_in(next(door), "victim", "wrong").words
    for site in house.sites:
        answer = Visitor("203.0.113.20").log_in(site, "victim", PASSWORD)
        assert b"There were too many attempts" in answer.words
        assert answer.status == 429


def test_what_one_process_publishes_all_show(house):
    author, form = logged_in(house, "herald", "127.0.3.1"), house.form_of("news")
    for number, site in enumerate(house.sites):
        words = f"News {number} for everybody"
        post = author.send(site, form, body=words)
        assert words.encode() in author.read(site, post.headers["Location"].partition("#")[0]).words
        for other in house.sites:
            assert words.encode() in author.read(other, "/articles/news/").words
            wait_until(lambda: words.encode() in other.ask("/articles/news/").words)  # noqa: B023


def test_of_eight_writers_at_once_no_word_is_lost_and_no_number(house):
    addresses = {name: f"127.0.4.{number}" for number, name in enumerate(WRITERS, start=1)}
    writers = {name: logged_in(house, name, address) for name, address in addresses.items()}

    def post(words: str) -> int:
        writer = writers[words.split()[1]]
        answer = writer.send(house.nginx, house.form_of("race"), body=words)
        assert answer.status == 302, answer.words
        return int(answer.headers["Location"].rpartition("#post-")[2])

    texts = [f"By {name} again {turn}" for turn in range(POSTS) for name in WRITERS]
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        numbers = list(pool.map(post, texts))
    assert sorted(numbers) == list(range(1, len(texts) + 1))
    page = writers["writer0"].read(house.nginx, "/articles/race/").words.decode()
    for number, text in zip(numbers, texts, strict=True):
        assert f'id="post-{number}"' in page
        assert page.count(text) == 1


def test_what_an_admin_sets_holds_in_all_processes_at_once(house):
    admin, guest = logged_in(house, "admin", "127.0.5.1"), Visitor("203.0.113.40")
    form = {name: getattr(RuleSettings(), name) for name in RULE_FIELDS} | {"posts_per_ten_minutes": POSTS}
    form = {name: "on" if value is True else value for name, value in form.items()}
    address = "/admin/comments/houserules/1/change/"
    without_guests = {name: value for name, value in form.items() if name != "guests_may_post"}

    def say(site: Site) -> int:
        return guest.send(site, house.form_of("news"), body=f"Words at {site.port}").status

    def shows_the_form(site: Site) -> bool:
        return b'name="body"' in site.ask("/articles/news/").words

    assert admin.send(house.sites[0], address, **without_guests).status == 302
    assert [say(site) for site in house.sites] == [422] * 4
    for site in house.sites:
        wait_until(lambda: not shows_the_form(site))  # noqa: B023
    assert admin.send(house.sites[1], address, **form).status == 302
    assert say(house.sites[3]) == 302
    for site in house.sites:
        wait_until(lambda: shows_the_form(site))  # noqa: B023
