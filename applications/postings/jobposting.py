"""schema.org's JobPosting, as its readers found it, → fields of an application.

A node is a dict as in JSON-LD: property → text, number, node, or a list of them. Which of them a page uses, and how, is
anybody's guess: a company may be a name, an organisation, a list of them or a reference to one.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin

from applications.postings import links, markup, places, salary
from applications.postings.found import Found

Node = dict[str, Any]

LONGEST_LINE = 200
LONGEST_TEXT = 100_000
MOST_NODES = 20_000
# Further parts of a posting, where they are not repeated in its description.
PARTS = (
    "responsibilities",
    "qualifications",
    "educationRequirements",
    "experienceRequirements",
    "skills",
    "jobBenefits",
)
A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:$|[T ])")
NO_COMPANY = {"confidential", "anonymous", "n/a", "na", "none", "null", "undefined", "-", "unknown", "company"}


def is_posting(node: Node) -> bool:
    return any(re.split("[/#:]", kind)[-1] == "JobPosting" for kind in places.texts(node.get("@type")))


def nodes_in(value: Any) -> Iterator[Node]:
    """Every node in a document, in its order, whatever they are wrapped in: lists, `@graph`, `ItemList`."""
    waiting, seen = [value], 0
    while waiting and seen < MOST_NODES:
        seen += 1
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            waiting.extend(reversed(one[:MOST_NODES]))


def read(node: Node, *, known: dict[str, Node], base: str) -> Found:
    """What one posting says. `known` are the page's nodes by `@id`, `base` is the page's address."""

    def of(name: str) -> Any:
        return resolved(node.get(name), known)

    location, mode = places.where(
        listed(of("jobLocation")),
        allowed=listed(of("applicantLocationRequirements")),
        kind=node.get("jobLocationType"),
    )
    pay = salary.pay_of(of("baseSalary"), currency=node.get("salaryCurrency"))
    return Found(
        company=company_of(of("hiringOrganization")),
        role=line(of("title")) or line(of("name")),
        url=address_of(node, base),
        location=location,
        work_mode=mode,
        deadline_on=day(of("validThrough")),
        posting_text=text_of(node),
        **pay,
    )


def resolved(value: Any, known: dict[str, Node]) -> Any:
    """The node that a reference such as {"@id": "#us"} points to."""
    if isinstance(value, list):
        return [resolved(one, known) for one in value[:500] if not isinstance(one, list)]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        key = value.get("@id")
        return known.get(key, value) if isinstance(key, str) else value
    return value


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def line(value: Any) -> str:
    """A text of one line that a field can hold; what is longer is no title."""
    for one in listed(value):
        if isinstance(one, dict):
            one = one.get("@value")
        text = markup.one_line(one) if isinstance(one, str) else ""
        if text:
            return text if len(text) <= LONGEST_LINE else ""
    return ""


def company_of(value: Any) -> str:
    for one in listed(value):
        name = (line(one.get("name")) or line(one.get("legalName"))) if isinstance(one, dict) else line(one)
        if name and name.casefold() not in NO_COMPANY and not re.match(r"https?://|www\.", name, re.IGNORECASE):
            return name
    return ""


def address_of(node: Node, base: str) -> str:
    for key in ("url", "@id", "mainEntityOfPage", "sameAs"):
        for value in listed(node.get(key)):
            value = value.get("@id") if isinstance(value, dict) else value
            if isinstance(value, str) and (address := joined(base, value)):
                return address
    return ""


def joined(base: str, value: str) -> str:
    """An address on a page as a whole one; an anchor on the page itself is none of its own."""
    if value.startswith(("#", "_:")):
        return ""
    try:
        return links.parse(urljoin(base, value.strip())).text
    except (links.NotALink, ValueError):
        return ""


def day(value: Any) -> date | None:
    """The day as the posting writes it; in another form than the standard's it could be two days."""
    for one in listed(value):
        found = A_DAY.match(one.strip()) if isinstance(one, str) else None
        if found and 1950 <= int(found[1]) <= 2150:
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def text_of(node: Node) -> str:
    text = paragraphs(node.get("description"))
    for part in PARTS:
        more = paragraphs(node.get(part))
        if more and more not in text:
            text = f"{text}\n\n{more}".strip()
    return text[:LONGEST_TEXT].rstrip()


def paragraphs(value: Any) -> str:
    pieces = [one.get("@value") if isinstance(one, dict) else one for one in listed(value)[:50]]
    return "\n".join(filter(None, (markup.plain_text(piece) for piece in pieces if isinstance(piece, str))))
