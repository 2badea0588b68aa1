"""A web site on the loopback, for tests: what it answers is written down byte by byte, what it was asked is kept."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from applications.postings.fetch import Rules

Answer = Callable[[socket.socket, "Asked"], None]
HTML = "text/html; charset=utf-8"


@dataclass
class Asked:
    line: str
    headers: dict[str, str]
    server_name: str = ""

    @property
    def path(self) -> str:
        return self.line.split()[1]


@dataclass
class Site:
    """`pages` are bytes to send, or a function that sends as it likes; any other path is not found."""

    port: int = 0
    pages: dict[str, bytes | Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)

    def url(self, path: str = "/", *, host: str = "jobs.example.org", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        return self.names.get(host, ["127.0.0.1"])

    def rules(self, **more) -> Rules:
        """As in real life, but that this site counts as public."""
        rules = Rules(resolve=self.resolve, is_allowed=lambda address: address == "127.0.0.1", seconds=5.0)
        return replace(rules, **{"ports": frozenset({self.port})} | more)


def page(body: bytes = b"<p>Hello", *headers: str, status: str = "200 OK", kind: str | None = HTML) -> bytes:
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else []), *headers]
    if not any(line.lower().startswith(("content-length", "transfer-encoding")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def moved(to: str, status: str = "302 Found", *headers: str) -> bytes:
    return page(b"", f"Location: {to}", *headers, status=status)


def _heard(connection: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    line, *headers = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    return Asked(line, {name.lower(): value for name, _, value in (one.partition(": ") for one in headers)})


@contextmanager
def open_site(*, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    listening = socket.create_server(("127.0.0.1", 0))
    site = Site(port=listening.getsockname()[1])
    said: list[str] = []
    if tls:
        tls.sni_callback = lambda connection, name, context: said.append(name or "")

    def serve(connection: socket.socket) -> None:
        try:
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
            asked = _heard(connection)
            asked.server_name = said[-1] if said else ""
            site.asked.append(asked)
            answer = site.pages.get(asked.path, page(b"", status="404 Not Found"))
            answer(connection, asked) if callable(answer) else connection.sendall(answer)
        except OSError:
            pass  # the other side has gone
        finally:
            connection.close()

    def listen() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=[connection], daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    try:
        yield site
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
