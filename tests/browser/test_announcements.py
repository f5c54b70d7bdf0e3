"""Messages and errors: screen readers are told of them, and axe finds nothing wrong on such pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from comments.models import Comment, Sanction
from comments.submission.submit import add_comment
from comments.web.account_mark import ACCOUNT_MARK_FIELD
from tests.browser.accessibility import RULES
from tests.browser.conftest import log_in
from tests.conftest import HELD
from tests.test_form_errors import FORMS


def assert_accessible(page: Page) -> None:
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


@pytest.mark.parametrize("has_script", [True], ids=["script"])
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


SEND = """([address, values]) => {
  const form = document.createElement("form")
  Object.assign(form, { method: "post", action: address })
  for (const [name, value] of Object.entries(values)) {
    const field = document.createElement("textarea")
    Object.assign(field, { name, value })
    form.append(field)
  }
  document.body.append(form)
  form.submit()
}"""


@pytest.fixture
def stage(thread, held, cast) -> dict[str, object]:
    held[0].author_key = "held"
    held[0].save(update_fields=["author_key"])
    refused = held[1]
    refused.decide("reject", by=cast["abel"])
    own = add_comment(thread, Comment(body="Mine", author=cast["mona"], author_name="mona"), HELD)
    sanction = Sanction.objects.create(
        author_key="held", kind="ban", reason="Because", by=cast["mona"], comment=held[0]
    )
    secret = thread.comments.get(number=1).issue_secret()
    return {
        "thread": thread.pk, "secret": secret, "refused": refused.issue_secret(), "held": held[0].pk, "own": own.pk,
        "sanction": sanction.pk,
    }  # fmt: skip


@pytest.mark.parametrize("has_script", [True], ids=["script"])
def test_every_form_with_errors_can_be_used_by_everybody(visit, stage):
    """The summary has the focus, its first link leads to a field, and axe finds nothing."""
    pages = {"guest": visit(), "mona": visit()}
    log_in(pages["mona"], "mona")
    marks = {"guest": {}}
    pages["mona"].goto("/threads/{thread}/reply/".format(**stage))
    marks["mona"] = {ACCOUNT_MARK_FIELD: pages["mona"].locator(f"[name={ACCOUNT_MARK_FIELD}]").first.input_value()}
    for name, (who, address, values, _wrong) in FORMS.items():
        page = pages[who]
        page.goto("/help/")
        with page.expect_navigation(wait_until="networkidle"):
            page.evaluate(SEND, [address.format(**stage), values | marks[who]])
        assert page.title().startswith("Error: "), name
        assert page.evaluate("document.activeElement.matches('[data-error-summary]')"), name
        assert_accessible(page)
        link = page.locator("[data-error-summary] a").first
        target = link.get_attribute("href")[1:]
        link.click()
        assert page.evaluate("document.activeElement.id") == target, name


def test_a_wrong_password_has_the_focus_without_scripts_as_well(visit, cast):
    page = visit()
    page.goto("/accounts/login/")
    page.get_by_label("Name or e-mail address").fill("mona")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_load_state()
    assert page.title() == "Error: Log in · mvforum"
    summary = page.get_by_role("alert")
    assert "Name or password is not right." in summary.inner_text()
    assert summary.evaluate("summary => summary === document.activeElement")
    assert page.get_by_label("Name or e-mail address").get_attribute("aria-invalid") == "true"
    summary.get_by_role("link").click()
    assert page.get_by_label("Name or e-mail address").evaluate("field => field === document.activeElement")
