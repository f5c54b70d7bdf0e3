"""Author keys: recognise an author again without storing an address."""

from datetime import UTC, datetime

import pytest

from comments.submission import author_keys
from comments.submission.author_keys import get_account_key, get_guest_key


@pytest.fixture
def key_from(rf):
    def key_from(address: str, **headers: str) -> str:
        return get_guest_key(rf.get("/", REMOTE_ADDR=address, headers=headers))

    return key_from


def test_the_same_guest_has_the_same_key(key_from):
    assert key_from("198.51.100.7") == key_from("198.51.100.7") != key_from("198.51.100.8")


def test_a_household_has_one_key(key_from):
    one = key_from("2001:db8:1:2:3::1")
    assert one == key_from("2001:db8:1:2:ffff::9") != key_from("2001:db8:1:3:3::1")


def test_the_key_of_a_guest_changes_with_the_period(key_from, monkeypatch):
    before = key_from("198.51.100.7")
    later = datetime(2040, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(author_keys, "now", lambda: later)
    assert key_from("198.51.100.7") != before


def test_an_account_has_another_key_for_what_it_posts_anonymously():
    assert get_account_key(1) == get_account_key(1) != get_account_key(2)
    assert get_account_key(1) != get_account_key(1, anonymously=True)


def test_an_old_address_in_new_clothes_is_itself(key_from):
    """An IPv4 address as a dual-stack server reports it."""
    assert key_from("::ffff:198.51.100.7") == key_from("198.51.100.7")
    assert key_from("::ffff:198.51.100.7") != key_from("::ffff:203.0.113.9")


def test_a_forged_header_changes_nothing_without_a_proxy(key_from):
    forged = key_from("198.51.100.7", **{"X-Forwarded-For": "203.0.113.9"})
    assert forged == key_from("198.51.100.7")


def test_behind_a_proxy_the_last_entry_counts(key_from, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = key_from("10.0.0.1", **{"X-Forwarded-For": "6.6.6.6, 198.51.100.7"})
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    assert forged == key_from("198.51.100.7")
