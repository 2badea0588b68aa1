"""Notes of a person's own on a page: Markdown, cleaned; links say nothing of where one came from, pictures stay out.

`{% load notes %}<div class="note" dir="auto">{{ application.notes|note }}</div>`
"""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from advice import markdown
from applications.sending import TOKEN

register = template.Library()


@register.filter
def note(text: str) -> SafeString:
    return markdown.note_as_html(text or "")


@register.filter
def is_web_address(url: str) -> bool:
    """Whether a link may be made of it. Forms see to it; this is for what came into a row by another way."""
    return url.startswith(("https://", "http://"))


@register.simple_tag
def sent_once() -> SafeString:
    """In a form that adds something: sent twice, by a double click or a lost answer, it adds one. See `sending.py`."""
    return format_html('<input type="hidden" name="{}" value="{}">', TOKEN, uuid.uuid4().hex)
