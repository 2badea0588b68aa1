"""An SMTP server that takes everything and keeps nothing, quick enough not to be what is measured.

`python -m config.bench.nudges.sink PORT SECONDS` takes SECONDS for each message before it says 250. On SIGTERM it says
how many it took.
"""

import asyncio
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

EXTENSIONS = b"250-sink\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 PIPELINING\r\n"
END = b"\r\n.\r\n"


class Session(asyncio.Protocol):
    """One connection: as much of RFC 5321 as a sender of mail needs."""

    taken = 0
    seconds = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what create_server gives
        self.transport, self.buffer, self.is_data, self.answers = transport, b"", False, b""
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._step():
            pass
        self._speak()  # the answers to commands in a row go out as one (RFC 2920)

    def _step(self) -> bool:
        if self.is_data:
            _, end, rest = self.buffer.partition(END)
            if end:
                self.is_data, self.buffer = False, rest
                Session.taken += 1
                if self.seconds:
                    asyncio.get_running_loop().call_later(self.seconds, self._taken)
                else:
                    self._taken()
            return bool(end)
        line, end, rest = self.buffer.partition(b"\r\n")
        if not end:
            return False
        self.buffer, verb = rest, line[:4].upper()
        if verb == b"DATA":
            self.is_data = True
            self.answers += b"354 go on\r\n"
        elif verb == b"QUIT":
            self.answers += b"221 bye\r\n"
            self._speak()
            self.transport.close()
        else:
            self.answers += EXTENSIONS if verb == b"EHLO" else b"250 ok\r\n"
        return True

    def _taken(self) -> None:
        self.answers += b"250 taken\r\n"
        self._speak()

    def _speak(self) -> None:
        answers, self.answers = self.answers, b""
        if answers and not self.transport.is_closing():
            self.transport.write(answers)


async def serve(port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(Session, "127.0.0.1", port)
    await stopped.wait()
    server.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(Session.taken, used.ru_utime + used.ru_stime)


@dataclass
class Sink:
    """A running one. `taken` and `cpu` (seconds) are known once it has ended."""

    port: int
    taken: int = 0
    cpu: float = 0.0


@contextmanager
def sink(seconds: float = 0.0) -> Iterator[Sink]:
    """In a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        here = Sink(probe.getsockname()[1])
    command = [sys.executable, "-m", __name__, str(here.port), str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        _wait_for(here.port)
        yield here
    finally:
        process.terminate()
        said = process.communicate()[0].split()
        if said:
            here.taken, here.cpu = int(said[0]), float(said[1])


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The SMTP sink did not start.")


if __name__ == "__main__":
    Session.seconds = float(sys.argv[2])
    asyncio.run(serve(int(sys.argv[1])))
