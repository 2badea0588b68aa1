"""Where this installation lives, at which address people reach it, and which process of it this is."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

DATABASE_URL = env.str("DATABASE_URL", default="")
REDIS_URL = env.str("REDIS_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="")
IS_EMBEDDED = not DATABASE_URL
ROLE = env.str("ROLE", default="command")  # web, worker, beat or command: which process this is

DEBUG = env.bool("DEBUG", default=False)
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
if not SITE_URL and not IS_EMBEDDED:
    raise ImproperlyConfigured("Set SITE_URL to the address people use, for example https://rebound.example.org.")
SITE_URL = SITE_URL or f"http://127.0.0.1:{env.str('PORT', default='8000')}"
SITE_HOST = urlsplit(SITE_URL).hostname or ""
if not SITE_HOST or "{0.scheme}://{0.netloc}".format(urlsplit(SITE_URL)) != SITE_URL:
    raise ImproperlyConfigured("SITE_URL is an address without a path, for example https://rebound.example.org.")
IS_HTTPS = SITE_URL.startswith("https://")
LOOPBACK_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or [SITE_HOST, *(LOOPBACK_HOSTS if IS_EMBEDDED else [])]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://", "unix://")):
    raise ImproperlyConfigured("REDIS_URL is an address such as redis://host:6379/0.")
