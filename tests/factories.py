"""Rows for tests: valid by default, made as the app makes them, changed by keyword."""

from typing import Any

from accounts.models import User


def make_user(*, email: str = "ada@example.org", password: str = "a-long-enough-secret", **fields: Any) -> User:
    return User.objects.create_user(email, password, **fields)
