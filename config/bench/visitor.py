"""A signed-in browser without a network: asks the app as a web server does and reads the whole answer."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from accounts.models import User


class Visitor:
    def __init__(self, user: User) -> None:
        self.app = WSGIHandler()  # with the middleware that the settings name now
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={signed_in(user)}"
        self.requests = RequestFactory(
            SERVER_NAME=settings.SITE_HOST,
            headers={"Cookie": self.cookie, "Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"},
        )

    def asks(self, address: str) -> Callable[[], bytes]:
        """How to ask for this page once; the answer as it would travel, packed."""

        def ask() -> bytes:
            said: dict[str, Any] = {}

            def start(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
                said.update(status=status)

            answer = self.app(self.requests.get(address).environ, start)
            body = b"".join(answer)
            answer.close()
            if not said["status"].startswith("200"):
                raise RuntimeError(f"{address} answers {said['status']}")
            return body

        return ask


def signed_in(user: User) -> str:
    """A session such as the sign-in page leaves behind; its key."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)
