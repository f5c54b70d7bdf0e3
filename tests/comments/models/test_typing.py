"""Models say the type of each value, and declare each field once."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

FILES = sorted((Path(__file__).parents[3] / "comments" / "models").glob("*.py"))


def names_in(source: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}


def test_an_open_type_is_noticed():
    assert "Any" in names_in("def save(self, *args: Any) -> None: ...")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_model_leaves_a_type_open(file):
    assert "Any" not in names_in(file.read_text())


@pytest.mark.parametrize("model", [*apps.get_app_config("comments").get_models()])
def test_no_class_declares_a_field_of_another_one_again(model):
    fields = {field.name for field in model._meta.fields}
    assert fields
    for base in model.__mro__:
        assert not fields & set(vars(base).get("__annotations__", {})), base
