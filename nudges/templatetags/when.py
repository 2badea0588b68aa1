"""Moments as people say them, in the zone of the person who reads."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import localised

register = template.Library()


@register.filter
def in_words(moment: datetime, now: datetime) -> str:
    """“tomorrow at 09:30”, “on Friday at 09:30”, “on Friday 21 November at 09:30”."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    days = (local.date() - today).days
    parts = {"time": localised.clock(local), "weekday": localised.weekday(local)}
    if days == 0:
        return _("today at %(time)s") % parts
    if days == 1:
        return _("tomorrow at %(time)s") % parts
    if days == -1:
        return _("yesterday at %(time)s") % parts
    if 1 < days < 7:
        return _("on %(weekday)s at %(time)s") % parts
    parts["day"] = localised.weekday_day(local) if local.year == today.year else localised.weekday_day_year(local)
    return _("on %(day)s at %(time)s") % parts
