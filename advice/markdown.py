"""Curators' Markdown as safe HTML: no raw HTML, no images, links to the web or to a mailbox only."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "pre", "hr", "a"}
_parser = MarkdownIt("commonmark", {"html": False}).disable("image")


def as_html(text: str) -> SafeString:
    """Rendered and cleaned. Headings begin at h2, since the page's title is the h1."""
    tokens = _parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]), 2), 4)}"
    rendered = _parser.renderer.render(tokens, _parser.options, {})
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 just cleaned it
