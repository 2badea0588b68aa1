"""What tells one form that was sent from another: the token with which it was opened, and what was typed into it.

With the token alone, a form that the Back button brings again could not add a second thing; with the typed words alone,
nobody could add the same thing twice on purpose.
"""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

TOKEN = "form_token"  # noqa: S105
LONGEST = 64


def mark_of(typed: QueryDict, files: MultiValueDict | None = None) -> str:
    """Empty for a form without a token. `files`: what was chosen is as much of the form as what was typed."""
    token = typed.get(TOKEN, "")
    if not token or len(token) > LONGEST:
        return ""
    words: list[Any] = sorted((name, values) for name, values in typed.lists() if name != "csrfmiddlewaretoken")
    for name, uploads in sorted((files or MultiValueDict()).lists()):
        words.extend((name, upload.name, upload.size, digest(upload)) for upload in uploads)
    return hashlib.sha256(repr(words).encode("utf-8", "surrogatepass")).hexdigest()


def digest(upload: UploadedFile) -> str:
    """Read in pieces; leaves the file at its start."""
    found = hashlib.sha256()
    for piece in upload.chunks():
        found.update(piece)
    upload.seek(0)
    return found.hexdigest()
