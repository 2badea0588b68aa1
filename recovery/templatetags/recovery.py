"""How recoveries read on a page: when something opens, in words and never as a count of days gone by."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recovery.models import RecoveryStep

register = template.Library()
THIS_WEEK_DAYS = 6


@register.simple_tag
def opens(step: RecoveryStep, today: date) -> str:
    """“planned for tomorrow at 09:00”, “planned for Friday”, “planned for 3 December”; “open” when its day has come."""
    if step.opens_at is None and step.opens_on <= today:
        return _("open")
    return _("planned for %(day)s") % {"day": bare_day(step.opens_on, today) + clock(step)}


def clock(step: RecoveryStep) -> str:
    if step.opens_at is None:
        return ""
    at = step.opens_at.astimezone(step.recovery.user.zone)
    return " " + _("at %(time)s") % {"time": date_format(at, "H:i")}


@register.filter
def day_words(day: date, today: date) -> str:
    """A day to come: “tomorrow”, “on Friday”, “on 3 December”."""
    return day_in_words(day, today)


def day_in_words(day: date, today: date) -> str:
    words = bare_day(day, today)
    return words if (day - today).days <= 1 else _("on %(day)s") % {"day": words}


def bare_day(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead <= 0:
        return _("today")
    if ahead == 1:
        return _("tomorrow")
    return date_format(day, "l" if ahead <= THIS_WEEK_DAYS else "j F")
