"""Widgets on a page of another origin."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.articles.conftest import anniversary, fact

WORDS = {
    "fact": "Hearts beat.",
    "on-this-day": "The crisis began.",
    "articles": "On Threads",
    "posts": "Walking.",
    "count": "2 posts",
}


@pytest.fixture
def stage(thread):
    fact("Hearts beat.")
    anniversary("The crisis began.", "10-14", 1962)


@pytest.fixture
def other_site():
    """other_site(html): the address of a page that another origin serves."""
    pages: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[0])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def other_site(body: str) -> str:
        icon = '<link rel="icon" href="data:,">'
        page = f'<!doctype html><html lang="en"><head><title>A blog</title>{icon}</head>'
        pages.append(f"{page}<body><h1>A blog</h1>{body}</body></html>".encode())
        return f"http://127.0.0.1:{server.server_port}/"

    yield other_site
    server.shutdown()
    server.server_close()


@pytest.fixture
def look(browser, live_server, has_script):
    """look(address): open a page. Fails on errors, and on requests to any third site."""
    context = browser.new_context(java_script_enabled=has_script)
    page, problems, asked = context.new_page(), [], []
    page.on("console", lambda said: said.type in {"error", "warning"} and problems.append(said.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(request.url))
    page.on("request", lambda request: asked.append(request.url))

    def look(address: str):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        return page

    yield look
    cookies = context.cookies()
    context.close()
    assert problems == []
    assert cookies == []
    assert all(url.startswith(("http://127.0.0.1:", live_server.url, "data:")) for url in asked)


def codes(visit, way: str) -> dict[str, str]:
    """The lines to copy from the page of widgets, by the name of the widget."""
    page = visit()
    page.goto("/widgets/")
    return {name: page.locator(f"#{name}-{way}").input_value() for name in WORDS}


def test_another_site_shows_every_widget_in_a_frame(visit, look, other_site, stage):
    page = look(other_site("".join(codes(visit, "frame").values())))
    frames = page.locator("iframe")
    expect(frames).to_have_count(5)
    for number, words in enumerate(WORDS.values()):
        frame = frames.nth(number)
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.locator("body")).to_contain_text(words)


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_another_site_shows_every_widget_by_a_script(visit, look, other_site, stage):
    page = look(other_site("".join(f"<p>{code}</p>" for code in codes(visit, "script").values())))
    for name, words in WORDS.items():
        if name == "count":
            link = page.get_by_role("link", name=words)
            assert link.get_attribute("href").endswith("/articles/on-threads/#discussion")
            continue
        frame = page.locator(f'iframe[src*="/widgets/{name}/"]')
        frame.scroll_into_view_if_needed()
        expect(frame.content_frame.locator("body")).to_contain_text(words)
        assert frame.bounding_box()["width"] == 300
    assert page.locator("script").count() == 0


def test_a_widget_leads_to_a_page_of_its_own(visit, look, other_site, stage, live_server):
    page = look(other_site(codes(visit, "frame")["posts"]))
    with page.expect_popup() as popup:
        page.frame_locator("iframe").get_by_role("link", name="Post 2").click()
    popup.value.wait_for_url(f"{live_server.url}/articles/on-threads/?post=2#post-2")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_widget_has_the_colours_that_were_chosen(look, other_site, stage, live_server, colours):
    address = f"{live_server.url}/widgets/fact/?colours={colours}"
    page = look(other_site(f'<iframe src="{address}"></iframe>'))
    body = page.frame_locator("iframe").locator("body")
    ground = body.evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground == {"light": "rgb(253, 252, 249)", "dark": "rgb(21, 23, 26)"}[colours]


def test_somebody_chooses_a_widget(visit, stage):
    page = visit()
    page.goto("/widgets/")
    page.get_by_label("Size").select_option("large")
    page.get_by_label("Article", exact=True).select_option("on-threads")
    page.get_by_role("button", name="Show").click()
    assert page.url.endswith("/widgets/?article=on-threads&size=large")
    preview = page.locator("iframe").first
    expect(preview).to_have_attribute("width", "480")
    expect(preview.content_frame.locator("body")).to_contain_text("Hearts beat.")
