"""Where floors above hang in their part of a person's data: a name and a function from the person to plain data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User

# What a copy says of itself. The version is another one when something in it means something else than before;
# what is added says so by its name. Copies of before there were any say neither.
FORMAT, VERSION = "rebound-copy", 2

Part = Callable[[User], Any]
_parts: dict[str, Part] = {}
_files: list[Callable[[User], Iterator["OwnFile"]]] = []


@dataclass(frozen=True)
class OwnFile:
    """A file of the person's own: where it lies in the download, and what reads it piece by piece."""

    path: str
    read: Callable[[], Iterator[bytes]]


def register(name: str, part: Part) -> None:
    """Called from `AppConfig.ready()`. `part(user)`: JSON-ready data of that person alone, private writing too."""
    _parts[name] = part


def register_files(files: Callable[[User], Iterator[OwnFile]]) -> None:
    """As `register`, for what is not text. `files(user)`: those of that person alone."""
    _files.append(files)


def files_of(user: User) -> Iterator[OwnFile]:
    for files in _files:
        yield from files(user)


def parts() -> dict[str, Part]:
    return dict(_parts)
