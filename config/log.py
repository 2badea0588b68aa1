"""What may stand in a log: no secret from an address, no value from a row, and no line that somebody else wrote."""

import json
import logging
import re
from datetime import UTC, datetime

HIDDEN = "***"
_SLASH = r"(?:/|%2[Ff])"
# What follows these in an address is a secret that works without a password. tests/config/test_log.py asks the URLconf
# whether one is missing here.
_BEFORE_A_SECRET = rf"{_SLASH}(?:n|u|p|c|confirm-email|reset{_SLASH}key){_SLASH}"
_SECRET_PATH = re.compile(rf"""({_BEFORE_A_SECRET})(?!done\b)[^\s"'<>?&#]+""")
_SIGNED = re.compile(r"[\w-]+(?::|%3[Aa])[0-9A-Za-z]{6}(?::|%3[Aa])[\w-]{27,}")  # django.core.signing, anywhere
_IN_ONE_PIECE = re.compile(r"""[^\s"'<>]+""")
_VALUES = re.compile(r"^(\s*DETAIL:).*$", re.MULTILINE)  # PostgreSQL quotes the row it refuses


class DiscreetFormatter(logging.Formatter):
    """The last hand before anything is written: it sees message, arguments and traceback as one text."""

    def format(self, record: logging.LogRecord) -> str:
        first, *rest = discreet(super().format(record)).split("\n")
        return "\n".join([printable(first), *(f"  {printable(line)}" for line in rest)])

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        """One line, whatever stands in it; only tracebacks have more, and those are indented."""
        return super().formatMessage(record).replace("\n", "\\n")

    @classmethod
    def like(cls, other: logging.Formatter | None) -> "DiscreetFormatter":
        """With the pattern of another formatter."""
        formatter = cls()
        if other is not None:
            vars(formatter).update(vars(other))
        return formatter


class JsonFormatter(logging.Formatter):
    """The same discretion, one JSON object a line: at, level, logger, role, message, and where there is one, trace."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def format(self, record: logging.LogRecord) -> str:
        first, _, trace = discreet(super().format(record)).partition("\n")
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "role": self.role,
            "message": first,
        }
        return json.dumps(said | ({"trace": trace} if trace else {}), ensure_ascii=False)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802
        return record.message.replace("\n", "\\n")


class RefusedFilter(logging.Filter):
    """Somebody who is no provider of ours wrote to its address: a line, not a fault, and no word of what they sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        path = getattr(getattr(record, "request", None), "path", "an address of ours")
        record.msg, record.args = "Refused what was sent to %s: nothing shows that it comes from the provider.", (path,)
        record.exc_info = record.exc_text = None
        return True


def discreet(text: str) -> str:
    """The text without what opens a door or tells what stands in somebody's row or what they asked for."""
    text = _IN_ONE_PIECE.sub(_without_query, text)
    return _VALUES.sub(rf"\1 {HIDDEN}", _SIGNED.sub(HIDDEN, _SECRET_PATH.sub(rf"\1{HIDDEN}", text)))


def _without_query(piece: re.Match[str]) -> str:
    """Behind the ? of an address stands what somebody searched for, or shared with the app from another one."""
    address, mark, query = piece.group().partition("?")
    return f"{address}?{HIDDEN}" if "/" in address and query else piece.group()


def printable(line: str) -> str:
    """Control characters and the like as escapes, so that nobody can begin a line or hide one."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in line)
