"""The key of a row, as it comes in an address or a form."""

LONGEST_KEY = 18  # digits: more than any row has, and fewer than a database or Python stumbles over


def key_in(text: object) -> int | None:
    """The number that was sent; None for anything that cannot be the key of a row."""
    digits = str(text)
    return int(digits) if len(digits) <= LONGEST_KEY and digits.isascii() and digits.isdecimal() else None
