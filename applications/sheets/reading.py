"""Whatever a person brings → lines of text."""

from applications.sheets import delimited, xlsx
from applications.sheets.formulas import undefused
from applications.sheets.tables import LARGEST_FILE, Line, Page, Unreadable, checked

NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")


def lines_of(content: bytes) -> list[Line]:
    """Of a file; of a workbook, of its first sheet with rows. Raises Unreadable."""
    return pages_of(content)[0].lines


def pages_of(content: bytes) -> list[Page]:
    """Of a file, which is known by what is in it: one without a name, or the sheets of a workbook. Raises Unreadable,
    of the first one alone: what cannot be taken in of the others is left out of them.
    """
    if len(content) > LARGEST_FILE:
        raise Unreadable("too_large")
    if content.startswith(xlsx.OLD_OR_LOCKED):
        raise Unreadable("old_or_locked")
    if content.startswith(xlsx.BEGINS):
        first, *others = xlsx.pages_of(content)
        return [Page(first.name, taken(first.lines)), *(Page(other.name, if_fitting(other.lines)) for other in others)]
    if content.startswith(NOT_TEXT):
        raise Unreadable("not_a_sheet")
    return [Page("", lines_in(delimited.text_of(content)))]


def lines_in(text: str) -> list[Line]:
    """Of text, such as rows that were copied in a spreadsheet. Raises Unreadable."""
    return taken(delimited.lines_of(text))


def if_fitting(lines: list[Line]) -> list[Line]:
    try:
        return taken(lines)
    except Unreadable:
        return []


def taken(lines: list[Line]) -> list[Line]:
    return checked([Line(line.number, [undefused(cell) for cell in line.cells]) for line in lines])
