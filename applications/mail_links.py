"""Links that open a letter in the person's own mail program (RFC 6068). Rebound itself sends nothing."""

from urllib.parse import quote

# Programs and systems take about two thousand signs of an address; what is longer they cut off, or do not open at all.
LONGEST = 1900


def mail_link(*, to: str = "", subject: str = "", text: str = "") -> str:
    """Every sign that means something in an address is encoded, a space as %20 and a new line as %0D%0A."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    parts = {"subject": subject, "body": lines}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parts.items() if value)
    return f"mailto:{quote(to, safe='@')}{'?' if query else ''}{query}"


def link_for(*, to: str, subject: str, text: str) -> tuple[str, bool]:
    """The link, and whether it takes the text along: one that is too long leaves it to be pasted."""
    whole = mail_link(to=to, subject=subject, text=text)
    return (whole, True) if len(whole) <= LONGEST else (mail_link(to=to, subject=subject[:200]), False)
