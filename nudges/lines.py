"""Text for a mail made safe: one line stays one line, and addresses in a paragraph become links."""

import re
import unicodedata

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

ADDRESS = re.compile(r"https?://[^\s<>\"']+")
AFTER_AN_ADDRESS = ".,;:!?)"
LINK = "#1f4e6e"  # as in the frame


def one_line(text: str) -> str:
    """Without anything that could end a line or hide in one: control characters, line and paragraph separators."""
    return " ".join("".join(" " if _is_control(sign) else sign for sign in text).split())


def _is_control(sign: str) -> bool:
    return (
        unicodedata.category(sign) in ("Cc", "Zl", "Zp")
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def shown(url: str) -> str:
    """An address of ours without what only machines read; any other as it is."""
    is_ours = url.startswith(f"{settings.SITE_URL}/")
    return url.partition("?")[0].partition("://")[2] if is_ours else url


def with_links(paragraph: str) -> SafeString:
    """The paragraph for the HTML part: all of it escaped, addresses as links, lines kept."""
    pieces, end = [], 0
    for match in ADDRESS.finditer(paragraph):
        url = match.group().rstrip(AFTER_AN_ADDRESS)
        pieces += [
            escape(paragraph[end : match.start()]),
            f'<a href="{escape(url)}" style="color: {LINK};">{escape(shown(url))}</a>',
        ]
        end = match.start() + len(url)
    pieces.append(escape(paragraph[end:]))
    return mark_safe("".join(pieces).replace("\n", "<br>"))  # noqa: S308 - every piece was escaped above
