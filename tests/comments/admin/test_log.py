"""The moderation log in Django admin."""

from django.contrib import admin

from tests.conftest import text_of


def test_the_list_says_why_in_sentences(as_admin, post, moderator):
    post().decide("remove", by=moderator, reason="It was off topic.")
    page = text_of(as_admin.get("/admin/comments/decision/"))
    assert "It was off topic." in page
    assert '<div class="text"><span>Why</span></div>' in page


def test_no_column_is_hidden_by_a_field():
    """A list shows the field where a method of the admin has the same name."""
    columns = [
        (kind, name)
        for model, kind in admin.site._registry.items()
        for name in kind.list_display
        if hasattr(kind, str(name)) and name in {field.name for field in model._meta.fields}
    ]
    assert len(admin.site._registry) > 10
    assert columns == []
