"""The JobPostings in a page's microdata (`itemscope`, `itemprop`), as nodes like those of JSON-LD."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.postings.jobposting import Node, is_posting
from applications.postings.markup import Writer

MOST_ITEMS = 200
MOST_WRITERS = 6  # texts inside texts that are written down at a time
VALUES = {
    "a": "href",
    "link": "href",
    "area": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
    "meter": "value",
}


@dataclass
class _Open:
    """A tag that is open: which item it is, or which property of which item its text is."""

    item: Node | None = None
    owner: Node | None = None
    names: list[str] = field(default_factory=list)
    writer: Writer | None = None


class Listener:
    """Puts items together while the page goes by. `postings` are those of the right kind, in the page's order."""

    def __init__(self) -> None:
        self.postings: list[Node] = []
        self.open: list[_Open] = []
        self.items: list[Node] = []
        self.made = 0
        self.writers: list[Writer] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        for writer in self.writers:
            writer.start(tag, attributes)
        one = _Open()
        self.open.append(one)
        owner = self.items[-1] if self.items else None
        names = attributes.get("itemprop", "").split()[:5] if owner is not None else []
        if "itemscope" in attributes and self.made < MOST_ITEMS:
            self._begin_item(one, attributes)
            self._add(owner, names, one.item)
        elif names and (value := value_of(tag, attributes)) is not None:
            self._add(owner, names, value)
        elif names and len(self.writers) < MOST_WRITERS:
            one.owner, one.names, one.writer = owner, names, Writer()
            self.writers.append(one.writer)

    def _begin_item(self, one: _Open, attributes: Mapping[str, str]) -> None:
        one.item = {"@type": attributes.get("itemtype", "").split()[:5]}
        if attributes.get("itemid"):
            one.item["@id"] = attributes["itemid"]
        self.items.append(one.item)
        self.made += 1
        if is_posting(one.item):
            self.postings.append(one.item)

    def _add(self, owner: Node | None, names: list[str], value: Any) -> None:
        for name in names if owner is not None else []:
            assert owner is not None  # noqa: S101
            owner.setdefault(name, []).append(value)

    def data(self, text: str) -> None:
        for writer in self.writers:
            writer.data(text)

    def end(self, tag: str) -> None:
        if not self.open:
            return
        one = self.open.pop()
        if one.item is not None:
            self.items.pop()
        if one.writer is not None:
            self.writers.remove(one.writer)
            self._add(one.owner, one.names, one.writer.text())
        for writer in self.writers:
            writer.end(tag)


def value_of(tag: str, attributes: Mapping[str, str]) -> str | None:
    """What a tag says by itself; None where it is the text inside that says it."""
    if "content" in attributes:
        return attributes["content"]
    return attributes.get(VALUES[tag]) if tag in VALUES else "" if tag == "meta" else None
