"""JSON as pages have it: wrapped in comments, with raw line breaks in texts, with a comma too many or too few.

Repaired is only what can be read in one way. Where a text is cut off, or quotation marks stand inside it unescaped,
nothing is: a repair would make up words.
"""

import html
import json
import re
from typing import Any

STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
BLANKS = re.compile(r"\s++")
LITERAL = re.compile(r"-?\d++(?:\.\d++)?(?:[eE][+-]?\d++)?|true|false|null")
# What pages put around their JSON for old browsers and XML parsers, as often as they like.
WRAPPING = re.compile(r"[\s\ufeff;]++|<!--|-->|(?://|/\*)?+\s*+<!\[CDATA\[\s*+(?:\*/)?+")
ENDINGS = ("]]>", "//", "-->", "*/", "/*")
BLANK_ENDINGS = "; \t\r\n\f\v\xa0\ufeff"
MOST_ENDINGS = 20
AN_ESCAPE = re.compile(r"\\([^a-zA-Z0-9])", re.DOTALL)
ESCAPED = '"\\/'
CLOSES = {"{": "}", "[": "]"}


def documents(text: str) -> list[Any] | None:
    """The JSON values in this text as it stands, or None."""
    try:
        value = json.loads(unwrapped(text), strict=False, parse_constant=lambda name: None, parse_int=whole)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else [value]


def mended(text: str) -> list[Any]:
    """The JSON values in a text that is none yet; more than one where some stand one after the other."""
    text = unwrapped(text)
    for attempt in (lambda: text, lambda: html.unescape(text)):
        try:
            return documents(_Repair(attempt()).run()) or []
        except ValueError:
            continue
    return []


def whole(digits: str) -> int | None:
    """A number; one with more digits than anything has is none."""
    return int(digits) if len(digits) <= 18 else None


def unwrapped(text: str) -> str:
    start, end = 0, len(text)
    while found := WRAPPING.match(text, start):
        start = found.end()
    for _ in range(MOST_ENDINGS):
        end -= len(text[start:end]) - len(text[start:end].rstrip(BLANK_ENDINGS))
        ending = next((one for one in ENDINGS if text.endswith(one, start, end)), None)
        if ending is None:
            break
        end -= len(ending)
    return text[start:end]


class _Beyond(ValueError):
    """Cannot be repaired without making something up."""


class _Repair:
    """Copies JSON piece by piece, and puts right what stands between its values."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0
        self.written: list[str] = []
        self.open: list[str] = []
        self.before = ""  # the last sign: one of {}[]:, or "v" for a value
        self.is_new_line = False

    def run(self) -> str:
        while self.place < len(self.text):
            self._step()
        is_cut = self.open and self.before == "v" and not self.written[-1].endswith('"')
        if self.before in ("", ":") or is_cut:
            raise _Beyond
        self._drop_comma()
        while self.open:
            self.written.append(CLOSES[self.open.pop()])
        return f"[{''.join(self.written)}]"

    def _step(self) -> None:
        if blank := BLANKS.match(self.text, self.place):
            self.is_new_line = self.is_new_line or "\n" in blank.group()
            self.place = blank.end()
        elif self.text.startswith(("/*", "//"), self.place):
            self._skip_comment()
        elif (sign := self.text[self.place]) in ",:":
            self._separator(sign)
        elif sign in "}]":
            self._close(sign)
        else:
            self._value(sign)

    def _skip_comment(self) -> None:
        ending = "*/" if self.text[self.place + 1] == "*" else "\n"
        end = self.text.find(ending, self.place + 2)
        if end < 0:
            raise _Beyond
        self.place, self.is_new_line = end + len(ending), True

    def _separator(self, sign: str) -> None:
        if sign == ":" and (self.before != "v" or self.open[-1:] != ["{"]):
            raise _Beyond
        if sign == ":" or (self.open and self.before not in ("", ",", "{", "[", ":")):
            self._write(sign, sign)  # commas that separate nothing fall away
        else:
            self.place += 1

    def _close(self, sign: str) -> None:
        if not self.open or CLOSES[self.open.pop()] != sign or self.before == ":":
            raise _Beyond
        self._drop_comma()
        self._write(sign, "}")

    def _value(self, sign: str) -> None:
        if self.before in ("v", "}"):
            # Between two values belongs a comma. On one line it may as well be a quotation mark inside a text.
            if not self.is_new_line and (self.before == "v" or sign not in '{["'):
                raise _Beyond
            self.written.append(",")
        if sign in "{[":
            self.open.append(sign)
            self._write(sign, sign)
            return
        found = STRING.match(self.text, self.place) or LITERAL.match(self.text, self.place)
        if not found:
            raise _Beyond
        self._write(AN_ESCAPE.sub(_needed, found.group()), "v")
        self.place = found.end()

    def _write(self, text: str, sign: str) -> None:
        self.written.append(text)
        self.place += 1 if sign != "v" else 0
        self.before, self.is_new_line = sign, False

    def _drop_comma(self) -> None:
        if self.before == ",":
            self.written.pop()


def _needed(escape: re.Match[str]) -> str:
    """`\\"` stays; in `\\'` and the like the backslash says nothing."""
    return escape[0] if escape[1] in ESCAPED else escape[1]
