"""What is a link, which one two texts mean alike, and where in a text one stands."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import idna

LONGEST = 2000
PORTS = {"http": 80, "https": 443}
IN_TEXT = re.compile(r"""https?://[^\s<>"'“”‘’]+""", re.IGNORECASE)
TRAILING = ".,;:!?)]}…"
WITHOUT_SCHEME = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?")
SAFE = "%/:?#[]@!$&'()*+,;=-._~"
# Parts of a link that say how somebody came to a page, not which page it is.
TRACKING = re.compile(
    r"utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|trk\w*|tracking\w*|ref|refid|ref_?src|referr?er|source|src|gh_src|"
    r"lever-(?:source|origin)\S*|_ga|share\w*|position|pagenum|originalsubdomain|lipi|lici|from|campaign\w*",
    re.IGNORECASE,
)


class NotALink(ValueError):
    """Not the address of a page: another scheme, a name and password in it, or no address at all."""


@dataclass(frozen=True)
class Link:
    """An address taken apart once, so that what is checked and what is asked for cannot differ."""

    scheme: str
    host: str  # in ASCII, as DNS and certificates know it; without brackets
    port: int
    target: str  # path and query, as they are sent

    @property
    def text(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.target}"


def parse(text: str) -> Link:
    """The link that this text is; raises NotALink."""
    text = text.strip(" \t\r\n")
    if not text or len(text) > LONGEST or re.search(r"[\x00-\x20\x7f\\\ud800-\udfff]", text):
        raise NotALink
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise NotALink from problem
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise NotALink
    target = quote(parts.path or "/", safe=SAFE) + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")
    return Link(parts.scheme, host_of(parts.hostname), PORTS[parts.scheme] if port is None else port, target)


def host_of(name: str) -> str:
    """The name in ASCII and lower case, without the dot that may stand at its end; or the IPv6 address."""
    if ":" in name and "%" not in name:
        try:
            return ipaddress.IPv6Address(name).compressed
        except ValueError as problem:
            raise NotALink from problem
    name = name.removesuffix(".")
    try:
        # Names of machines may hold what names of domains may not: what is ASCII already is left alone.
        host = name.lower() if name.isascii() else idna.encode(name, uts46=True).decode().lower()
    except (idna.IDNAError, UnicodeError) as problem:
        raise NotALink from problem
    if len(host) > 253 or ".." in host or not HOST.fullmatch(host):
        raise NotALink
    return host


def lone(text: str) -> str:
    """The link, if the text is one and nothing else; “example.org/jobs” counts."""
    text = text.strip()
    if not text or len(text) > LONGEST or re.search(r"\s", text):
        return ""
    if not re.match(r"https?://", text, re.IGNORECASE) and WITHOUT_SCHEME.fullmatch(text):
        text = f"https://{text}"
    try:
        parse(text)
    except NotALink:
        return ""
    return text


def all_in(text: str) -> list[str]:
    """The links that stand in a text, each once."""
    found = (match.rstrip(TRAILING) for match in IN_TEXT.findall(text[:10_000]))
    return list(dict.fromkeys(link for link in found if lone(link)))


def identity(text: str) -> str:
    """What of a link says which page it is: equal for two links to the same posting. Empty for what is no link."""
    try:
        link = parse(text)
    except NotALink:
        return ""
    path, _, query = link.target.partition("?")
    kept = sorted((name, value) for name, value in parse_qsl(query)[:50] if not TRACKING.fullmatch(name))
    place = unquote(path).rstrip("/") or "/"
    return f"{link.host.removeprefix('www.')}{place}" + (f"?{urlencode(kept)}" if kept else "")
