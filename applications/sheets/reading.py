"""Whatever a person brings → lines of text."""

from applications.sheets import delimited, xlsx
from applications.sheets.formulas import undefused
from applications.sheets.tables import LARGEST_FILE, Line, Unreadable, checked

NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b")


def lines_of(content: bytes) -> list[Line]:
    """Of a file, which is known by what is in it. Raises Unreadable."""
    if len(content) > LARGEST_FILE:
        raise Unreadable("too_large")
    if content.startswith(xlsx.OLD_OR_LOCKED):
        raise Unreadable("old_or_locked")
    if content.startswith(xlsx.BEGINS):
        return taken(xlsx.lines_of(content))
    if content.startswith(NOT_TEXT):
        raise Unreadable("not_a_sheet")
    return lines_in(delimited.text_of(content))


def lines_in(text: str) -> list[Line]:
    """Of text, such as rows that were copied in a spreadsheet. Raises Unreadable."""
    return taken(delimited.lines_of(text))


def taken(lines: list[Line]) -> list[Line]:
    return checked([Line(line.number, [undefused(cell) for cell in line.cells]) for line in lines])
