"""The forms of welcome, settings, snoozing and pausing."""

from __future__ import annotations

import zoneinfo
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User, check_time_zone
from accounts.validators import no_control_characters
from nudges.models import NudgeList, NudgePreference

CONSENT = _(
    "Ticking a box says yes to mail for that list, unticking it says no. Gentle notes are at most 1 a day and 2 in a "
    "week, all lists together; appointments come as often as you have them. No mail names a company or a rejection in "
    "its subject, none is tracked, and each can be ended with one click. Without a tick, what is due stands on your "
    "Today page only."
)
# What a person says yes to: what it is, and how often at most. Stands beside every box that asks.
# A list without a rule (the digest) is not offered.
LIST_WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    NudgeList.RECOVERY: (
        _("After a no from a first talk on: one open step of your own recovery list at a time."),
        _("At most 1 a day, 2 in a week, and 5 for one recovery."),
    ),
    NudgeList.FOLLOW_UPS: (
        _("When an application has been quiet long enough for a friendly line to the employer."),
        _("At most 1 a day and 2 in a week, and never more than two about one application."),
    ),
    NudgeList.KEEP_GOING: (
        _("Your own weekly goal, quoted back to you while there is room in it. Needs a weekly goal."),
        _("At most 1 in a week."),
    ),
    NudgeList.APPOINTMENTS: (
        _("Interviews and dates that you typed yourself."),
        _("One before each appointment, so as often as you have appointments."),
    ),
}


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
            label=_("Which notes may come by e-mail?"), help_text=CONSENT, choices=offered, required=False, **kwargs
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
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        validators=[check_time_zone],
        help_text=_("Your days and quiet hours are counted in it. Type to search, for example Berlin."),
        widget=TimeZoneInput,
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
    weekly_goal = GoalField()
    weekly_people = PeopleField()

    class Meta:
        model = NudgePreference
        fields = [
            "lists",
            "slot",
            "quiet_from",
            "quiet_until",
            "has_weekend",
            "has_friday_afternoon",
            "weekly_goal",
            "weekly_people",
        ]
        labels = {
            "slot": _("Notes arrive at"),
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
            for name in ("slot", "quiet_from", "quiet_until")
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        slot, quiet_from, quiet_until = (cleaned.get(name) for name in ("slot", "quiet_from", "quiet_until"))
        if slot and quiet_from and quiet_until and is_within(slot, quiet_from, quiet_until):
            self.add_error("slot", _("This time lies in your quiet hours. Choose another one, or change the hours."))
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
