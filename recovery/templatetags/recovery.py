"""How recoveries read on a page: when something opens, in words and never as a count of days gone by."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import localised
from recovery.models import RecoveryStep
from recovery.operations.steps import HOLD_UNTIL

register = template.Library()
THIS_WEEK_DAYS = 6


@register.simple_tag
def opens(step: RecoveryStep, today: date) -> str:
    """“planned for tomorrow at 09:00”, “planned for Friday”, “planned for 3 December”; “open” when its day has come."""
    if step.opens_at is None and step.opens_on <= today:
        return pgettext("step", "open")
    if step.opens_at is None:
        return planned_for(step.opens_on, today)
    return planned_at(step.opens_on, today, localised.clock(step.opens_at.astimezone(step.recovery.user.zone)))


@register.filter
def at(kept: Mapping[str, int], key: str) -> int | None:
    return kept.get(key)


@register.simple_tag
def held_until() -> str:
    """The time of day until which a reply is held."""
    return localised.clock(HOLD_UNTIL)


def planned_for(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead <= 0:
        return _("planned for today")
    if ahead == 1:
        return _("planned for tomorrow")
    # Translators: %(day)s is a weekday, or a day such as 3 December.
    return _("planned for %(day)s") % {"day": weekday_or_day(day, today)}


def planned_at(day: date, today: date, time: str) -> str:
    ahead = (day - today).days
    if ahead <= 0:
        return _("planned for today at %(time)s") % {"time": time}
    if ahead == 1:
        return _("planned for tomorrow at %(time)s") % {"time": time}
    # Translators: %(day)s is a weekday, or a day such as 3 December.
    return _("planned for %(day)s at %(time)s") % {"day": weekday_or_day(day, today), "time": time}


def weekday_or_day(day: date, today: date) -> str:
    is_near = (day - today).days <= THIS_WEEK_DAYS
    return localised.weekday(day) if is_near else localised.day_of_month(day)
