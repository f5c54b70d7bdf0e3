"""Pages of another origin, which load what is made for them and nothing else of the site."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import ROOT, Site

# It shows what the other site lets it show, even where a page asks browsers to be strict.
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Cross-Origin-Embedder-Policy": "require-corp"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The server of production: the one of Django's tests serves files without any middleware."""
    site = Site(tmp_path_factory.mktemp("var"), PLAIN_HTTP="true", ALLOWED_HOSTS="127.0.0.1", TRUSTED_PROXY_COUNT="0")
    site.prepare()
    site.manage("import_article", str(ROOT / "articles/demo"))
    with site.running():
        yield f"http://127.0.0.1:{site.port}"


@pytest.fixture
def show(browser: Browser):
    """show(html): a page with it, from another origin, of the same site and of a foreign one."""
    shown: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            for header in HEADERS.items():
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(shown[-1])

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context()

    def show(html: str, host: str) -> Page:
        shown.append(f'<!doctype html><html lang="en"><title>A blog</title><body>{html}'.encode())
        page = context.new_page()
        page.goto(f"http://{host}:{server.server_port}/")
        page.wait_for_load_state("networkidle")
        return page

    yield show
    context.close()
    server.shutdown()
    server.server_close()


def read(address: str) -> str:
    with urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def shows_picture(page: Page, number: int = 0) -> bool:
    picture = page.locator("img").nth(number)
    picture.scroll_into_view_if_needed()
    page.wait_for_function("picture => picture.complete", arg=picture.element_handle())
    return bool(picture.evaluate("picture => picture.naturalWidth > 0"))


HOSTS = ["127.0.0.1", "localhost"]


@pytest.mark.parametrize("host", HOSTS)
def test_another_site_shows_a_picture_a_card_and_the_icon(site, show, host):
    home = read(f"{site}/")
    card = home.partition('property="og:image" content="')[2].partition('"')[0]
    icon = home.partition('rel="icon" href="')[2].partition('"')[0]
    assert card.startswith(f"{site}/cards/")
    assert icon.startswith("/static/icon")
    addresses = [f"{site}/pictures/four-valves/", card, f"{site}{icon}", f"{site}/favicon.ico"]
    page = show("".join(f'<img src="{address}" alt="">' for address in addresses), host)
    assert [shows_picture(page, number) for number in range(len(addresses))] == [True] * len(addresses)


@pytest.mark.parametrize("host", HOSTS)
def test_another_site_shows_the_pictures_of_a_feed(site, show, host):
    entries = [item["content_html"] for item in json.loads(read(f"{site}/feeds/articles.json"))["items"]]
    (entry,) = [entry for entry in entries if "<img" in entry]
    page = show(entry, host)
    assert page.locator("img").get_attribute("src").startswith(f"{site}/media/")
    assert shows_picture(page)


@pytest.mark.parametrize("host", HOSTS)
def test_another_site_shows_a_widget(site, show, host):
    page = show(f'<script src="{site}/widgets/widget.js" data-widget="articles"></script>', host)
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()
    expect(frame.content_frame.get_by_role("link", name="Mitral valve leak").first).to_be_visible()


@pytest.mark.parametrize("host", HOSTS)
def test_another_site_loads_nothing_else(site, show, host):
    """A style sheet, a script, a page as a script, and a feed."""
    paths = [*read(f"{site}/").split('"')]
    style, script = (next(path for path in paths if path.endswith(end)) for end in (".css", ".js"))
    page = show("<h1>A blog</h1>", host)
    load = """address => new Promise(resolve => {
      const isStyle = address.endsWith(".css"), element = document.createElement(isStyle ? "link" : "script")
      element.onload = () => resolve("loaded")
      element.onerror = () => resolve("refused")
      if (isStyle) Object.assign(element, { rel: "stylesheet", href: address })
      else element.src = address
      document.head.append(element)
    })"""
    assert page.evaluate(load, f"{site}/widgets/widget.js?") == "loaded"
    for path in (style, script, "/", "/feeds/articles.json", "/accounts/login/"):
        assert page.evaluate(load, f"{site}{path}") == "refused", path
