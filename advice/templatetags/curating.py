"""For the pages of the curators' desk."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from advice.models import Curated

register = template.Library()


@register.simple_tag
def to_row(row: Curated) -> SafeString:
    """A link to where the row is edited, with what kind of row it is."""
    url = reverse(f"admin:advice_{row._meta.model_name}_change", args=[row.pk])
    return format_html('{}: <a href="{}">{}</a>', capfirst(row._meta.verbose_name), url, row)
