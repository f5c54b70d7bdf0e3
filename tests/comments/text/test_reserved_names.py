"""Reserved names: one list for guests and for accounts."""

import pytest

from comments.text.reserved_names import is_reserved_account_name, is_reserved_name


@pytest.mark.parametrize(
    "name",
    [
        "admin", "ADMIN", "Moderаtor", "m0d3r4t0r", "@dmin", "admin1", "Admin007", "SiteAdmin", "site_admin",
        "The Moderator", "Moderator Anna", "Dr. Mod", "mvforum team", "mvforumteam", "Medical team",
        "doctor's team", "Support", "Staff", "Moderación", "Modérateur", "MODERATORIN", "house rules", "аԁmіn",
        "administrator", "editor", "info", "mail", "mod", "moderation", "root", "system", "team", "webmaster",
    ],
)  # fmt: skip
def test_names_of_staff_are_reserved_for_guests_and_accounts(name):
    assert is_reserved_name(name)
    assert is_reserved_account_name(name)


@pytest.mark.parametrize("name", ["anonymous", "Anonymous", "guest", "GUEST", "guest7", "me"])
def test_names_of_guests_are_reserved_for_accounts_only(name):
    assert not is_reserved_name(name)
    assert is_reserved_account_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anna", "Amod", "Modesto", "Staffan", "Supporter of Ajax", "Anna from support", "The Doctor",
        "Dr. Smith", "Edith", "Officer", "Team Anna", "Mailin", "Rob", "Modrić", "Guesthouse", "", "...", "5",
    ],
)  # fmt: skip
def test_other_names_are_free(name):
    assert not is_reserved_name(name)
    assert not is_reserved_account_name(name)
