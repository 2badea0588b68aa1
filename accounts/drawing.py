"""How forms are drawn: by templates, as everything is, but fields by hand.

A choice of twenty is sixty templates for Django, which takes longer than many a query, and some pages have ten choices.
What comes out is the same, blanks apart.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class Renderer(TemplatesSetting):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if write := WRITERS.get(template_name):
            return write(context["widget"])
        # Lists of errors alone: a form has errors too, and that of an admin's inline rows is drawn as a whole.
        if "error_class" in context and not context["errors"]:
            return SafeString("")
        return super().render(template_name, context, request)


def written_attributes(attributes: Mapping[str, Any]) -> SafeString:
    said = [
        f" {conditional_escape(name)}" + ("" if value is True else f'="{conditional_escape(str(value))}"')
        for name, value in attributes.items()
        if value is not False
    ]
    return mark_safe("".join(said))  # noqa: S308  every part is escaped


def written_input(widget: Mapping[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    attributes = written_attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes)


def written_select(widget: Mapping[str, Any]) -> SafeString:
    groups = [written_group(name, options) for name, options, _ in widget["optgroups"]]
    inside = mark_safe("".join(groups))  # noqa: S308  every part is escaped
    return format_html('<select name="{}"{}>{}</select>', widget["name"], written_attributes(widget["attrs"]), inside)


def written_group(name: str | None, options: list[Mapping[str, Any]]) -> str:
    inside = "".join(
        f'<option value="{conditional_escape(str(option["value"]))}"{written_attributes(option["attrs"])}>'
        f"{conditional_escape(option['label'])}</option>"
        for option in options
    )
    return f'<optgroup label="{conditional_escape(name)}">{inside}</optgroup>' if name else inside


WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/widgets/select.html": written_select,
    **{
        f"django/forms/widgets/{kind}.html": written_input
        for kind in ("input", "text", "number", "email", "url", "date", "checkbox", "hidden")
    },
}


class Select(forms.Select):
    """The same select in a third of the time, for choices without groups that a page has many of.

    Django makes a dictionary for each option and asks it seven things.
    """

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = next(iter(self.format_value(value)), None)
        said = ((str(key), str(label)) for key, label in self.choices)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == chosen else ""}>{escape(label)}</option>'
            for key, label in said
        )
        start = format_html('<select name="{}"{}>', name, written_attributes(self.build_attrs(self.attrs, attrs)))
        return mark_safe(f"{start}{options}</select>")  # noqa: S308  every part is escaped
