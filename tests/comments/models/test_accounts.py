"""The interface to the user model is declared, and checked when the site starts."""

from comments.models.accounts import REQUIRED_FIELDS, check_user_model


def test_the_user_model_of_the_site_has_all_fields():
    assert REQUIRED_FIELDS
    assert check_user_model(None) == []


def test_a_missing_field_is_reported(monkeypatch):
    monkeypatch.setitem(REQUIRED_FIELDS, "shoe_size", "for nothing")
    (error,) = check_user_model(None)
    assert error.id == "comments.E001"
    assert "shoe_size" in error.msg
