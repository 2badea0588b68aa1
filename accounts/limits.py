"""How often something may be asked for, where reading itself is what has to be limited."""

import hashlib
import time

from django.core.cache import cache


def allows(what: str, key: str, *, amount: int, seconds: int) -> bool:
    """Counts one more time for this key; False once there were more than `amount` within these `seconds`."""
    span = int(time.time()) // seconds
    name = f"limit:{what}:{hashlib.sha256(key.encode()).hexdigest()[:32]}:{span}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) <= amount
    except ValueError:  # thrown out of the cache in between
        return True
