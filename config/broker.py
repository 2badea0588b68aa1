"""The embedded broker: a folder of message files, for one machine without a broker of its own (docs/adr/0002).

kombu has a filesystem transport too; a reader of it can meet half a message, which ends the worker, and its file of
bindings has the same flaw. Here a message appears under its name only when it is whole, a file that makes no sense is
thrown away with a word in the log, and nothing but waiting messages stays on the disk. Messages are doorbells: a lost
one costs a minute, since the database says what is to be done.
"""

import json
import logging
import os
import time
from collections import deque
from itertools import count
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import virtual

logger = logging.getLogger(__name__)
_number = count()


class Channel(virtual.Channel):
    """One folder per queue. A name begins with the moment of writing, so that names sort in the order of arrival."""

    do_restore = False  # what a stopping worker has not begun is not written back

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seen: dict[str, deque[str]] = {}

    def _folder(self, queue: str) -> Path:
        folder = Path(self.connection.client.transport_options["folder"]) / queue.replace(os.sep, "_")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(_number)}"
        try:
            folder = self._folder(queue)
            fresh = folder / f".{name}"
            fresh.write_text(json.dumps(message))
            fresh.rename(folder / f"{name}.json")
        except OSError as problem:
            raise ChannelError(f"Could not write a message to {queue}: {problem}") from problem

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = self._folder(queue)
        # The folder is listed once per round, not once per message: a backlog would be drained in quadratic time.
        waiting = self._seen.setdefault(queue, deque())
        if not waiting:
            waiting.extend(sorted(path.name for path in folder.glob("[!.]*.json")))
        while waiting:
            message = self._take(folder / waiting.popleft())
            if message is not None:
                return message
        raise Empty()

    def _take(self, path: Path) -> dict[str, Any] | None:
        """The message in this file, which is then gone; None where another reader was first or it makes no sense."""
        mine = path.with_name(f".{path.stem}-taken-by-{os.getpid()}")
        try:
            path.rename(mine)  # only one reader can do that
        except OSError:
            return None
        try:
            message = json.loads(mine.read_bytes())
            self.message_to_python(message)  # later it would be the worker that fails
            return message
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            logger.warning("Threw away %s, which is not a message", path.name)
            return None
        finally:
            mine.unlink(missing_ok=True)

    def _size(self, queue: str) -> int:
        return sum(1 for _ in self._folder(queue).glob("[!.]*.json"))

    def _purge(self, queue: str) -> int:
        paths = list(self._folder(queue).glob("[!.]*.json"))
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)


class Transport(virtual.Transport):
    Channel = Channel
    polling_interval = 0.1
    driver_type = driver_name = "folder"

    def driver_version(self) -> str:
        return "1"
