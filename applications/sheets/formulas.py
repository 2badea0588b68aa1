"""Text that a spreadsheet would take for a formula: written with a sign in front, and read without it again."""

import re

# Also the full-width signs, which some programs read alike. What has the sign already gets one more, so that reading
# gives back the very text.
STARTS = re.compile(r"'*[=+\-@\t\r\n\x00＝＋－＠]")
SIGN = "'"


def defused(text: str) -> str:
    return SIGN + text if STARTS.match(text) else text


def undefused(text: str) -> str:
    return text[1:] if text.startswith(SIGN) and STARTS.match(text) else text
