import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Control characters and the line and paragraph separators: each can end a line in a mail header or a log.
REFUSED = {"Cc", "Zl", "Zp"}


def no_control_characters(value: str) -> None:
    """For every one-line text that may travel into a mail header, a file name or a log line."""
    if any(unicodedata.category(character) in REFUSED for character in value):
        raise ValidationError(_("Line breaks and other control characters cannot be used here."), code="control")
