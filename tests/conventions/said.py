"""Every text that a page says to somebody, on screen or in a reader's ear, with the place where it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Attributes that are read to or shown to people; also data-… that a script shows.
READ_OUT = {"placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "title", "alt"}
READ_OUT |= {"label", "data-failed", "data-offline", "data-copy-done", "data-copy-blocked"}
BUTTONS = {"submit", "button", "reset"}
UNHEARD = {"script", "style", "textarea", "kbd"}  # what stands in a textarea is the person's own, and a key is no word
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


@dataclass(frozen=True)
class Text:
    """A text, the element it stands in (`main > p.lead`), and whether it is marked as content or as somebody's own."""

    words: str
    place: str
    is_marked: bool

    @property
    def unspoken(self) -> str:
        """What is left of it beside sentences that came through gettext."""
        rest, before = self.words, ""
        while rest != before:
            before, rest = rest, INNERMOST.sub(" ", rest)
        return " ".join(rest.split())


@dataclass
class Element:
    tag: str
    name: str
    is_marked: bool


@dataclass
class Reader(HTMLParser):
    """Texts in another language than the page (`lang`), and a person's own words (`<bdi>`, `dir="auto"`) are marked."""

    language: str = ""
    texts: list[Text] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        element = Element(tag, name_of(tag, given), self.is_marked(tag, given))
        self.open.append(element)
        for name, value in given.items():
            is_button = tag == "input" and name == "value" and given.get("type") in BUTTONS
            is_summary = tag == "meta" and name == "content" and given.get("name") == "description"
            if name in READ_OUT or is_button or is_summary:
                self.take(value, f"{self.place} @{name}")
        if tag in VOID:
            self.open.pop()

    def is_marked(self, tag: str, given: dict[str, str]) -> bool:
        is_elsewhere = given.get("lang", self.language) != self.language
        is_own = tag == "bdi" or given.get("dir") == "auto"
        return is_elsewhere or is_own or (bool(self.open) and self.open[-1].is_marked)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].tag not in UNHEARD:
            self.take(data, self.place)

    def take(self, words: str, place: str) -> None:
        if words.strip():
            self.texts.append(Text(" ".join(words.split()), place, bool(self.open) and self.open[-1].is_marked))

    @property
    def place(self) -> str:
        return " > ".join(element.name for element in self.open[-3:])


def name_of(tag: str, given: dict[str, str]) -> str:
    if given.get("id"):
        return f"{tag}#{given['id']}"
    return ".".join([tag, *given.get("class", "").split()[:1]])


def texts_of(html: str) -> Iterator[Text]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    yield from reader.texts
