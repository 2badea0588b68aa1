"""What reading costs that others wrote: postings of two megabytes of nothing but trouble, and a text that is uploaded.

Whether twice as much takes twice as long, or more: what grows faster than its text can keep a worker busy for as long
as somebody likes.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from applications.documents import checking
from applications.postings import markup, read, salary

URL = "https://jobs.example.org/7"
LARGEST = 2_000_000
MOST_SECONDS, MOST_GROWTH, TOO_LITTLE = 20, 3.0, 0.5  # of processor time; for twice as much; to tell a growth


def again(unit: str, start: str = "", end: str = "") -> Callable[[int], str]:
    return lambda size: start + unit * ((size - len(start) - len(end)) // len(unit)) + end


def halves(first: str, second: str) -> Callable[[int], str]:
    return lambda size: again(first)(size // 5) + again(second)(size * 4 // 5)


def attributes(size: int) -> str:
    return "<a " + " ".join(f"a{n}=1" for n in range(size // 9)) + ">"


def references(size: int) -> str:
    row = {"@type": "JobPosting", "@id": "a", "hiringOrganization": {"@id": "a"}}
    return json.dumps([row] * (size // 75))


PAGES = {
    "tags that are never closed": again("<div>"),
    "tags that close nothing": again("</p></span></b></i>", start="<div>" * 400),
    "a deep nest and tags that close nothing": halves("<div>", "</p></span></b></i>"),
    "attributes": attributes,
    "the same attribute": again("a=1 ", start="<a ", end=">"),
    "less than": again("<"),
    "comments that never end": again("<!--"),
    "entities": again("&amp;"),
    "numbers as entities": again("9", start="&#"),
    "line breaks": again("\n "),
    "items": again("<p itemscope itemtype=https://schema.org/JobPosting itemprop=title>"),
    "properties": again("<b itemprop=title>x", start="<p itemscope itemtype=https://schema.org/JobPosting>"),
    "scripts": again("<script type=application/ld+json>{</script>"),
    "titles": again("<title>x</title>"),
}
JSONS = {
    "brackets": again("["),
    "braces": again('{"a":'),
    "comments": again("/*"),
    "quotation marks": again('"'),
    "backslashes": again("\\", start='"'),
    "commas": again(",\n"),
    "lines": again("1\n"),
    "digits": again("9"),
    "documents": again('{"@type":"JobPosting","title":"x"}\n'),
    "wrappings": again("<![CDATA["),
    "endings": again("]]>", start="1"),
    "references": references,
}
TEXTS = {
    "labels": again("Company: "),
    "dashes": again("- "),
    "the word at": again(" at "),
    "links": again("https://a.example "),
    "ones": again("1"),
}
Act = Callable[[str], object]


def as_page(text: str) -> None:
    read.read_page(text, url=URL)
    markup.plain_text(text)


def as_json(text: str) -> None:
    read.read_page(f'<script type="application/ld+json">{text}</script>', url=URL)


def as_text(text: str) -> None:
    read.read_text(text)
    read.shared(url=text, title=text, text=text)
    salary.pay_of(text)


def report() -> None:
    limits = f"at most {MOST_SECONDS}, and {MOST_GROWTH} × what half of it takes"
    print(f"\nReading {LARGEST:,} signs, in seconds of the processor; {limits}\n")
    print("                                                   seconds    × half")
    kinds: Mapping[str, tuple[Mapping[str, Callable[[int], str]], Act]] = {
        "page": (PAGES, as_page),
        "JSON": (JSONS, as_json),
        "text": (TEXTS, as_text),
        "file": ({"sentences": again("Ada Lovelace\n")}, checking.is_readable),
    }
    for kind, (makers, act) in kinds.items():
        for name, make in makers.items():
            half, whole = (cost(act, make(size)) for size in (LARGEST // 2, LARGEST))
            is_over = whole > MOST_SECONDS or (whole > TOO_LITTLE and whole > half * MOST_GROWTH)
            print(f"{kind}: {name:<42} {whole:>9.2f} {whole / max(half, 1e-6):>9.2f} {'over' if is_over else ''}")


def cost(act: Callable[[Any], object], text: str) -> float:
    begin = time.process_time()
    act(text)
    return time.process_time() - begin
