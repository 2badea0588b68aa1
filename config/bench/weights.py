"""How many bytes a visit costs: pages as they travel, and what they name, packed as the server packs it."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

GZIP = b"\x1f\x8b"
Ask = Callable[[str], bytes]
FIRST_VIEW, LATER_VIEW, SCRIPTS, LIST = 120_000, 25_000, 60_000, 40_000


class Named(HTMLParser):
    """The addresses that a page has a browser fetch by itself."""

    SHOWN = {"stylesheet", "icon", "manifest", "modulepreload", "preload"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.others: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "script" and said.get("src"):
            self.scripts.append(said["src"] or "")
        elif tag == "img" and (said.get("src") or "").startswith("/"):
            self.others.append(said["src"] or "")
        elif tag == "link" and said.get("rel") in self.SHOWN and said.get("href"):
            self.others.append(said["href"] or "")


@dataclass(frozen=True)
class Visit:
    """The bytes of one page, of its scripts, and of all else that it names."""

    page: int
    scripts: int
    others: int

    @property
    def first_view(self) -> int:
        """With nothing kept from before. Later ones fetch the page alone: the rest has a name of its own for ever."""
        return self.page + self.scripts + self.others


def visit(ask: Ask, address: str) -> Visit:
    body = ask(address)
    named = Named(unpacked(body).decode())
    scripts, others = ([packed(ask(file)) for file in set(files)] for files in (named.scripts, named.others))
    return Visit(packed(body), sum(scripts), sum(others))


def packed(body: bytes) -> int:
    return len(body) if body.startswith(GZIP) else min(len(body), len(gzip.compress(body)))


def unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body.startswith(GZIP) else body


def report(ask: Ask, addresses: dict[str, str]) -> None:
    print("\nBytes, packed by gzip as the server does\n")
    print(
        "Page             page   its scripts   all else   first view   (at most 60 kB of scripts, 120 kB, later 25 kB)"
    )
    for name, address in addresses.items():
        cost = visit(ask, address)
        print(f"{name:<15} {cost.page:>6,} {cost.scripts:>13,} {cost.others:>10,} {cost.first_view:>12,}")
