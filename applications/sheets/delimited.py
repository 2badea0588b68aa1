"""Text with a sign between the cells: CSV as programs and countries write it, and rows pasted from a spreadsheet."""

import csv
import io
from collections import Counter
from itertools import islice

from applications.sheets import headings
from applications.sheets.tables import MOST_LINES, Line, Unreadable, is_blank

DELIMITERS = [",", ";", "\t", "|"]
LOOKED_AT = 40  # lines, for finding out which sign it is
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def text_of(content: bytes) -> str:
    """The text, in the encoding that its first bytes tell; else UTF-8, or what Windows writes. Raises Unreadable."""
    mark = next((name for start, name in MARKS.items() if content.startswith(start)), "")
    try:
        text = content.decode(mark or encoding_of(content))
    except UnicodeDecodeError as error:
        raise Unreadable("not_a_sheet") from error
    if "\x00" in text:
        raise Unreadable("not_a_sheet")
    return text.removeprefix("\ufeff")


def encoding_of(content: bytes) -> str:
    """Without a mark at its beginning: zeros at every other place are UTF-16."""
    evens, odds = content[:400:2].count(0), content[1:400:2].count(0)
    if max(evens, odds) > 50 or max(evens, odds) * 4 > len(content[:400]) > 8:
        return "utf-16-be" if evens > odds else "utf-16-le"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def lines_of(text: str) -> list[Line]:
    """Its lines with something in them. A line break within quotation marks belongs to the cell. Raises Unreadable."""
    first, _break, rest = text.partition("\n")
    said = first.strip().casefold()
    if said.startswith("sep=") and len(said) == 5:  # for Excel alone
        return read(rest, said[-1])
    return read(text, delimiter_of(text))


def read(text: str, delimiter: str) -> list[Line]:
    found = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if not is_blank(cells):
                found.append(Line(number, [with_plain_breaks(cell) for cell in cells]))
            if len(found) > MOST_LINES + 1:
                raise Unreadable("too_many")
    except csv.Error as error:
        raise Unreadable("too_long") from error
    return found


def with_plain_breaks(cell: str) -> str:
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip()


def delimiter_of(text: str) -> str:
    """The sign that gives the most headings we know, then the most columns that are the same on every line."""
    return max(DELIMITERS, key=lambda sign: fitness(text, sign))


def fitness(text: str, delimiter: str) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        some = [cells for cells in islice(reader, LOOKED_AT) if not is_blank(cells)]
    except csv.Error:
        return 0, 0, 0
    widths = Counter(len(cells) for cells in some)
    width, times = max(widths.items(), key=lambda one: (one[1], one[0]), default=(0, 0))
    known = max((headings.known_in(cells) for cells in some[: headings.FIRST_LINES]), default=0)
    return known, times / len(some) if width > 1 else 0, width
