"""What tells one form that was sent from another: the token with which it was opened, and what was typed into it.

With the token alone, a form that the Back button brings again could not add a second thing; with the typed words alone,
nobody could add the same thing twice on purpose.
"""

import hashlib

from django.http import QueryDict

TOKEN = "form_token"  # noqa: S105
LONGEST = 64


def mark_of(typed: QueryDict) -> str:
    """Empty for a form without a token."""
    token = typed.get(TOKEN, "")
    if not token or len(token) > LONGEST:
        return ""
    words = sorted((name, values) for name, values in typed.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr(words).encode("utf-8", "surrogatepass")).hexdigest()
