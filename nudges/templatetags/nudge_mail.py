"""What the HTML part of a mail needs beyond Django's own tags."""

from django import template
from django.utils.safestring import SafeString

from nudges import lines

register = template.Library()


@register.filter
def with_links(paragraph: str) -> SafeString:
    return lines.with_links(paragraph)
