"""Messages and errors: screen readers are told of them, and axe finds nothing wrong on such pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.accessibility import RULES
from tests.browser.conftest import log_in


@pytest.fixture
def has_script() -> bool:
    return True


def assert_accessible(page: Page) -> None:
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


def test_a_page_with_messages_can_be_used_by_everybody(visit, held, cast):
    page = visit()
    log_in(page, "mona")
    shown = []
    for address, button in (("/accounts/", "No more such letters"), ("/moderation/", "Approve")):
        page.goto(address)
        page.get_by_role("button", name=button).first.click()
        page.wait_for_load_state()
        shown.append(page.locator("[role=status] > * > ul.messages > li").all_inner_texts())
        assert_accessible(page)
    assert all(shown), shown
