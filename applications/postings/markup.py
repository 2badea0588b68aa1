"""One pass over HTML by a tolerant parser, for readers that listen to tags and text as they go by.

No tree is built: in libxml2 some broken pages cost quadratic time there (thousands of attributes on one tag), others in
what it does for every tag that closes nothing in a deep nest. So the page is fed in pieces, and reading ends where it
gets deeper or longer than any posting; what was gathered until then counts.
"""

import html
import re
from collections.abc import Mapping
from typing import Protocol

from lxml import etree

PIECE = 65_536
MOST_TAGS = 100_000
DEEPEST = 400
MOST_TEXT = 1_000_000

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
APART = frozenset(
    ["article", "blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "section", "table", "ul"]
)
UNSEEN = frozenset(["script", "style", "template", "noscript", "svg", "head", "title", "iframe", "object"])
SPACES = re.compile(r"[^\S\n]+")
# Spaces that show nothing and break searches; directions and joiners belong to the text.
INVISIBLE = {ord(sign): None for sign in "\u00ad\u200b\u2060\ufeff"}
A_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
A_USUAL_TAG = re.compile(r"</?(?:p|br|li|ul|ol|div|span|strong|b|em|h[1-6])\b[^<>]{0,500}>", re.IGNORECASE)
AN_ENTITY = re.compile(r"&#?\w{1,32};")
A_HUGE_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")  # which Python refuses to turn into a number


class Listener(Protocol):
    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


class _Enough(Exception):
    pass


class _Guard:
    """Stands between the parser and the listener, and counts."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.tags = self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        self.depth += 1
        if self.tags > MOST_TAGS or self.depth > DEEPEST:
            raise _Enough
        self.listener.start(tag.lower(), attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.listener.end(tag.lower())

    def data(self, text: str) -> None:
        self.listener.data(text)

    def close(self) -> None:
        pass


def listen(page: str, listener: Listener) -> None:
    """Tells the listener of every tag and text. Never raises because of the page; may end early."""
    parser = etree.HTMLParser(target=_Guard(listener), encoding="utf-8", no_network=True, huge_tree=False)
    data = page.replace("\0", "").encode("utf-8", "replace")
    try:
        for start in range(0, len(data), PIECE):
            parser.feed(data[start : start + PIECE])
        parser.close()
    except (_Enough, etree.LxmlError, ValueError):
        pass


class Writer:
    """Writes down what a reader would see: lines for blocks, a dot before points of a list."""

    def __init__(self, most: int = 200_000) -> None:
        self.pieces: list[str] = []
        self.left = most
        self.unseen = 0
        self.breaks = 2  # how many line breaks stand at the end
        self.points = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self._write("\n")
            self.breaks += 1
        elif tag in BLOCKS:
            self._break(tag)
            if tag == "li":
                self.points += 1
                self._write("• ")
                self.breaks = 2  # a paragraph in a point begins beside its dot

    def end(self, tag: str) -> None:
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BLOCKS:
            self.points -= tag == "li"
            self._break(tag)
        elif tag in ("td", "th"):
            self._write(" ")

    def data(self, text: str) -> None:
        text = re.sub(r"\s+", " ", text)
        if not self.unseen and not (self.breaks and text == " "):
            self._write(text)
            self.breaks = 0

    def _break(self, tag: str) -> None:
        wanted = 2 if tag in APART and self.points <= 0 else 1
        if self.breaks < wanted:
            self._write("\n" * (wanted - self.breaks))
            self.breaks = wanted

    def _write(self, text: str) -> None:
        self.pieces.append(text[: self.left])
        self.left = max(0, self.left - len(text))

    def text(self) -> str:
        return tidy("".join(self.pieces))


def plain_text(markup: str) -> str:
    """What a reader would see of a piece of HTML that may have been escaped once or twice too often."""
    text = markup[:MOST_TEXT]
    for _ in range(3):
        if not A_TAG.search(text):
            text = unescaped(text)
        if not A_TAG.search(text):
            break
        writer = Writer()
        listen(text, writer)
        text = unescaped(writer.text())
        if not A_USUAL_TAG.search(text):
            break
        text = text.replace("\n", "<br>")
    return tidy(text)


def unescaped(text: str) -> str:
    """Without entities, also those that were escaped again and again."""
    text = A_HUGE_NUMBER.sub("", text)
    for _ in range(3):
        if not AN_ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def tidy(text: str) -> str:
    """Lines without loose ends: no control characters, no runs of spaces, one empty line between paragraphs at most."""
    text = re.sub(r"\r\n?|[\u2028\u2029\u0085]", "\n", text.translate(INVISIBLE))
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "", text)
    lines = (SPACES.sub(" ", line).strip() for line in text.split("\n"))
    kept: list[str] = []
    for line in lines:
        if line == "•":
            continue
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def one_line(text: str) -> str:
    """The text of a title or a name: no tags, no entities, no line breaks."""
    text = A_TAG.sub(" ", unescaped(A_TAG.sub(" ", text[:20_000])))
    return " ".join(tidy(text).split())
