"""The forms of welcome, settings, snoozing and pausing."""

from __future__ import annotations

import zoneinfo
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import localised, zones
from accounts.models import User, check_time_zone
from accounts.validators import no_control_characters
from nudges.consent import CONSENT_IN_PARTS, LIST_WORDS
from nudges.models import NudgeList, NudgePreference


@cache
def time_zone_names() -> list[str]:
    """Zones that are places, and UTC: what people choose from. Any other name we know may be typed."""
    known = zoneinfo.available_timezones()
    return [*sorted(name for name in known if "/" in name and not name.startswith(("Etc/", "SystemV/"))), "UTC"]


class TimeZoneInput(forms.TextInput):
    """A text field that offers the known zones; the browser fills it in where it is still empty."""

    template_name = "nudges/forms/time_zone.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | {"zones": time_zone_names()}


class TimeZoneField(forms.CharField):
    """A time zone by its name or by its place alone, as a list that offers both lets people type it."""

    widget = TimeZoneInput
    default_validators = [check_time_zone]

    def to_python(self, value: Any) -> str:
        return zones.meant_by(text) if (text := super().to_python(value)) else ""


class ListsInput(forms.CheckboxSelectMultiple):
    """One box per list, with what it is and how often it comes."""

    template_name = "nudges/forms/lists.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        what, how_often = LIST_WORDS[str(value)]
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_words"
        return option | {"what": what, "how_often": how_often}


class ListsField(forms.MultipleChoiceField):
    """Any of the lists on which something can come: nobody is asked for a yes to nothing."""

    widget = ListsInput

    def __init__(self, **kwargs: Any) -> None:
        offered = [(name.value, name.label) for name in NudgeList if name in LIST_WORDS]
        super().__init__(
            label=_("Which notes may come by e-mail?"),
            help_text=CONSENT_IN_PARTS,
            choices=offered,
            required=False,
            **kwargs,
        )


class GoalField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Weekly goal"),
            required=False,
            min_value=1,
            max_value=100,
            help_text=_("Applications in a week that feel fair to you. Empty is fine: then nobody asks."),
            **kwargs,
        )


class PeopleField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("People to write to in a week"),
            required=False,
            min_value=1,
            max_value=100,
            help_text=_("Letters, follow-ups, a line to somebody you know. It stands on Today beside the other goal."),
            **kwargs,
        )


class WeekdayField(forms.TypedChoiceField):
    """A day of the week, Monday first, in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=weekdays, coerce=int, **kwargs)


def weekdays() -> list[tuple[int, str]]:
    monday = date(2024, 1, 1)
    return [(n, localised.weekday(monday + timedelta(days=n))) for n in range(7)]


class WelcomeForm(forms.Form):
    """What is asked once after signing up; every part of it may stay empty."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=150,
        validators=[no_control_characters],
        help_text=_("For greetings and for letters you write."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = TimeZoneField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        help_text=_("Your days and quiet hours are counted in it. Type to search, for example Berlin."),
    )
    weekly_goal = GoalField()
    lists = ListsField()

    @classmethod
    def of(cls, user: User, preference: NudgePreference) -> WelcomeForm:
        """As it stands before anything is sent. UTC is what nobody has chosen yet, so the browser may fill it in."""
        is_guess = user.welcomed_at is None and user.time_zone == "UTC"
        return cls(
            initial={
                "name": user.name,
                "time_zone": "" if is_guess else user.time_zone,
                "weekly_goal": preference.weekly_goal,
                "lists": preference.lists,
            }
        )


class SettingsForm(forms.ModelForm):
    """How and when a person wants to hear from us."""

    lists = ListsField()
    digest_weekday = WeekdayField(label=_("Weekly digest on"))
    weekly_goal = GoalField()
    weekly_people = PeopleField()

    class Meta:
        model = NudgePreference
        fields = [
            "lists",
            "slot",
            "digest_weekday",
            "digest_slot",
            "quiet_from",
            "quiet_until",
            "has_weekend",
            "has_friday_afternoon",
            "weekly_goal",
            "weekly_people",
        ]
        labels = {
            "slot": _("Notes arrive at"),
            "digest_slot": _("Weekly digest at"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "has_weekend": _("Also on Saturdays and Sundays"),
            "has_friday_afternoon": _("Also on Friday afternoons"),
        }
        help_texts = {
            "slot": _("What is due in one day comes together, at this time."),
            "quiet_from": _("Nothing is sent in these hours, unless you typed the very time yourself."),
        }
        widgets = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            for name in ("slot", "digest_slot", "quiet_from", "quiet_until")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        quiet_from, quiet_until = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        for name in ("slot", "digest_slot"):
            moment = cleaned.get(name)
            if moment and quiet_from and quiet_until and is_within(moment, quiet_from, quiet_until):
                self.add_error(name, _("This time lies in your quiet hours. Choose another one, or change the hours."))
        return cleaned

    @property
    def changes(self) -> dict[str, Any]:
        """What was asked, without the lists: those are a consent and are kept as one."""
        return {name: value for name, value in self.cleaned_data.items() if name != "lists"}


def is_within(moment: time, start: time, end: time) -> bool:
    """Between two times of day; the span may run over midnight. Equal ends are an empty span."""
    return start <= moment < end if start <= end else moment >= start or moment < end


class LaterForm(forms.Form):
    """For how long: of a snooze and of a pause."""

    DAYS = {"1d": 1, "3d": 3, "1w": 7, "2w": 14}
    UNTIL_BACK = "until_back"
    SNOOZES = [
        ("1d", _("for 1 day")),
        ("3d", _("for 3 days")),
        ("1w", _("for 1 week")),
        (UNTIL_BACK, _("until I come back")),
    ]
    PAUSES = [("1w", _("for 1 week")), ("2w", _("for 2 weeks")), (UNTIL_BACK, _("until I end it"))]

    span = forms.ChoiceField(choices=[*((span, span) for span in DAYS), (UNTIL_BACK, UNTIL_BACK)])

    def until(self, now: datetime) -> datetime | None:
        """When it ends; None says that it ends when the person wants it to."""
        days = self.DAYS.get(self.cleaned_data["span"])
        return now + timedelta(days=days) if days else None
