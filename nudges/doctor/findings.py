"""What was found about one thing."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    GOOD = "good"
    LOOK = "look at this"
    WRONG = "mend this"


@dataclass(frozen=True)
class Finding:
    """One sentence on what is so, and one on what to do about it."""

    level: Level
    about: str
    is_so: str
    do: str = ""


def good(about: str, is_so: str) -> Finding:
    return Finding(Level.GOOD, about, is_so)


def look(about: str, is_so: str, do: str) -> Finding:
    return Finding(Level.LOOK, about, is_so, do)


def wrong(about: str, is_so: str, do: str) -> Finding:
    return Finding(Level.WRONG, about, is_so, do)
