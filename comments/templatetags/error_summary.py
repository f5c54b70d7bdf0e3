"""Template tags that announce the errors of a form."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("_error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """Summary of all errors of a form, each with a link to its field. Nothing without errors."""
    return {"errors": [*_list_errors(form)] if form and form.is_bound and form.errors else []}


@register.simple_tag
def error_prefix(*forms: BaseForm | None) -> str:
    """Beginning of the title of a page whose form has errors."""
    return f"{_('Error:')} " if any(form and form.is_bound and form.errors for form in forms) else ""


def _list_errors(form: BaseForm) -> Iterator[dict[str, str]]:
    """All errors: those of the whole form lead to its first field."""
    fields = form.visible_fields()
    first = _get_element_id(fields[0]) if fields else ""
    for error in form.non_field_errors():
        yield {"id": first, "label": "", "message": str(error)}
    for field in form.hidden_fields():
        for error in field.errors:
            yield {"id": "", "label": "", "message": str(error)}
    for field in fields:
        for error in field.errors:
            yield {"id": _get_element_id(field), "label": str(field.label), "message": str(error)}


def _get_element_id(field: BoundField) -> str:
    """The id of its element; of several, as for a choice, that of the first."""
    if field.use_fieldset and field.subwidgets:
        return str(field.subwidgets[0].data["attrs"].get("id", ""))
    return field.auto_id
