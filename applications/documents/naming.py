"""How a file may be called when it is given out again."""

import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 120
FORBIDDEN = '<>:"/\\|?*'
# Control and format characters (some turn the direction of writing), halves of signs, and what no font can show.
NOT_SHOWN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
JOINERS = {"\u200c", "\u200d"}  # part of words in some scripts, and of emoji


def clean_name(name: str, ending: str) -> str:
    """A plain name without folders and hidden signs; it ends as the checked type does."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if sign in FORBIDDEN else sign for sign in last if is_shown(sign))
    words = " ".join(shown.split())
    stem = PurePosixPath(words).stem if known_ending(words) else words
    return f"{stem[:LONGEST_NAME].strip('. ') or 'document'}.{ending}"


def known_ending(name: str) -> bool:
    return PurePosixPath(name).suffix.casefold() in {".pdf", ".docx", ".docm", ".doc", ".odt", ".txt", ".md", ".rtf"}


def is_shown(sign: str) -> bool:
    return sign in JOINERS or unicodedata.category(sign) not in NOT_SHOWN
