"""The doors of this package: a page, what a bookmarklet handed over, or a pasted text → what was found.

Each answers with a list: nothing, one posting, or several of which the person chooses.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from applications.postings import jobposting, jsonld, links, markup, microdata, opengraph, titles
from applications.postings.found import Found

MOST_CHOICES = 12
LONGEST_SHARED = 500
LOOKS_LIKE_HTML = re.compile(
    r"\s*<(?:!doctype|html|head|body|div|section|article|main|script|meta|p|h1|ul)\b", re.IGNORECASE
)


class Page:
    """Listens to a whole page for all readers at once."""

    def __init__(self) -> None:
        self.head = opengraph.Head()
        self.items = microdata.Listener()
        self.blocks: list[str] = []
        self.asks_for_password = False
        self._text: list[str] | None = None  # of the title or JSON-LD that is open

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.head.note(tag, attributes)
        self.items.start(tag, attributes)
        is_data = tag == "script" and "ld+json" in attributes.get("type", "").lower()
        if is_data or (tag == "title" and not self.head.title):
            self._text = []
        elif tag == "input" and attributes.get("type", "").lower() == "password":
            self.asks_for_password = True

    def data(self, text: str) -> None:
        self.items.data(text)
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        self.items.end(tag)
        if self._text is None or tag not in ("script", "title"):
            return
        text, self._text = "".join(self._text), None
        if tag == "script":
            self.blocks.append(text)
        else:
            self.head.title = text[:2000]


def listened(html: str) -> Page:
    page = Page()
    markup.listen(html, page)
    return page


def read_page(html: str, *, url: str, asked: str = "") -> list[Found]:
    """What a page at `url` says; `asked` is the link that led there, if it is another one."""
    return of_page(listened(html), url=url, asked=asked)


def of_page(page: Page, *, url: str, asked: str = "") -> list[Found]:
    found = jsonld.read(page.blocks, base=url)
    found += [jobposting.read(node, known={}, base=url) for node in page.items.postings]
    host = urlsplit(url).hostname or ""
    own = [asked, url, *opengraph.addresses(page.head, base=url)]
    chosen = meant(together(found), own)
    beside = opengraph.read(page.head, host=host)
    if len(chosen) == 1:
        return [chosen[0].completed_by(beside)]
    return chosen or ([beside] if beside.is_a_posting else [])


def read_json(text: str, *, url: str, asked: str = "") -> list[Found]:
    """What a file of JSON-LD says."""
    return meant(together(jsonld.read([text], base=url)), [asked, url])


def read_handed_over(*, blocks: list[str], html: str, title: str, selection: str, url: str) -> list[Found]:
    """What a bookmarklet brought from the page that somebody was looking at: parts of it, and what they had marked."""
    page = listened(html)
    page.blocks += blocks
    page.head.title = page.head.title or title
    marked = markup.tidy(selection)[: jobposting.LONGEST_TEXT]
    found = of_page(page, url=url) or [Found()]
    return [one.completed_by(Found(posting_text=marked, url=url)) for one in found]


def read_text(text: str) -> list[Found]:
    """A pasted text is the posting's text; lines in it such as “Company: …” say more. HTML is read as a page."""
    if LOOKS_LIKE_HTML.match(text):
        if found := read_page(text, url=""):
            return found
        text = markup.plain_text(text)
    text = markup.tidy(text)[: jobposting.LONGEST_TEXT]
    return [Found(posting_text=text, **titles.labelled(text))] if text else []


def together(postings: Iterable[Found]) -> list[Found]:
    """Each posting once: pages name the same one in JSON-LD and in microdata, in a list and by itself."""
    once: dict[tuple[str, str, str], Found] = {}
    for one in postings:
        if not one.is_a_posting:
            continue
        key = (one.role.casefold(), one.company.casefold(), links.identity(one.url))
        same = [known for known in once if known[:2] == key[:2] and ("" in (known[2], key[2]) or known[2] == key[2])]
        known = same[0] if same else key
        once[known] = once[known].completed_by(one) if same else one
    return list(once.values())


def meant(postings: list[Found], own: list[str]) -> list[Found]:
    """Of several postings on a page the one that it is about, as far as links tell; else the person does."""
    if len(postings) < 2:
        return postings
    known = {links.identity(address) for address in own if address} - {""}
    same = [one for one in postings if one.url and links.identity(one.url) in known]
    if len(same) == 1:
        return same
    full = [one for one in postings if one.posting_text]
    if len(full) == 1 and not any(one.url for one in full):
        return full  # the others are only named, as in “more jobs like this”
    return postings[:MOST_CHOICES]


def shared(*, url: str, title: str, text: str) -> tuple[str, Found]:
    """(link, what the title says) of what a phone's share sheet hands over: apps put the link where they like."""
    link = links.lone(url)
    for words in (text, title):
        if not link:
            found = links.all_in(words)
            link = found[0] if len(found) == 1 else ""
    host = urlsplit(link).hostname or ""
    said: dict[str, Any] = {}
    for words in (title, text):
        words = words.replace(link, " ").strip() if link else words
        said = said or (titles.read(words, host=host) if len(words) <= LONGEST_SHARED else {})
    return link, Found(url=link, **said)


def looks_like_a_login(page: Page, *, url: str) -> bool:
    """Whether the page asks for a password instead of showing anything."""
    steps = {step.lower() for step in unquote(urlsplit(url).path).split("/")}
    return page.asks_for_password or bool(
        steps & {"login", "signin", "sign-in", "authwall", "sso", "checkpoint", "auth"}
    )
