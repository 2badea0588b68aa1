"""Moments as people say them, in the zone of the person who reads."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def in_words(moment: datetime, now: datetime) -> str:
    """“tomorrow at 09:30”, “on Friday at 09:30”, “on Friday, 21 November at 09:30”."""
    local, today = timezone.localtime(moment), timezone.localdate(now)
    days = (local.date() - today).days
    parts = {"time": date_format(local, "H:i"), "weekday": date_format(local, "l"), "day": date_format(local, "j F")}
    if days == 0:
        return _("today at %(time)s") % parts
    if days == 1:
        return _("tomorrow at %(time)s") % parts
    if days == -1:
        return _("yesterday at %(time)s") % parts
    if 1 < days < 7:
        return _("on %(weekday)s at %(time)s") % parts
    if local.year != today.year:
        parts["day"] = date_format(local, "j F Y")
    return _("on %(weekday)s, %(day)s at %(time)s") % parts
