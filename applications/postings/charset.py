"""Bytes of a page → text, by what the server, the page or the bytes themselves say about their alphabet."""

import codecs
import re

IN_PAGE = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
LOOKED_AT = 4096
# What browsers read when pages say this.
MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Python knows more, some of which are no alphabets, or slow.
KNOWN = {
    *(
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
    ),
    *(
        "cp1257",
        "cp1258",
        "cp866",
        "cp874",
        "koi8-r",
        "koi8-u",
        "mac-roman",
        "shift_jis",
        "cp932",
        "euc_jp",
        "iso2022_jp",
    ),
    *("gb18030", "big5", "big5hkscs", "euc_kr", "cp949", *(f"iso8859-{n}" for n in range(2, 17) if n not in (9, 12))),
}
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def text_of(body: bytes, charset: str = "") -> str:
    """The text; signs that make no sense in its alphabet are replaced, so that the rest can be read."""
    for mark, name in MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    found = IN_PAGE.search(body[:LOOKED_AT])
    for said in (charset, found[1].decode("ascii") if found else ""):
        if name := known(said):
            return body.decode(name, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def known(name: str) -> str:
    """The name under which Python reads this alphabet as browsers do; empty if it is none that pages have."""
    try:
        name = codecs.lookup(name.strip()).name
    except (LookupError, UnicodeError, ValueError):
        return ""
    name = MEANT.get(name, name)
    return name if name in KNOWN else ""
