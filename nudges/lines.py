"""Text for a mail made safe: one line stays one line, and addresses in a paragraph become links."""

import re
import unicodedata

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WIDTH = 72  # columns of a line of plain text
# Signs that are twice as wide as a letter; those of scripts that break a line anywhere, but not before their closing
# signs nor after their opening ones.
EAST = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
WIDE = re.compile(f"[\u1100-\u115f\uac00-\ud7a3\U0001f300-\U0001faff{EAST}]")
OPEN, CLOSE = "（「『【《〈〔", "、。，．：；！？）」』】》〉〕ー々っゃゅょッャュョ,.:;!?)"
PIECES = re.compile(f"[{OPEN}]*(?:https?://\\S+|[{EAST}]|[^{EAST} ]+)[{CLOSE}]*( *)")
ITEM = re.compile(" *(?:[*·-] )?")  # what stands before the words of a line
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
AFTER_AN_ADDRESS = ".,;:!?)"
# A sentence that ends with an address, and what goes on behind it: some programs take the full stop for a part of it.
STOPPED = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.!?。！？])[.!?。！？]+(?=\s|\Z)(?: +(?=\S))?")
LINK = "#1f4e6e"  # as in the frame


def one_line(text: str) -> str:
    """Without anything that could end a line or hide in one: control characters, line and paragraph separators."""
    if not text.isprintable():  # what is printable holds none of them
        text = "".join(" " if _is_control(sign) else sign for sign in text)
    return " ".join(text.split())


def _is_control(sign: str) -> bool:
    return (
        unicodedata.category(sign) in ("Cc", "Zl", "Zp")
        or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def shown(url: str) -> str:
    """An address of ours without what only machines read; any other as it is."""
    is_ours = url.startswith(f"{settings.SITE_URL}/")
    return url.partition("?")[0].partition("://")[2] if is_ours else url


def breakable(url: str) -> str:
    """Escaped, with places for a line to end: behind its slashes, and not just before the full stop of a sentence."""
    return escape(url).replace("/", "/<wbr>").replace("/<wbr>/<wbr>", "//").removesuffix("<wbr>")


def with_links(paragraph: str) -> SafeString:
    """The paragraph for the HTML part: all of it escaped, addresses as links, lines kept."""
    pieces, end = [], 0
    for match in ADDRESS.finditer(paragraph):
        url = match.group().rstrip(AFTER_AN_ADDRESS)
        pieces += [
            escape(paragraph[end : match.start()]),
            f'<a href="{escape(url)}" style="color: {LINK};">{breakable(shown(url))}</a>',
        ]
        end = match.start() + len(url)
    pieces.append(escape(paragraph[end:]))
    return mark_safe("".join(pieces).replace("\n", "<br>"))  # noqa: S308 - every piece was escaped above


def with_free_addresses(text: str) -> str:
    """Plain text in which no full stop touches an address: its line ends there instead."""
    return STOPPED.sub(lambda found: found[1] + ("\n" if found[0].endswith(" ") else ""), text)


def wrapped(text: str) -> str:
    """Plain text in lines of a readable length, for programs that break none. An address is never broken.

    A line keeps its indent when it goes on, and an item of a list that of its text.
    """
    return "\n".join([_folded(line) if _columns(line) > WIDTH else line for line in text.split("\n")])


def _columns(text: str) -> int:
    """How wide a text stands in plain letters; the signs of East Asia take two."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def _folded(line: str) -> str:
    lines, indent = [], " " * len(ITEM.match(line)[0])  # type: ignore[index]
    while _columns(line) > WIDTH and (place := _break_in(line, len(indent))):
        lines.append(line[:place].rstrip(" "))
        line = indent + line[place:].lstrip(" ")
    return "\n".join([*lines, line])


def _break_in(line: str, start: int) -> int:
    """The last place for a break that fits, else the first there is; 0 where there is none."""
    if line.isascii() or not WIDE.search(line):
        place = line.rfind(" ", start, WIDTH + 1)
        return place if place > start else max(line.find(" ", WIDTH), 0)
    place = used = 0
    for piece in PIECES.finditer(line, start):
        used += _columns(piece.group())
        if used - len(piece[1] or "") > WIDTH - start and place:
            return place
        place = piece.end()
    return 0
