"""Where floors above say what they know about a letter's fields: the person's data never has to be known down here."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import User

Provider = Callable[[User, Mapping[str, str]], Mapping[str, Any]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Called from `AppConfig.ready()`. `provider(user, params)` returns merge values for the page's query parameters.

    For example `?application=7` → {"company": …, "role": …}. It must find rows through the user, and raises Http404 for
    a row that is not theirs. What it returns may be shown to this person and is not stored.
    """
    _providers[name] = provider


def values_for(user: User, params: Mapping[str, str]) -> dict[str, str]:
    """What we know without asking: the person's own name and phone, then what the providers add."""
    values: dict[str, Any] = {"full_name": user.name, "first_name": user.first_name, "phone": user.phone}
    for provider in _providers.values():
        values |= provider(user, params)
    return {name: str(value) for name, value in values.items() if value}
