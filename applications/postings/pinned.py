"""Connections that go to checked addresses only, and are over in time, whatever the other side does (`fetch.py`)."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpcore


class Refused(Exception):
    """Why there is no page, as one of the problems of `PostingFetch`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass
class Deadline:
    """The moment at which it has taken too long, on a clock that nobody sets."""

    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def left(self, at_most: float = 60.0) -> float:
        """The seconds that are left, raising when there are none."""
        left = self.begun + self.seconds - time.monotonic()
        if left <= 0:
            raise Refused("too_slow")
        return min(left, at_most)


def in_time(work: Callable[[], list[str]], deadline: Deadline) -> list[str]:
    """What the resolver answers, unless it takes too long: it cannot be told how long it may."""
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(work())
        except (OSError, UnicodeError, ValueError) as problem:
            answers.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if not answers:
        raise Refused("too_slow")
    if isinstance(answers[0], Exception):
        raise Refused("unknown_host") from answers[0]
    return list(answers[0])


@contextmanager
def problems_in_words() -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as problem:
        raise Refused("too_slow") from problem
    except (
        httpcore.NetworkError,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
        ssl.SSLError,
        OSError,
    ) as problem:
        is_certificate = "certificate" in str(problem).lower()
        raise Refused("certificate" if is_certificate else "unreachable") from problem


class Pinned(httpcore.NetworkBackend):
    """Connects to addresses that were checked, whatever name it is asked for, and to no other."""

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
        self.addresses, self.deadline = addresses, deadline
        self.backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> Timed:
        last: Exception = httpcore.ConnectError()
        share = self.deadline.left() / 2  # an address that swallows everything leaves time for the next
        for address in self.addresses:
            try:
                stream = self.backend.connect_tcp(address, port, self.deadline.left(share), None, socket_options)
                return Timed(stream, self.deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as problem:
                last = problem
        raise last

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("Only the checked addresses.")


class Timed(httpcore.NetworkStream):
    """A connection on which every single wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self.stream, self.deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, timeout=self.deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, timeout=self.deadline.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Timed:
        secured = self.stream.start_tls(ssl_context, server_hostname, timeout=self.deadline.left())
        return Timed(secured, self.deadline)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
