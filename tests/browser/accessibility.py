"""Accessibility of pages in a window of any size, checked by axe."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def inspect(page: Page, addresses: list[str], status: int = 200) -> None:
    """Assert that each page has this status, that axe finds nothing, and that nothing is too wide."""
    for address in addresses:
        response = page.goto(address)
        assert response.status == status, address
        result = Axe().run(page, options=RULES)
        assert result.violations_count == 0, f"{address}\n{result.generate_report()}"
        width = page.viewport_size["width"]  # a phone would widen its window with the page
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
