"""The database, SQLite or PostgreSQL, and the cache that all processes share: the rate limits live in it."""

from typing import Any

from config.settings.installation import IS_EMBEDDED, REDIS_URL, ROLE, VAR_DIR, env

SQLITE: dict[str, Any] = {
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        # A transaction that begins as a reader and turns writer fails at once when it meets another writer:
        # IMMEDIATE makes it wait instead.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; "
            "PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
        ),
    },
}
POSTGRES: dict[str, Any] = {
    "CONN_MAX_AGE": 0,  # the pool keeps connections
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "application_name": f"rebound-{ROLE}",
        "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL_SIZE", default=8), "timeout": 10},
        # For statements that are told to be prepared, those of a plan (docs/adr/0013), which Django's own are not.
        "prepare_threshold": 0 if env.bool("DATABASE_PREPARES", default=True) else None,
    },
    # What is read bit by bit comes over at once: a pooler may give each bit another connection, and it is not much.
    "DISABLE_SERVER_SIDE_CURSORS": True,
}
# PostgreSQL reckons with turning disks: for the few that are open it would read all that a person ever closed, since
# that lies together. And compiling a query takes longer than any of ours.
POSTGRES["OPTIONS"]["options"] = "-c random_page_cost=1.1 -c jit=off"
if ROLE != "command":  # a migration may take its time, a page may not
    POSTGRES["OPTIONS"]["options"] += (
        " -c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"
    )

if IS_EMBEDDED:
    DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": VAR_DIR / "rebound.sqlite3"}
else:
    DATABASE = env.database("DATABASE_URL")
for engine, defaults in {"sqlite3": SQLITE, "postgresql": POSTGRES}.items():
    if DATABASE["ENGINE"] == f"django.db.backends.{engine}":
        # What the address itself says, as in ?sslmode=require, wins.
        DATABASE = defaults | DATABASE | {"OPTIONS": defaults["OPTIONS"] | DATABASE.get("OPTIONS", {})}
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache.
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "cache",
            "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Beyond this many entries a third is thrown away, counters of the rate limits among them.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }
