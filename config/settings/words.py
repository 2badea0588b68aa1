"""Languages and clocks. A person's own language and time zone stand in their account."""

from config.languages import languages_in, right_to_left
from config.settings.installation import BASE_DIR

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGES = languages_in(LOCALE_PATHS[0])
LANGUAGES_BIDI = right_to_left(LANGUAGES)
TIME_ZONE = "UTC"
USE_TZ = True
