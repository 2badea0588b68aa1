"""How words are made comparable: the one split that texts and searches share, on whichever database.

Case and accents go, compatible signs become plain ones, and a text falls into words:

- Marks on letters (é, ł, the points of Hebrew) go; the vowel signs of Indic and Thai scripts, which are letters, stay.
- `C++`, `C#` and `.NET` are words. What is held together by a sign (`front-end`, `O'Brien`, `a.b@example.org`) is found
  by its parts, in one piece, and by its beginning.
- Where a script does without spaces, every two neighbours are a word, so that any piece of a text is found.
- Every emoji is a word.

A word holds no sign but `+`, `#` and `.`; the databases are told to take it as it is (`searching.py`).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

LONGEST_WORD = 64
MOST_SIGNS = 8_192
LARGEST_TEXT = 900_000  # bytes of words: far beyond what people write, short of the most that PostgreSQL takes
BESIDES = 12  # bytes that stand around each word: whose it is, and where
# Letters that carry a stroke or are two in one, which have no plain letter to fall apart into.
PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŧ": "t"}
APOSTROPHES = "'’‘ʼ＇`´"
HYPHENS = "-‐‑"
SILENT = {"\u0640", *map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0x1F3FB, 0x1F400))}
# Thai, Lao, Burmese, Khmer; kana, bopomofo and Chinese characters.
SPACELESS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u312f\u31f0-\u31ff"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
WORD = r"[0-9a-z\x80-\U0010ffff]+[+#]*"
JOINERS = r"[-.'_@&/:]"
COMPOUND = re.compile(rf"\.?{WORD}(?:{JOINERS}{WORD})*")
PART = re.compile(rf"(\.?)({WORD})")
RUN = re.compile(rf"[{SPACELESS}]+|[^{SPACELESS}]+")
IS_SPACELESS = re.compile(rf"[{SPACELESS}]")


class Signs(dict[int, str]):
    """What becomes of each sign, worked out when it first comes up (for `str.translate`).

    It remembers at most `MOST_SIGNS`, more than any one language has in daily use, then begins anew: there are over a
    million signs, and a text of all of them would stay in memory for good.
    """

    def __missing__(self, code: int) -> str:
        if len(self) >= MOST_SIGNS:
            self.clear()
        self[code] = plain = become(chr(code))
        return plain


def become(sign: str) -> str:
    if sign in PLAIN:
        return PLAIN[sign]
    if sign in APOSTROPHES or sign in HYPHENS:
        return "'" if sign in APOSTROPHES else "-"
    category = unicodedata.category(sign)
    if sign in SILENT or category == "Cf" or unicodedata.combining(sign):
        return ""
    if sign.isascii():
        return sign if sign.isprintable() else " "
    if category[0] in "LM" or category in ("Nd", "Nl", "No"):
        return sign
    return f" {sign} " if category in ("So", "Cn", "Co") else " "


SIGNS = Signs()


def fold(text: str) -> str:
    """Without case, accents and other differences that a search should not see."""
    text = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", text).translate(SIGNS)


def is_named(name: str, text: str) -> bool:
    """Whether this name stands in a text, whole: Al is not named in “Sally”, nor in “Al-Rashid”."""
    wanted, said = " ".join(fold(name).split()), " ".join(fold(text).split())
    if not wanted or IS_SPACELESS.search(wanted):
        return bool(wanted) and wanted in said
    return re.search(rf"(?<![\w'-]){re.escape(wanted)}(?![\w'-])", said) is not None


def words_of(text: str) -> list[str]:
    """All words under which a text is found, each once, in their order."""
    compounds = dict.fromkeys(COMPOUND.findall(fold(text)))
    found = dict.fromkeys(word for compound in compounds for word in words_of_compound(compound))
    sizes = accumulate(len(word.encode()) + BESIDES for word in found)
    return [word for word, size in zip(found, sizes, strict=True) if size <= LARGEST_TEXT]


def words_of_compound(compound: str) -> Iterator[str]:
    parts = PART.findall(compound)
    if len(parts) > 1 and not IS_SPACELESS.search(compound):
        yield cut("".join(part for _, part in parts))
    for dot, part in parts:
        if dot and part[0].isalpha():
            yield cut(dot + part)
        for run in RUN.findall(part):
            yield from pairs(run, with_last=True) if IS_SPACELESS.match(run) else [cut(run)]


def pairs(run: str, *, with_last: bool) -> list[str]:
    """Every two neighbours. A text has its last sign by itself too, so that a search for a single one finds it."""
    both = [run[at : at + 2] for at in range(len(run) - 1)]
    return [*both, run[-1]] if with_last or not both else both


def cut(word: str) -> str:
    return word[:LONGEST_WORD]


class Wanted(tuple[str, ...]):
    """Words that must all be there; the last one may be only the beginning of a word."""

    @property
    def whole(self) -> tuple[str, ...]:
        return self[:-1]

    @property
    def begun(self) -> str:
        return self[-1]


def asked_for(text: str) -> list[list[Wanted]]:
    """What somebody who typed this looks for: of each entry, one of its ways of being written must be found."""
    return [list(ways_to_write(compound)) for compound in COMPOUND.findall(fold(text))]


def ways_to_write(compound: str) -> Iterator[Wanted]:
    parts = PART.findall(compound)
    if len(parts) == 1 and not IS_SPACELESS.search(compound):
        yield Wanted([cut(compound if parts[0][1][0].isalpha() else parts[0][1])])
        return
    if not IS_SPACELESS.search(compound):
        yield Wanted([cut("".join(part for _, part in parts))])
    pieces: list[str] = []
    for _, part in parts:
        for run in RUN.findall(part):
            pieces += pairs(run, with_last=False) if IS_SPACELESS.match(run) else [cut(run)]
    yield Wanted(pieces)


def is_found(asked: list[list[Wanted]], text: str) -> bool:
    """What the databases answer, said in Python: the measure that both are held to."""
    return is_found_among(asked, set(words_of(text)))


def is_found_among(asked: list[list[Wanted]], there: set[str]) -> bool:
    """The same for a text of which the words are known."""
    return bool(asked) and all(any(is_there(way, there) for way in ways) for ways in asked)


def is_there(way: Wanted, there: set[str]) -> bool:
    return there.issuperset(way.whole) and any(word.startswith(way.begun) for word in there)
