"""Markdown as safe HTML, curators' and people's own: no raw HTML, no images, links to the web or to a mailbox only."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, link

from accounts import localised

DEEPEST_BRACKETS = 3
_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "code",
    "pre",
    "hr",
    "a",
}
_parser = MarkdownIt("commonmark", {"html": False}).disable("image")
_line_by_line = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(["image", "code"])


def shallow_link(state: StateInline, silent: bool) -> bool:
    """Within so many brackets the rest of the paragraph is words: else it is read anew for each depth, up to 20."""
    if silent and state.level > DEEPEST_BRACKETS and state.src[state.pos] == "[":
        state.pos = state.posMax
        return True
    return link(state, silent)


for _each in (_parser, _line_by_line):
    _each.inline.ruler.at("link", shallow_link)


def as_html(text: str, language: str = "") -> SafeString:
    """Rendered and cleaned, with times of day in it as a text of this language says them to who reads it.

    Headings begin at h2, since the page's title is the h1.
    """
    return _rendered(_parser, localised.with_times(text, language), highest=2)


def note_as_html(text: str) -> SafeString:
    """A note of somebody's own: a new line is a new line, and headings stand below those of the page around it."""
    return _rendered(_line_by_line, text, highest=4)


def _rendered(parser: MarkdownIt, text: str, *, highest: int) -> SafeString:
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]), highest), highest + 2)}"
    rendered = parser.renderer.render(tokens, parser.options, {})
    cleaned = nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308 - nh3 just cleaned it
