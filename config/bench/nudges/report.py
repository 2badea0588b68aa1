"""Rows of figures, as they come in."""

import sys


def say(*cells: object) -> None:
    """The first cell wide, the others as columns of numbers."""
    first, *rest = (
        f"{cell:,.2f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)
        for cell in cells
    )
    print(f"{first:<44}" + "".join(f"{cell:>14}" for cell in rest))
    sys.stdout.flush()
