"""Lucide's icons in few bytes: `{% lucide "plus" size=20 class="icon" aria_hidden="true" %}`.

The look of their lines, which is the same for all, stands once in components/illustration.css. Where an icon is drawn
a second time on the same page, `{% lucide_again "plus" size=28 %}` points to the first, which has `again=True`.
"""

import re
from functools import lru_cache
from typing import Any

import lucide as drawings
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
COMMON = re.compile(r' (?:fill="none"|stroke(?:-[a-z]+)?="[^"]*")')


@lru_cache(maxsize=512)
def drawn(name: str, size: int, attributes: tuple[tuple[str, str], ...], *, again: bool) -> SafeString:
    """The SVG; drawing one costs as much as many a query."""
    svg = drawings._render_icon(name, size, **dict(attributes))
    start, rest = svg.split(">", 1)
    lines = re.sub(r">\s+<", "><", rest).replace(" />", "/>").strip().removesuffix("</svg>")
    if again:
        lines = f'<g id="icon-{name}">{lines}</g>'
    return mark_safe(f"{COMMON.sub('', start)}>{lines}</svg>")  # noqa: S308 - drawn by the library, from our templates


@register.simple_tag
def lucide(name: str, *, size: int = 24, again: bool = False, **attributes: Any) -> SafeString:
    said = tuple((key, str(value) + "") for key, value in attributes.items())
    return drawn(str(name) + "", size, said, again=again)


@register.simple_tag
def lucide_again(name: str, *, size: int = 24) -> SafeString:
    start = '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" aria-hidden="true">'
    return format_html(start + '<use href="#icon-{1}"/></svg>', size, name)
