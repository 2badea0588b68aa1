"""Fields that are drawn by hand are those that Django's templates draw."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from accounts.drawing import WRITERS, Renderer

ODD = '"><b>&'
CHOICES = [("", "Any"), (1, ODD), ("Group " + ODD, [("x", mark_safe("<i>safe</i>")), (ODD, "y")])]
FIELDS = {
    "choice": forms.ChoiceField(choices=CHOICES),
    "many": forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple),
    "text": forms.CharField(widget=forms.TextInput(attrs={"data-x": ODD, "autofocus": True, "hidden": False})),
    "number": forms.IntegerField(min_value=1, localize=True),
    "email": forms.EmailField(),
    "url": forms.URLField(assume_scheme="https"),
    "day": forms.DateField(widget=forms.DateInput(attrs={"type": "date"})),
    "check": forms.BooleanField(),
    "hidden": forms.CharField(widget=forms.HiddenInput),
    "plain": forms.CharField(widget=forms.TextInput(attrs={"type": "search"})),
    "long": forms.CharField(widget=forms.Textarea),
}
TYPED = {"choice": ODD, "many": ["1", "x"], "text": ODD, "number": "1000", "check": "on", "hidden": ODD, "long": ODD}


def drawn(name, renderer, data):
    form = type("AForm", (forms.Form,), {name: FIELDS[name]})(data, renderer=renderer)
    return re.sub(r">\s+<", "><", str(form[name]).strip())


@pytest.mark.parametrize("data", [None, TYPED, {}], ids=["fresh", "typed", "with errors"])
@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_drawn_as_its_template_would_draw_it(name, data):
    assert drawn(name, Renderer(), data) == drawn(name, TemplatesSetting(), data)


def test_the_templates_that_are_left_out_are_still_there():
    for name in WRITERS:
        assert TemplatesSetting().get_template(name).template.name == name


def test_errors_are_drawn_where_there_are_some():
    form = type("AForm", (forms.Form,), {"text": forms.CharField()})({}, renderer=Renderer())
    assert "Please fill this in." in str(form["text"].errors)
    assert str(form.non_field_errors()) == ""
