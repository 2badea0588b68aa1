"""What forms say when something does not fit."""

import pytest
from django import forms

from accounts.forms.settings import SettingsForm
from applications.forms import ApplicationForm
from recovery.forms import ReceivedForm

FRAMEWORK = ("Ensure", "Enter a", "Select a valid", "This field")


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (forms.IntegerField(max_value=3), "4", "This can be 3 at most."),
        (forms.CharField(max_length=3), "four", "There is room for 3 characters here; this has 4."),
        (forms.DateField(), "soon", "Please give a date"),
        (forms.EmailField(), "ada", "Please give an e-mail address"),
        (forms.URLField(assume_scheme="https"), "no address", "Please give a web address"),
        (forms.CharField(), "", "Please fill this in."),
        (forms.ChoiceField(choices=[("a", "A")]), "", "Please choose one of these."),
        (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Please choose from these."),
    ],
)
def test_a_field_speaks_in_our_voice(field, given, words):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(given)

    assert words in refused.value.messages[0]


def test_fields_of_models_and_of_forms_say_the_same(ada):
    made_of_model = SettingsForm({"name": "x" * 5000, "time_zone": "Nowhere"}, instance=ada)
    plain = ReceivedForm({"answer": "x" * 10_001, "codes": ["nothing"]})

    for form in (made_of_model, plain):
        said = [error for errors in form.errors.values() for error in errors]
        assert said
        assert not [error for error in said if error.startswith(FRAMEWORK)]


def test_every_field_of_the_application_form_knows_them():
    assert ApplicationForm.base_fields["role"].error_messages["required"] == "Please fill this in."
