"""Where the work is: schema.org's places and addresses → one line and a work mode."""

import re
from collections.abc import Iterable
from typing import Any

from applications.postings import markup

SHOWN = 3
LONGEST = 200
REMOTE = re.compile(
    r"(?:100 ?% )?(?:fully )?remote(?: only| work| job)?|telecommute|work from home|home ?office", re.IGNORECASE
)
HYBRID = re.compile(r"hybrid", re.IGNORECASE)
APART = re.compile(r" ?[(\[/|,;·–-] ?| ?[)\]]")


def where(places: Iterable[Any], *, allowed: Iterable[Any], kind: Any) -> tuple[str, str]:
    """(place, work mode) of the locations of a posting, the regions one may work from, and its `jobLocationType`."""
    lines, modes = [], set()
    for place in places:
        line, mode = without_mode(line_of(place))
        lines.append(line)
        modes.add(mode)
    if any(re.search("telecommute|remote", str(one), re.IGNORECASE) for one in texts(kind)):
        modes.add("remote")
    modes.discard("")
    named = list(dict.fromkeys(line for line in lines if line))
    if not named and "remote" in modes:
        named = list(dict.fromkeys(filter(None, (name_of(region) for region in allowed))))
    return joined(named), modes.pop() if len(modes) == 1 else ""


def joined(names: list[str]) -> str:
    """Some of many: what is on offer in 250 towns is not tied to one."""
    if not names:
        return ""
    text = "; ".join(names[:SHOWN]) if any("," in name for name in names) else ", ".join(names[:SHOWN])
    if len(names) > SHOWN:
        text += f", … ({len(names)})"
    return text if len(text) <= LONGEST else ""


def line_of(place: Any) -> str:
    """“Berlin, Germany” from a Place, a PostalAddress or a text."""
    if isinstance(place, str):
        return markup.one_line(place)
    if not isinstance(place, dict):
        return ""
    address = place.get("address", place)
    if isinstance(address, list):
        address = next((one for one in address if one), None)
    if isinstance(address, dict):
        parts = [name_of(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry")]
        known = [part for part in dict.fromkeys(parts) if part]
        return ", ".join(known) or name_of(place)
    return markup.one_line(address) if isinstance(address, str) else name_of(place)


def name_of(value: Any) -> str:
    if isinstance(value, list):
        return name_of(value[0]) if value else ""
    if isinstance(value, dict):
        value = value.get("name", value.get("@value"))
    return markup.one_line(value) if isinstance(value, str) else ""


def without_mode(line: str) -> tuple[str, str]:
    """“Berlin (Hybrid)” is Berlin, hybrid; “Remote” is no place."""
    if len(line) > LONGEST:
        return "", ""
    parts = [part for part in APART.split(line) if part]
    if any(HYBRID.fullmatch(part) for part in parts):
        mode, sign = "hybrid", HYBRID
    elif any(REMOTE.fullmatch(part) for part in parts):
        mode, sign = "remote", REMOTE
    else:
        return line, ""
    return ", ".join(part for part in parts if not sign.fullmatch(part)), mode


def texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values[:20] if isinstance(one, str)]
