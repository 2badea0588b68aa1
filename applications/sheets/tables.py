"""A spreadsheet as numbered lines of text, whatever file it came in."""

from dataclasses import dataclass, field

LARGEST_FILE = 5 * 1024 * 1024
MOST_LINES = 2_000
MOST_COLUMNS = 60
LONGEST_CELL = 100_000


class Unreadable(Exception):
    """What was brought cannot be taken in. `problem` says why; its words are in `words.py`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Line:
    """One line of a spreadsheet, numbered as spreadsheets do."""

    number: int
    cells: list[str] = field(default_factory=list)

    def cell(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True)
class Page:
    """One sheet of a workbook. Without lines where it holds more than can be taken in."""

    name: str
    lines: list[Line] = field(default_factory=list)


def checked(lines: list[Line]) -> list[Line]:
    """The same lines without empty columns at their ends. Raises Unreadable where there is nothing, or too much."""
    if not any(sign.isalnum() for line in lines for cell in line.cells for sign in cell):
        raise Unreadable("empty")
    if len(lines) > MOST_LINES + 1:  # one of them may be the headings
        raise Unreadable("too_many")
    trimmed = [Line(line.number, trimmed_end(line.cells)) for line in lines]
    if any(len(line.cells) > MOST_COLUMNS for line in trimmed):
        raise Unreadable("too_wide")
    if any(len(cell) > LONGEST_CELL for line in trimmed for cell in line.cells):
        raise Unreadable("too_long")
    return trimmed


def trimmed_end(cells: list[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def width_of(lines: list[Line]) -> int:
    return max((len(line.cells) for line in lines), default=0)
