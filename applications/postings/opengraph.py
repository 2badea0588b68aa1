"""What a page says about itself to whoever shows a preview of it: Open Graph, its title and its canonical link."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from applications.postings import jobposting, titles
from applications.postings.found import Found
from applications.postings.markup import one_line

WANTED = {"og:title", "twitter:title", "og:site_name", "og:url"}
LONGEST_NAME = 60


@dataclass
class Head:
    """The parts of a page's head that matter here."""

    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str = ""

    def note(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
            if name in WANTED:
                self.metas.setdefault(name, attributes.get("content", "")[:2000])
        elif tag == "link" and not self.canonical and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = attributes.get("href", "")[:2000]


def read(head: Head, *, host: str) -> Found:
    """The name of the site as where it was found, and what a title of a known form says. Never a company by itself."""
    said: dict[str, Any] = {}
    for title in (head.metas.get("og:title"), head.metas.get("twitter:title"), head.title):
        said = said or titles.read(title or "", host=host)
    site = one_line(head.metas.get("og:site_name", ""))
    return Found(source=site if len(site) <= LONGEST_NAME else "", **said)


def addresses(head: Head, *, base: str) -> list[str]:
    """Under which addresses the page knows itself."""
    own = (jobposting.joined(base, text) for text in (head.canonical, head.metas.get("og:url", "")) if text)
    return [address for address in own if address]
