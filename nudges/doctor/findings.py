"""What was found about one thing."""

import smtplib
import ssl
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


def in_words(error: Exception) -> str:
    """What went wrong, as a reader of sentences wants it: no numbers of libraries, no bytes."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, ssl.SSLError):
        return (error.reason or str(error)).replace("_", " ").lower()
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return f"{error.smtp_code} {' '.join(text.split())}".strip()
    return str(error).rstrip(".") or type(error).__name__
