"""Security headers of every response."""

import pytest

PAGES = [
    ("/", 200), ("/articles/on-threads/", 200), ("/articles/on-threads/?print=both", 200),
    ("/threads/{thread}/reply/", 200), ("/threads/{thread}/flag/", 404), ("/threads/{thread}/flagged/", 200), ("/house-rules/", 200), ("/help/", 200), ("/privacy/", 200), ("/people/", 200),
    ("/people/alma-author-demo/", 200), ("/topics/", 200), ("/topics/nothing/", 404), ("/archive/", 200),
    ("/archive/1900/", 404),
    ("/search/", 200), ("/search/?q=text", 200),
    ("/accounts/login/", 200), ("/accounts/signup/", 200), ("/accounts/password/reset/", 200),
    ("/facts/", 200), ("/on-this-day/", 200), ("/on-this-day/02-29/", 200), ("/widgets/", 200),
    ("/posts/", 302), ("/posts/nothing/", 404), ("/moderation/", 302), ("/admin/", 302),
    ("/moderation/log/", 200), ("/moderation/log.atom", 200), ("/moderation/statistics/", 302),
    ("/moderation/authors/1/", 302), ("/moderation/comments/1/sanction/", 302),
    ("/moderation/spam-score/", 302),
    ("/favicon.ico", 302), ("/feeds/", 200), ("/feeds/articles.atom", 200), ("/feeds/posts.json", 200),
    ("/feeds/articles/on-threads.atom", 200), ("/sitemap.xml", 200), ("/robots.txt", 200),
    ("/sitemap-articles.xml", 200), ("/.well-known/security.txt", 200),
    ("/cards/on-threads-old.png", 302), ("/cards/site/old.png", 302),
    ("/nowhere/", 404), ("/healthz", 200), ("/threads/1/comments/", 405), ("/threads/1/flags/", 405),
    ("/moderation/undo/", 405), ("/posts/nothing/appeal/", 405), ("/accounts/letters/", 405),
]  # fmt: skip


@pytest.mark.parametrize(("address", "status"), PAGES)
def test_every_page_is_closed_to_strangers(client, article, address, status):
    response = client.get(address.format(thread=article.thread_id))
    assert response.status_code == status
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    is_shared = address.startswith(("/cards/", "/favicon.ico"))
    assert response["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_shared else "same-origin")
    assert "camera=()" in response["Permissions-Policy"]
    assert "Cache-Control" in response


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        *[(f"/widgets/{name}", "cross-origin") for name in ("fact/", "fact", "nothing/", "count.json", "widget.js")],
        *[(address, "cross-origin") for address in ("/media/pictures/nothing.png", "/pictures/nothing/", "/pictures/x")],
        *[(f"/static/{name}", "cross-origin") for name in ("icon.svg", "icon.0123456789ab.svg")],
        *[(f"/static/{name}", "same-origin") for name in ("site.css", "icon.svg.txt", "my/icon.svg")],
        *[(address, "same-origin") for address in ("/widgets/", "/a/widgets/fact/", "/x/favicon.ico", "/feeds/articles.atom")],
    ],
)  # fmt: skip
def test_other_sites_load_only_what_is_made_for_them(client, article, address, policy):
    """Also errors and redirects have the policy."""
    for response in (client.get(address), client.post(address), client.get(address, headers={"host": "x.example"})):
        assert response["Cross-Origin-Resource-Policy"] == policy
        response.close()


@pytest.mark.parametrize(
    "address",
    [
        *("/facts/", "/on-this-day/", "/widgets/", "/widgets/fact/"),
        *("/", "/articles/on-threads/", "/house-rules/", "/nowhere/", "/feeds/", "/sitemap.xml"),
        *("/search/?q=text", "/moderation/log/", "/moderation/log.atom"),
        *("/feeds/articles.json", "/feeds/posts.atom", "/robots.txt", "/cards/site/old.png"),
    ],
)
def test_a_reader_gets_no_cookie(client, article, address):
    response = client.get(address)
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_nothing_in_a_page_is_inline_or_from_elsewhere(as_moderator, client, article, post):
    post("A [link](https://e.example)")
    for browser in (client, as_moderator):
        page = browser.get(article.get_absolute_url()).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick" not in page
        assert "<script>" not in page
        for tag in ('src="http', 'href="//', "@import"):
            assert tag not in page
