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


@pytest.mark.parametrize(
    "name",
    [
        "Alice 🛡️", "Alice ✔", "[staff] Alice", "Nurse (verified)", "\u202enimda", "Alice ✅", "✓Alice",
        "Alice ☑️", "［staff］ Alice", "【admin】Alice", "Alice (mod)", "Alice – Moderator", "Alice, staff",
        "Alice [Team]", "Alice (équipe)", "Alice (Mitarbeiterin)", "Verified Anna", "Anna verifiziert",
        "Dr. Anna (offiziell)", "👑 Alice", "Alice ⭐", "👮‍♀️ Anna", "Anna 👨‍⚕️", "«staff» Alice",
        "<admin>", "Alice {owner}", "Alice ∣ support", "Staff: Alice", "Alice @staff", "𝕍𝕖𝕣𝕚𝕗𝕚𝕖𝕕 Alice",
        "Alice (ｖｅｒｉｆｉｅｄ)", "Alice (vеrified)", "Alice (V3rified)", "Ⓥerified Anna", "Alice 🔰",
        "Alice · Team", "\u2067rotaredom\u2069", "Alice “official”", "(zespół) Anna", "Alice (redactie)",
        "Alice (personalen)", "Alice 🆅", "Alice (support team)", "Alice *admin*", "~mod~ Alice",
        "Nurse ✓", "Anna (verificata)", "Alice/Admin", "Alice #staff", "Alice — helpdesk",
    ],
)  # fmt: skip
def test_a_name_with_a_badge_is_reserved(name):
    """Signs, words that say "verified", roles that are apart from the name, names that are turned around."""
    assert is_reserved_name(name)
    assert is_reserved_account_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Anna", "Anna ❤️", "Sunny ☀", "Anna-Maria", "Anna (68)", "Tom (Leeds)", "Jo", "O'Brien",
        "Jean-Luc", "Anna, Berlin", "Dr. Smith", "The Doctor", "Nurse Anna", "Team Anna",
        "Supporter of Ajax", "Staffan", "Anna from support", "Mr. Host", "Verity", "Veronica",
        "Offizierin", "Certo", "Anna & Tom", "Anna + Tom", "müde", "José 🌸", "Mary ♥", "Zoë 😊",
        "🐱 cat lady", "Anna (mother of two)", "Old Oak", "Heart: mine", "mum/wife/nurse", "AVR 2019",
        "valve-girl", "Anna «Nan» B.", "Franz “Franzl”", "Personal trainer Jo", "Heart warrior", "Keyser",
        "Kingston", "מרים", "مريم", "Оксана", "山田 花子", "Anna (from Poland)", "Ola - Kraków", "bypass@65",
        "Officer Dibble", "Trusty", "👍 Tom", "R2-D2", "Anna 🇩🇪", "Anna (nurse)", "Anna, 55", "The Artist",
        "Modesty", "Ma, Pa and me",
    ],
)  # fmt: skip
def test_an_honest_name_has_no_badge(name):
    assert not is_reserved_name(name)
