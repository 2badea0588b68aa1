"""Secrets of the embedded default: made once, kept in `var/`, readable by their owner only."""

import base64
import os
import secrets
from pathlib import Path


def kept_in(path: Path, *, size: int = 48) -> str:
    """The secret in this file; made on first use with mode 600. Two processes starting at once agree on one value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    if not path.exists():
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(base64.urlsafe_b64encode(secrets.token_bytes(size)).decode())
        try:
            os.link(fresh, path)  # fails where another process was first: then its value counts
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
