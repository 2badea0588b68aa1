"""Where floors above hang in their part of a person's data: a name and a function from the person to plain data."""

from collections.abc import Callable
from typing import Any

from accounts.models import User

Part = Callable[[User], Any]
_parts: dict[str, Part] = {}


def register(name: str, part: Part) -> None:
    """Called from `AppConfig.ready()`. `part(user)`: JSON-ready data of that person alone, private writing too."""
    _parts[name] = part


def parts() -> dict[str, Part]:
    return dict(_parts)
