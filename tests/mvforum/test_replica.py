"""A replica that lags: strangers read from it, authors see their own posts at once."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import servers
from tests.running import Site, Visitor, wait_until

pytestmark = pytest.mark.skipif(bool(servers.missing()), reason=servers.missing())

STAGE = """
from django.contrib.auth.models import Permission
from articles.publication import publish_article
from articles.models import Article
from comments.models import HouseRules
from tests.conftest import person

HouseRules.change(seconds_between_posts=0, posts_per_ten_minutes=0)
person("mona").user_permissions.add(Permission.objects.get(codename="moderate"))
for slug in ("lag", "guest", "letter", "outage"):
    article = Article.objects.create(title=slug, slug=slug, body="Words.")
    publish_article(article)
    print(slug, article.thread.pk)
"""


@pytest.fixture(scope="module")
def primary():
    with servers.postgresql() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def replica(primary):
    """A replica that each test starts, so that the test can stop it. The site never writes to it."""
    with servers.replica_of(primary) as cluster:
        yield cluster
        assert "read-only transaction" not in cluster.log


@pytest.fixture(scope="module")
def threads() -> dict[str, str]:
    """Threads by the slugs of their articles."""
    return {}


@pytest.fixture(scope="module")
def site(primary, replica, threads, tmp_path_factory):
    urls = {"DATABASE_URL": primary.url(), "DATABASE_REPLICA_URL": replica.url()}
    site = Site(tmp_path_factory.mktemp("var"), **urls)
    threads.update(line.split() for line in site.prepare(STAGE).splitlines())
    with site.running():
        yield site


@pytest.fixture
def mona(site) -> Visitor:
    """A moderator, whose posts are published at once."""
    mona = Visitor("203.0.113.1")
    assert mona.log_in(site, "mona", "a-long-password").status == 302
    return mona


@contextmanager
def replication_paused(primary: servers.Cluster, replica: servers.Cluster) -> Iterator[None]:
    """Pause replication: the replica has all earlier writes, and no later ones."""
    [[written]] = primary.do("SELECT pg_current_wal_lsn()")
    wait_until(lambda: replica.do(f"SELECT pg_last_wal_replay_lsn() >= '{written}'") == [(True,)])
    replica.do("SELECT pg_wal_replay_pause()")
    wait_until(lambda: replica.do("SELECT pg_get_wal_replay_pause_state()") == [("paused",)])
    try:
        yield
    finally:
        replica.do("SELECT pg_wal_replay_resume()")


def test_a_member_sees_the_own_post_before_strangers_do(primary, replica, site, threads, mona):
    with replica.running():
        with replication_paused(primary, replica):
            post = mona.send(site, f"/threads/{threads['lag']}/comments/", body="Quick as that")
            page, _thanks, _post = post.headers["Location"].partition("&thanks#")
            assert b"Quick as that" in mona.read(site, page).words
            assert b"Quick as that" in mona.read(site, "/articles/lag/").words
            stranger = site.ask("/articles/lag/")
            assert stranger.status == 200
            assert b"Quick as that" not in stranger.words
        wait_until(lambda: b"Quick as that" in site.ask("/articles/lag/").words)


def test_a_guest_is_in_charge_of_a_post_at_once(primary, replica, site, threads):
    guest, form = Visitor("203.0.113.2"), f"/threads/{threads['guest']}/comments/"
    older = guest.send(site, form, body="It is older").headers["Location"]
    with replica.running(), replication_paused(primary, replica):
        link = guest.send(site, form, body="It is mine").headers["Location"]
        assert b"It is mine" in guest.read(site, link).words
        assert guest.send(site, f"{older}edit/", body="It is changed").status == 302
        assert b"It is changed" in guest.read(site, older).words
        assert b"It is changed" in guest.read(site, f"{older}edit/").words
        assert guest.send(site, f"{older}delete/").status == 200
        assert guest.read(site, older).status == 404


def test_a_link_that_is_newer_than_the_replica_leads_somewhere(primary, replica, site, threads, mona):
    with replica.running(), replication_paused(primary, replica):
        post = mona.send(site, f"/threads/{threads['letter']}/comments/", body="Told by letter")
        page, _thanks, _post = post.headers["Location"].partition("&thanks#")
        assert b"Told by letter" in site.ask(page).words


def test_without_the_replica_the_primary_is_read_until_it_is_back(primary, replica, site, threads, mona):
    with replica.running():
        assert site.ask("/articles/outage/").status == 200
        assert is_read(replica)
    mona.send(site, f"/threads/{threads['outage']}/comments/", body="During the outage")
    assert b"During the outage" in site.ask("/articles/outage/?order=newest").words
    with replica.running():
        wait_until(lambda: site.ask("/").status == 200 and is_read(replica))


def is_read(replica: servers.Cluster) -> bool:
    """Whether the site has a connection to the replica."""
    others = "backend_type = 'client backend' AND pid != pg_backend_pid()"
    return bool(replica.do(f"SELECT pid FROM pg_stat_activity WHERE {others}"))
