"""How often something may be asked for, where reading itself is what has to be limited."""

import hashlib
import time

from django.core.cache import cache


def allows(what: str, key: str, *, amount: int, seconds: int) -> bool:
    """Counts one more time for this key; False once there were more than `amount` within these `seconds`.

    Of requests at the very same moment a cache in the database may count one only. What is limited here costs work and
    opens nothing; attempts to sign in are counted by allauth, which locks.
    """
    span = int(time.time()) // seconds
    name = f"limit:{what}:{hashlib.sha256(key.encode()).hexdigest()[:32]}:{span}"
    cache.add(name, 0, seconds)
    try:
        count = cache.incr(name)
    except ValueError:  # thrown out of the cache in between
        return True
    cache.touch(name, seconds)  # a cache in the database lets what it counts lapse after five minutes
    return count <= amount
