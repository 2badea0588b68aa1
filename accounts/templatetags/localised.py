"""`accounts.localised` for templates: `{{ interview.starts_at|appointment }}`; nothing is written for nothing.

On pages, days and appointments of this year in the short form come without their year.

Also in which language, and from which side, a piece of content is read: `<div {% spoken row.language %}>`.
"""

from collections.abc import Callable
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import localised

register = template.Library()

WRITERS: list[Callable[[Any], str]] = [
    localised.day,
    localised.day_of_month,
    localised.weekday,
    localised.weekday_day,
    localised.clock,
    localised.moment,
    localised.moment_short,
    localised.appointment_short,
    localised.appointment_long,
    localised.appointment_full,
    localised.number,
    localised.percent,
    localised.file_size,
    localised.minutes,
    localised.listed,
]


def as_filter(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None or value == "" else write(value)


def without_this_year(write: Callable[..., str]) -> Callable[[Any], str]:
    return lambda value: write(value, today=timezone.localdate())


for writer in WRITERS:
    register.filter(writer.__name__, as_filter(writer), expects_localtime=True)


for writer in (localised.day_short, localised.appointment):
    register.filter(writer.__name__, as_filter(without_this_year(writer)), expects_localtime=True)


@register.simple_tag
def spoken(language: str) -> SafeString:
    """The `lang` and `dir` of an element whose text is in another language than the page; else nothing."""
    if not language or language == translation.get_language():
        return SafeString("")
    return format_html('lang="{}" dir="{}"', language, localised.locale_of(language).text_direction)


@register.filter
def is_foreign_to(language: str, own: str) -> bool:
    """Whether somebody who chose that language would miss it here; British and American English are the same one."""
    return language.partition("-")[0] != own.partition("-")[0]


register.filter("with_times", localised.with_times)


@register.filter
def said_in(words: str, language: str) -> str:
    """The same for words inside a sentence or a heading: `{{ article.title|said_in:article.language }}`."""
    marks = spoken(language)
    return format_html("<span {}>{}</span>", marks, words) if marks else words
