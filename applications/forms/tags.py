"""Tags in a form: one's own as ticks, and a line for new ones. Works without scripts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.forms.fields import choice
from applications.tag_names import BETWEEN, MOST, is_fitting

OFFERED = 24


class OwnTagsField(forms.MultipleChoiceField):
    """Tags by their names: one that was forgotten in another tab meanwhile is simply made again."""

    def __init__(self) -> None:
        super().__init__(label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}))

    def valid_value(self, value: Any) -> bool:
        return is_fitting(str(value))


class NewTagsField(forms.CharField):
    """Further tags as they are typed, with commas between them."""

    def __init__(self) -> None:
        attrs = {"list": "tag-names", "autocomplete": "off"}
        super().__init__(
            label=_("New tags"),
            required=False,
            max_length=1000,
            widget=forms.TextInput(attrs=attrs),
            help_text=_("Words of your own, with commas between them."),
        )

    def clean(self, value: Any) -> list[str]:
        names = [" ".join(name.split()) for name in BETWEEN.split(super().clean(value))]
        if not all(is_fitting(name) for name in names if name):
            raise ValidationError(_("A tag has at most 50 letters."), code="too_long")
        return [name for name in names if name]


def offer_tags(form: forms.BaseForm, user: User, chosen: Iterable[str]) -> list[str]:
    """Ticks for what is chosen and for what the person uses most; answers the names that no tick is offered for."""
    tags = user.tags.annotate(uses=Count("applications")).order_by("-uses", "folded")
    names = list(tags.values_list("name", flat=True)[:200])
    ticks = list(dict.fromkeys([*chosen, *names[:OFFERED]]))
    choice(form, "tags").choices = [(name, name) for name in ticks]
    if not ticks:
        del form.fields["tags"]
    return [name for name in names if name not in ticks]


def tags_in(form: forms.BaseForm, data: dict[str, Any]) -> list[str]:
    """All that are ticked and all that are typed, as one; more than anybody reads are refused."""
    names = [*data.get("tags", []), *data.pop("new_tags", [])]
    if len(names) > MOST:
        form.add_error("new_tags", ValidationError(_("At most 30 tags, please."), code="too_many"))
    return names


class TagsForm(forms.Form):
    """The tags of one application."""

    tags = OwnTagsField()
    new_tags = NewTagsField()

    def __init__(self, data: Any = None, *, user: User, chosen: list[str]) -> None:
        super().__init__(data, initial={"tags": chosen}, auto_id="tags-%s")
        self.more_tags = offer_tags(self, user, self.fitting(chosen))

    @property
    def was(self) -> list[str]:
        """What it bore when the page was opened: nothing else is taken away."""
        return self.data.getlist("was") if isinstance(self.data, QueryDict) else list(self.initial["tags"])

    def fitting(self, chosen: list[str]) -> list[str]:
        """What stands ticked: as it was sent, or as it is."""
        sent = self.data.getlist("tags") if isinstance(self.data, QueryDict) else []
        return [*(name for name in sent if is_fitting(name)), *chosen]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["tags"] = tags_in(self, data)
        return data
