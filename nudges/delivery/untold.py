"""What became of messages while the database was away: told to it as soon as it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import Error, close_old_connections

from nudges.delivery import claiming
from nudges.delivery.claiming import Claimed

EVERY = 0.5  # seconds between two tries
LAST_TRIES = 10.0  # seconds of that once this process has been asked to end; it has twenty for all


@dataclass
class Untold:
    """What a sender alone knows: that a message was sent, or that what it had claimed is free again."""

    stopping: threading.Event
    waiting: list[tuple[Claimed, Callable[[], object]]] = field(default_factory=list)

    def add(self, claimed: Claimed, say: Callable[[], object]) -> None:
        self.waiting.append((claimed, say))

    def tell(self, moment: Callable[[], datetime]) -> None:
        """Tries as long as the claims are ours.

        Even when we are asked to end, for a while: whoever goes without a word leaves a second copy to be sent.
        """
        last_moment = None
        while self.waiting:
            claimed, say = self.waiting[0]
            try:
                say()
            except Error:
                now = moment()
                if self.stopping.is_set():
                    last_moment = last_moment or now + timedelta(seconds=LAST_TRIES)
                if now > (last_moment or claimed.ends_at + claiming.margin()):
                    return
                close_old_connections()
                time.sleep(EVERY)
            else:
                self.waiting.pop(0)
