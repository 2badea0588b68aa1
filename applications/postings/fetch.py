"""The page behind a link that somebody pasted, fetched so that no link can reach what is not public.

- http and https on their usual ports only; no name and password in the link.
- The name is resolved once for each step. Every address it has must be public, and the connection goes to one of those
  very addresses: a name that answers differently the second time gains nothing. Host, SNI and the check of the
  certificate keep the name.
- Each redirect is a new link that is checked in the same way.
- No cookies, no referrer, no proxy from the environment.
- Bounded in bytes, also after decompression, and in time by the clock, however slowly the bytes drip.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

import httpcore

from applications.postings import decompress, links
from applications.postings.addresses import is_public
from applications.postings.links import Link
from applications.postings.pinned import Deadline, Pinned, Refused, in_time, problems_in_words

REDIRECTS = {301, 302, 303, 307, 308}
GONE = {404, 410}
BLOCKED = {400, 401, 402, 403, 405, 406, 407, 409, 418, 421, 429, 451, 503, 999}
KINDS = {"text/html", "application/xhtml+xml", "application/json", "application/ld+json"}
AGENT = "Mozilla/5.0 (compatible; Rebound; one page for one person)"


@dataclass(frozen=True)
class Fetched:
    """A page as it came: its bytes without compression, the link it came from in the end, and its kind."""

    url: str
    kind: str
    charset: str
    body: bytes


def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, as this machine's resolver knows them. Blocks."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(target[0]) for *_, target in found))


@cache
def trusted() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


@dataclass(frozen=True)
class Rules:
    """What may be reached and how much of it; tests bring others."""

    resolve: Callable[[str, int], list[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = trusted
    ports: frozenset[int] = frozenset(links.PORTS.values())
    seconds: float = 10.0
    most_bytes: int = 2_000_000
    most_redirects: int = 5
    most_addresses: int = 3


def get(url: str, *, language: str = "", rules: Rules | None = None) -> Fetched:
    """The page behind a link; raises `Refused`. Takes no longer than the rules say."""
    rules = rules or Rules()
    deadline = Deadline(rules.seconds)
    for _ in range(rules.most_redirects + 1):
        link = checked(url, rules)
        answer = ask(link, addresses_of(link, rules, deadline), language, rules, deadline)
        if isinstance(answer, Fetched):
            return answer
        url = joined(link, answer)
    raise Refused("too_many_redirects")


def joined(link: Link, to: str) -> str:
    try:
        return urljoin(link.text, to)
    except ValueError as problem:
        raise Refused("not_a_link") from problem


def checked(url: str, rules: Rules) -> Link:
    try:
        link = links.parse(url)
    except (links.NotALink, ValueError) as problem:
        raise Refused("not_a_link") from problem
    if link.port not in rules.ports:
        raise Refused("not_a_link")
    return link


def addresses_of(link: Link, rules: Rules, deadline: Deadline) -> list[str]:
    """Where to connect to: all of a name's addresses, if every one of them is allowed."""
    found = in_time(lambda: rules.resolve(link.host, link.port), deadline)
    if not all(rules.is_allowed(address) for address in found):
        raise Refused("private")
    if not found:
        raise Refused("unknown_host")
    return found[: rules.most_addresses]


def ask(link: Link, addresses: list[str], language: str, rules: Rules, deadline: Deadline) -> Fetched | str:
    """One request: the page, or where it has gone."""
    headers = [
        ("Host", link.text.split("/")[2]),
        ("User-Agent", AGENT),
        ("Accept", "text/html,application/xhtml+xml,application/ld+json;q=0.9,application/json;q=0.8"),
        ("Accept-Language", f"{language},*;q=0.5" if language else "*"),
        ("Accept-Encoding", ", ".join(decompress.KNOWN)),
        ("Connection", "close"),
    ]
    address = httpcore.URL(scheme=link.scheme, host=link.host, port=link.port, target=link.target)
    with (
        problems_in_words(),
        httpcore.ConnectionPool(
            ssl_context=rules.tls() if link.scheme == "https" else None,
            max_connections=1,
            network_backend=Pinned(addresses, deadline),
        ) as pool,
        pool.stream("GET", address, headers=headers) as response,
    ):
        said = {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
        if response.status in REDIRECTS and said.get("location"):
            return location_of(said["location"])
        refuse_status(response.status)
        kind, charset = kind_of(said.get("content-type", ""))
        body = b"".join(decoded(response.iter_stream(), said, rules, deadline))
        return Fetched(link.text, kind, charset, body)


def location_of(value: str) -> str:
    """Header lines are bytes; where they are no ASCII, they are mostly UTF-8."""
    try:
        return value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value


def refuse_status(status: int) -> None:
    if status in GONE:
        raise Refused("gone")
    if status in BLOCKED:
        raise Refused("blocked")
    if status != 200:
        raise Refused("site_broken")


def kind_of(content_type: str) -> tuple[str, str]:
    """(kind, charset) as the server says; raises where it is no kind of page."""
    kind, *parameters = (part.strip() for part in content_type.lower().split(";"))
    if kind not in KINDS:
        raise Refused("not_a_page")
    charsets = (part.partition("=")[2].strip("\"' ") for part in parameters if part.startswith("charset"))
    return kind, next(charsets, "")


def decoded(pieces: Iterable[bytes], said: dict[str, str], rules: Rules, deadline: Deadline) -> Iterator[bytes]:
    """The body without compression, piece by piece, as long as it stays within bounds."""
    if said.get("content-length", "").isdecimal() and len(said["content-length"]) > len(str(rules.most_bytes)):
        raise Refused("too_big")
    try:
        for piece in decompress.pieces(pieces, said.get("content-encoding", ""), most=rules.most_bytes):
            deadline.left()
            yield piece
    except decompress.TooBig as problem:
        raise Refused("too_big") from problem
    except decompress.Unreadable as problem:
        raise Refused("not_a_page") from problem
