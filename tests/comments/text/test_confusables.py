"""Skeletons: names that look alike have the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.text.confusables import build_skeleton


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("moderator", "Moderаtor"), ("moderator", "MODERATOR"), ("moderator", "rnoderator"), ("moderator", "m0derat0r"),
        ("moderator", "Mod era tor"), ("moderator", "mod-er_ator."), ("moderator", "mo\u200bderator"), ("moderator", "ｍｏｄｅｒａｔｏｒ"),
        ("admin", "ADMlN"), ("admin", "adm1n"), ("admin", "аdmіn"), ("admin", "𝐚𝐝𝐦𝐢𝐧"), ("admin", "🅰🅳🅼🅸🅽"), ("admin", "ádmïn"),
        ("admin", "ᴀᴅᴍɪɴ"), ("Willi", "VVi11i"), ("Ilse", "llse"), ("Ilse", "1lse"), ("Ilse", "|lse"), ("Otto", "0tt0"),
        ("Ольга", "Oльга"), ("Αλέξης", "Aλεξης"), ("Lukasz", "Łukasz"), ("Zoe", "Zoë"), ("paypal", "раураl"), ("scope", "ѕсоре"),
        ("Strasse", "Straße"), ("नमस्ते", "नमस्ते\u200d"), ("משה", "מֹשֶׁה"),
    ],
)  # fmt: skip
def test_names_that_read_alike_have_one_skeleton(name, other):
    assert build_skeleton(name) == build_skeleton(other) != ""


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("anna", "hanna"), ("anna", "ana"), ("mona", "nona"), ("rita", "rita2"), ("clara", "dara"),
        ("admin", "admiral"), ("नमस्ते", "नमस्ता"), ("王", "玉"), ("Ольга", "Олеся"),
    ],
)  # fmt: skip
def test_names_that_read_otherwise_have_another(name, other):
    assert build_skeleton(name) != build_skeleton(other)


@pytest.mark.parametrize("name", ["", " ", "...", "\u200b", "😀", "—"])
def test_what_cannot_be_read_has_none(name):
    assert build_skeleton(name) == ""


@given(st.text())
def test_any_name_has_a_skeleton_that_is_its_own(name):
    once = build_skeleton(name)
    assert build_skeleton(once) == once == build_skeleton(name + "\u200b ")


@given(st.text(max_size=30))
def test_a_skeleton_is_of_bounded_length(name):
    assert len(build_skeleton(name)) <= 40 * len(name)
