"""The mail server of the drill: writes down every message that it said 250 to, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import time
from email import message_from_bytes
from email.message import Message
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from config.drill.servers import free_port

SENDER = "sender-"  # and its pid: how senders greet (config.drill.settings)
REFUSALS = {
    "421": "421 4.3.2 Closing for now",
    "451": "451 4.3.0 Try again later",
    "550": "550 5.7.1 Not this message",
}
LONGEST_HANG = 30.0  # seconds; far longer than any sender of ours waits
TAKES = 0.02  # seconds for one message, as with a server that is near: so that one is always under way


class Taken(NamedTuple):
    """One message that was answered with 250: to whom, which, when (on the drill's own unmoved clock), from whom."""

    address: str
    message_id: str
    at: float
    sender: int = 0  # the pid with which a sender of the drill introduces itself; 0: another one


class Inbox:
    """`mode` is how it answers: "" takes everything; 421, 451, 550; "hang" says nothing; "close" breaks off in DATA;
    "cut" takes a message and breaks off in place of its 250; `cuts` are those messages."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        self.cuts: list[Taken] = []
        self.mode = ""
        self.server = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def port(self) -> int:
        return int(self.server.port)

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        self.mode = ""
        self.server.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if refusal := REFUSALS.get(self.mode):
            return refusal
        if self.mode == "hang":
            await self._while_hanging()
        if self.mode == "close":
            return self._break_off(server)
        await asyncio.sleep(TAKES)
        message: Message = message_from_bytes(bytes(envelope.original_content or b""))
        pid = str(session.host_name).removeprefix(SENDER)
        sender = int(pid) if pid.isdecimal() else 0
        taken = Taken(envelope.rcpt_tos[0], str(message["Message-ID"]), time.monotonic(), sender)
        self.taken.append(taken)
        if self.mode == "cut":
            self.cuts.append(taken)
            return self._break_off(server)
        return "250 OK"

    def _break_off(self, server: SMTP) -> str:
        transport: Any = server.transport
        transport.abort()
        return "421 4.3.0 Gone"

    async def _while_hanging(self) -> None:
        """A sender that has gone away meanwhile was told nothing, so what it gave is not taken either."""
        started = time.monotonic()
        while self.mode == "hang" and time.monotonic() - started < LONGEST_HANG:
            await asyncio.sleep(0.1)
        raise ConnectionResetError
