"""Addresses of static files for pages that have to stand when much else does not."""

from django import template
from django.conf import settings
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, by its plain name where the list of hashed names is missing or does not know it."""
    try:
        return static(path)
    except ValueError:
        return settings.STATIC_URL + path
