"""The secrets this installation signs and encrypts with. Only the embedded default makes its own."""

from django.core.exceptions import ImproperlyConfigured

from config.secrets import kept_in
from config.settings.installation import IS_EMBEDDED, VAR_DIR, env

SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# What people write in private is encrypted with its own keys: "id:key,id:key", the first one writes, all of them read.
WRITING_KEYS = env.str("WRITING_KEYS", default="")
if IS_EMBEDDED:
    SECRET_KEY = SECRET_KEY or kept_in(VAR_DIR / "secret_key")
    WRITING_KEYS = WRITING_KEYS or "1:" + kept_in(VAR_DIR / "writing_key", size=32)
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set SECRET_KEY to a long random text: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )
if not WRITING_KEYS:
    raise ImproperlyConfigured(
        "Set WRITING_KEYS, the keys for private writing, to 1: and 32 random bytes: "
        "python -c 'import base64, secrets; print(\"1:\" + base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'"
    )
